import django.db.models.deletion
import nss.base.ids
import nss.base.words
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contract', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonSession',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('person_id', models.BigIntegerField(db_index=True, null=True)),
                ('agent', models.CharField(blank=True, default='', max_length=80)),
                ('address', models.CharField(blank=True, default='', max_length=45)),
                ('began_at', models.CharField(blank=True, default='', max_length=16)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('username', models.CharField(max_length=40, unique=True)),
                ('login_id', models.CharField(max_length=30)),
                ('family_name', models.CharField(max_length=20)),
                ('given_name', models.CharField(max_length=20)),
                ('kana', models.CharField(blank=True, default='', max_length=80)),
                ('department', models.CharField(blank=True, default='', max_length=60)),
                ('title', models.CharField(blank=True, default='', max_length=40)),
                ('phone', models.CharField(blank=True, default='', max_length=11)),
                ('email', models.EmailField(max_length=100)),
                ('role', models.CharField(choices=[('manager', nss.base.words.W('管理責任者', 'Manager')), ('applicant', nss.base.words.W('申込担当者', "Contact person")), ('office_billing', nss.base.words.W('請求担当', 'Billing')), ('reader', nss.base.words.W('参照のみ', 'Read only')), ('reception', nss.base.words.W('受付', 'Reception')), ('reviewer', nss.base.words.W('審査', 'Review')), ('approver', nss.base.words.W('承認', 'Approval')), ('works', nss.base.words.W('工事', 'Works')), ('billing', nss.base.words.W('請求', 'Billing')), ('admin', nss.base.words.W('管理', 'Administration'))], max_length=16)),
                ('is_active', models.BooleanField(default=True)),
                ('must_change_password', models.BooleanField(default=False)),
                ('previous_login', models.DateTimeField(null=True)),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='OneTimeLink',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('expires', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SignInAttempt',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'at'], name='sign_in_attempt_key')],
            },
        ),
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_index=True)),
                ('what', models.CharField(choices=[('signed_in', nss.base.words.W('ログイン', 'Signed in')), ('signed_out', nss.base.words.W('ログアウト', 'Signed out')), ('failed', nss.base.words.W('ログイン失敗', 'Sign-in failed')), ('ended', nss.base.words.W("ほかの端末からのログアウト", "Signed out on other devices")), ('password', nss.base.words.W('パスワードの変更', 'Password changed')), ('invited', nss.base.words.W("担当者の登録", "Person registered")), ('role', nss.base.words.W('役割の変更', 'Role changed')), ('stopped', nss.base.words.W("担当者の利用停止", "Account suspended")), ('started', nss.base.words.W("担当者の利用再開", "Account reactivated")), ('link', nss.base.words.W('パスワード再設定の案内', 'Reset link sent')), ('factor', nss.base.words.W('二段階認証の解除', 'Second factor removed')), ('factor_added', nss.base.words.W('二段階認証の追加', 'Second factor added')), ('factor_codes', nss.base.words.W('予備の番号の再作成', 'Recovery codes made anew')), ('factor_wrong', nss.base.words.W('二段階認証の失敗', 'Second factor failed')), ('viewed_as', nss.base.words.W('事業所としての閲覧', 'Viewed as an office')), ('master', nss.base.words.W('マスタの変更', 'Master data changed')), ('exported', nss.base.words.W('記録の出力', 'Record exported')), ('mail', nss.base.words.W('メールの再送', 'Mail sent again')), ('mail_read', nss.base.words.W('メールの閲覧', 'Mail read')), ('job', nss.base.words.W("処理の再実行", "Task run again")), ('erased', nss.base.words.W('保存期間を過ぎた情報の削除', 'Erased after its term'))], max_length=12)),
                ('address', models.CharField(blank=True, default='', max_length=45)),
                ('reference', models.CharField(blank=True, default='', help_text='of the request in the log', max_length=16)),
                ('detail', models.JSONField(default=dict)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('reference', ''), _negated=True), fields=['reference'], name='access_reference'), models.Index(condition=models.Q(('address', ''), _negated=True), fields=['address'], name='access_address'), models.Index(condition=models.Q(('what', 'failed')), fields=['id'], name='access_failed')],
            },
        ),
        migrations.CreateModel(
            name='ParkedPost',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('path', models.CharField(max_length=200)),
                ('body', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'path'), name='parked_once')],
            },
        ),
    ]

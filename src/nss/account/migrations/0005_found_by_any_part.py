"""People are found by any part of what is known of them; that somebody looked an office up is recorded."""

from django.db import migrations, models

from nss.base.words import W

TEXTS = "login_id || '|' || family_name || given_name || '|' || kana || '|' || phone || '|' || email"


class Migration(migrations.Migration):

    dependencies = [
        ('contract', '0003_found_by_any_part'),
        ('people', '0004_unsent_forms'),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX people_person_pairs ON people_person USING gin (nss_pairs({TEXTS}))",
            "DROP INDEX people_person_pairs",
        ),
        migrations.AlterField(
            model_name='access',
            name='what',
            field=models.CharField(choices=[
                ('signed_in', W('ログイン', 'Signed in')),
                ('signed_out', W('ログアウト', 'Signed out')),
                ('failed', W('ログイン失敗', 'Sign-in failed')),
                ('ended', W("ほかの端末からのログアウト", "Signed out on other devices")),
                ('password', W('パスワードの変更', 'Password changed')),
                ('invited', W("担当者の登録", "Person registered")),
                ('proposed', W('管理責任者の提案', 'Manager proposed')),
                ('unproposed', W('管理責任者の提案の取りやめ', 'Proposal of a manager taken back')),
                ('role', W('役割の変更', 'Role changed')),
                ('stopped', W("担当者の利用停止", "Account suspended")),
                ('started', W("担当者の利用再開", "Account reactivated")),
                ('link', W('パスワード再設定の案内', 'Reset link sent')),
                ('factor', W('二段階認証の解除', 'Second factor removed')),
                ('factor_added', W('二段階認証の追加', 'Second factor added')),
                ('factor_codes', W('予備の番号の再作成', 'Recovery codes made anew')),
                ('factor_wrong', W('二段階認証の失敗', 'Second factor failed')),
                ('viewed_as', W('事業所としての閲覧', 'Viewed as an office')),
                ('master', W('マスタの変更', 'Master data changed')),
                ('exported', W('記録の出力', 'Record exported')),
                ('imported', W('契約情報の取込み', 'Register imported')),
                ('mail', W('メールの再送', 'Mail sent again')),
                ('mail_read', W('メールの閲覧', 'Mail read')),
                ('office_seen', W('事業所の照会', 'Office looked up')),
                ('job', W("処理の再実行", "Task run again")),
                ('erased', W('保存期間を過ぎた情報の削除', 'Erased after its term')),
            ], max_length=12),
        ),
    ]

from django.db import migrations, models

from nss.base.words import W


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
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
                ('job', W("処理の再実行", "Task run again")),
                ('erased', W('保存期間を過ぎた情報の削除', 'Erased after its term')),
            ], max_length=12),
        ),
    ]

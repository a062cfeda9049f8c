"""That a mail came back is recorded."""

from django.db import migrations, models

import nss.base.words


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_certificates_stopped"),
    ]

    operations = [
        migrations.AlterField(
            model_name="access",
            name="what",
            field=models.CharField(
                choices=[
                    ("signed_in", nss.base.words.W("ログイン", "Signed in")),
                    ("signed_out", nss.base.words.W("ログアウト", "Signed out")),
                    ("failed", nss.base.words.W("ログイン失敗", "Sign-in failed")),
                    ("ended", nss.base.words.W("ほかの端末からのログアウト", "Signed out on other devices")),
                    ("password", nss.base.words.W("パスワードの変更", "Password changed")),
                    ("invited", nss.base.words.W("担当者の登録", "Person registered")),
                    ("proposed", nss.base.words.W("管理責任者の提案", "Manager proposed")),
                    ("unproposed", nss.base.words.W("管理責任者の提案の取りやめ", "Proposal of a manager taken back")),
                    ("role", nss.base.words.W("役割の変更", "Role changed")),
                    ("stopped", nss.base.words.W("担当者の利用停止", "Account suspended")),
                    ("started", nss.base.words.W("担当者の利用再開", "Account reactivated")),
                    ("link", nss.base.words.W("パスワード再設定の案内", "Reset link sent")),
                    ("factor", nss.base.words.W("二段階認証の解除", "Second factor removed")),
                    ("factor_added", nss.base.words.W("二段階認証の追加", "Second factor added")),
                    ("factor_codes", nss.base.words.W("予備の番号の再作成", "Recovery codes made anew")),
                    ("factor_wrong", nss.base.words.W("二段階認証の失敗", "Second factor failed")),
                    ("viewed_as", nss.base.words.W("事業所としての閲覧", "Viewed as an office")),
                    ("master", nss.base.words.W("マスタの変更", "Master data changed")),
                    ("exported", nss.base.words.W("記録の出力", "Record exported")),
                    ("imported", nss.base.words.W("契約情報の取込み", "Register imported")),
                    ("mail", nss.base.words.W("メールの再送", "Mail sent again")),
                    ("mail_back", nss.base.words.W("メールの不達の記録", "E-mail recorded as not delivered")),
                    ("mail_read", nss.base.words.W("メールの閲覧", "Mail read")),
                    ("office_seen", nss.base.words.W("事業所の照会", "Office looked up")),
                    ("bill_loaded", nss.base.words.W("利用料金ファイルの取込み", "Usage file loaded")),
                    ("bill_drawn", nss.base.words.W("請求の作り直し", "Invoices drawn up anew")),
                    ("bill_asked", nss.base.words.W("請求確定の依頼", "Request to finalize bills")),
                    ("bill_undone", nss.base.words.W("請求確定の依頼の取りやめ", "Request to finalize bills withdrawn")),
                    ("bill_fixed", nss.base.words.W("請求の確定", "Bills finalized")),
                    ("credit_asked", nss.base.words.W("請求の訂正の登録", "Correction of a bill entered")),
                    ("credit_off", nss.base.words.W("請求の訂正の取りやめ", "Correction of a bill taken back")),
                    ("credited", nss.base.words.W("請求の訂正", "Bill corrected")),
                    ("cert_stopped", nss.base.words.W("証明書の停止", "Certificate stopped")),
                    ("job", nss.base.words.W("処理の再実行", "Task run again")),
                    ("erased", nss.base.words.W("保存期間を過ぎた情報の削除", "Erased after its term")),
                ],
                max_length=12,
            ),
        ),
    ]

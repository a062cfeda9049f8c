from django.db import migrations, models

import nss.base.words


class Migration(migrations.Migration):
    dependencies = [("issuing", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="secret",
            name="kind",
            field=models.CharField(
                choices=[
                    ("user_password", nss.base.words.W("利用者パスワード", "User password")),
                    ("mailbox_password", nss.base.words.W("メールボックスパスワード", "Mailbox password")),
                    ("access_key", nss.base.words.W("端末アクセスキー", "Terminal access key")),
                ],
                max_length=20,
            ),
        ),
    ]

"""What the verification page asks for."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from nss.base.words import W

LIMIT = 1_000_000


class VerifyForm(forms.Form):
    """The code on the paper; the PDF itself if it shall be compared too."""

    code = forms.CharField(
        label=W("検証コード", "Verification code"),
        max_length=80,
        help_text=W(
            "書類の最後とすべてのページの下にある28文字です。ハイフンや空白はあってもなくてもかまいません。",
            "The 28 characters at the end of the document and at the foot of each page. Hyphens do not matter.",
        ),
        error_messages={"required": W("検証コードを入力してください", "Enter the verification code")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "code"}
        ),
    )
    file = forms.FileField(
        label=W("PDFファイル", "PDF file"),
        required=False,
        allow_empty_file=True,
        help_text=W(
            "選ぶと、発行時のファイルと1バイトも違わないかを確認します。ファイルは保存しません。",
            "If you choose one, every byte is compared with the file that was issued. The file is not kept.",
        ),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if file is not None and (file.size or 0) > LIMIT:
            raise forms.ValidationError(
                W(
                    "ファイルが1MBを超えています。この書類ではありません。",
                    "The file is larger than 1 MB: it is not this document.",
                )
            )
        return file

"""The reason that applications outside the change application carry by themselves."""

from nss.base.words import W

REASON_OF = {
    "survey": W("システム設定のため", "For a system setting"),
    "specialist": W("通関士の追加に伴い、識別番号が必要なため", "Customs specialists need numbers"),
    "certificate": W("デジタル証明書を利用できなくなったため", "A certificate can no longer be used"),
    "reissue": W("パスワードが分からなくなったため", "A password is lost"),
}

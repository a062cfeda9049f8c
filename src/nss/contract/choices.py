"""Values that rows may hold, with their words. One class each."""

from __future__ import annotations

from nss.base.choices import Choice
from nss.base.words import W


class SystemClass(Choice):
    """区分 (D-07)."""

    SEA = "sea", W("海上", "Sea")
    AIR = "air", W("航空", "Air")
    COMMON = "common", W("共用", "Sea and air")
    PORT = "port", W("港湾", "Port")


class Customs(Choice):
    """管轄税関; the value is the first digit of the user codes."""

    TOKYO = "1", W("東京税関", "Tokyo Customs")
    YOKOHAMA = "2", W("横浜税関", "Yokohama Customs")
    KOBE = "3", W("神戸税関", "Kobe Customs")
    OSAKA = "4", W("大阪税関", "Osaka Customs")
    NAGOYA = "5", W("名古屋税関", "Nagoya Customs")
    MOJI = "6", W("門司税関", "Moji Customs")
    NAGASAKI = "7", W("長崎税関", "Nagasaki Customs")
    HAKODATE = "8", W("函館税関", "Hakodate Customs")
    OKINAWA = "9", W("沖縄地区税関", "Okinawa Regional Customs")


class BusinessType(Choice):
    """業種, the short word of the guides where they show one (D-10)."""

    BROKER = "01", W("通関", "Customs broker")
    SPECIALIST = "02", W("通関士", "Registered customs specialist")
    FORWARDER = "03", W("混載", "Air consolidator")
    AIRLINE = "04", W("航空会社", "Airline")
    STORES = "05", W("機用品", "Aircraft stores")
    AIR_AGENT = "06", W("航空貨物代理店", "Air cargo agent")
    TRADER = "07", W("輸出入者", "Importer / exporter")
    SEA_FORWARDER = "08", W("海貨", "Sea forwarder")
    NVOCC = "09", W("NVOCC", "NVOCC")
    BONDED = "10", W("保税", "Bonded warehouse")
    CY = "11", W("CY", "Container yard")
    CARRIER = "12", W("船会社", "Shipping company")
    SHIP_AGENT = "13", W("船舶代理店", "Shipping agent")
    BANK = "14", W("銀行", "Bank")
    INSURER = "15", W("損害保険", "Non-life insurer")
    VAN_POOL = "16", W("バンプール", "Van pool")
    GENERAL = "17", W("汎用申請", "General applicant")
    FOREX_EXPORTER = "18", W("輸出者（外為法）", "Exporter (Foreign Exchange Act)")


class Method(Choice):
    """処理方式. The last character of an ID is a letter for the net tab and a digit for the general tab (guide ⑩, cover; D-32)."""

    INTERACTIVE = "interactive", W("インタ", "Interactive")
    MAIL = "mail", W("メール", "Mail")
    GATEWAY = "gw", W("GW", "Gateway SMTP/POP3")
    SMTP = "smtp", W("SMTP", "SMTP two-way")
    NET = "net", W("net", "netNACCS")
    WEB = "web", W("web", "WebNACCS")
    NET_API = "netapi", W("netAPI", "netAPI")


NET_METHODS = frozenset({Method.NET, Method.WEB, Method.NET_API})
"""Methods of the netNACCS tab; all others belong to the 一般NACCS tab."""


class Device(Choice):
    """利用機器区分."""

    PC = "pc", W("PC", "PC")
    SMTP = "smtp", W("SMTP", "SMTP server")
    GATEWAY = "gw", W("GW", "Gateway server")


class WorkKind(Choice):
    """工事種別 (guide SMTP, cover)."""

    REMOTE = "remote", W("リモート工事", "Remote work")
    ON_SITE = "on_site", W("オンサイト工事", "On-site work")
    LAYING = "laying", W("回線敷設工事", "Line laying")
    REMOVAL = "removal", W("回線撤去工事", "Line removal")


class Package(Choice):
    """パッケージソフト区分."""

    INTERACTIVE = "interactive", W("インタ", "Interactive")
    MAIL = "mail", W("メール", "Mail")


class Connection(Choice):
    """接続方式 (D-11)."""

    GENERAL = "general", W("一般", "General")
    OWN = "own", W("自社システム", "Own system")


class LineKind(Choice):
    """接続種別."""

    LEASED = "leased", W("専用線", "Leased line")
    OPTICAL = "optical", W("ブロードバンド光", "Optical broadband")


class Wiring(Choice):
    """屋内配線工事 (D-12)."""

    OWN = "own", W("自社手配", "Arranged by the office")
    CENTER = "center", W("センター手配", "Arranged by the Center")


class Maintenance(Choice):
    """保守時間帯 (D-13)."""

    WEEKDAYS = "weekdays", W("平日", "Weekdays")
    ALWAYS = "always", W("24時間365日", "24 hours, 365 days")


class Plan(Choice):
    """料金プラン."""

    A = "A", W("Aプラン", "Plan A")
    B = "B", W("Bプラン", "Plan B")


class Tab(Choice):
    """The two sides of a contract that have a plan and a tab of their own."""

    NET = "net", W("netNACCS", "netNACCS")
    GENERAL = "general", W("一般NACCS", "General NACCS")


class NetKind(Choice):
    """端末 of the net tab."""

    NET = "net", W("netNACCS", "netNACCS")
    NET_API = "netapi", W("netAPI", "netAPI")


class Payment(Choice):
    """支払の方法."""

    DEBIT = "debit", W("口座振替", "Direct debit")
    TRANSFER = "transfer", W("銀行振込", "Bank transfer")


class ContractorKind(Choice):
    """契約者種別."""

    PRIVATE = "private", W("民間利用者", "Private user")
    PUBLIC = "public", W("官公庁", "Public office")


class SharedUseKind(Choice):
    """機器共用 and 共同利用."""

    EQUIPMENT = "equipment", W("機器共用", "Shared equipment")
    JOINT = "joint", W("共同利用", "Joint use")

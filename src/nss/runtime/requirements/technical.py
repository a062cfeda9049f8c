"""Rules of the trade, technical and operational side (T-..)."""

from __future__ import annotations

from .model import Section, rule
from .sources import CERTIFICATES, EDI, GUIDE_SMTP, LEASED, METI

TECHNICAL = Section(
    "Rules of lines, schedules and handing over",
    "Answers to questions about networks, lead times and other authorities.",
    (
        rule(
            "T-01",
            "A router has a block of six usable addresses (/29): five for terminals, the last for the router; when it is full it gets another.",
            EDI,
            GUIDE_SMTP,
            ours="sizes are not public",
        ),
        rule(
            "T-02",
            "Names and addresses are never given out twice, whoever had them.",
            LEASED,
            ours="an old name must not lead to a new owner",
        ),
        rule(
            "T-03",
            "接続確認 (TCC業務): the office enters how its test after the start went; a bad one goes to the Center.",
            GUIDE_SMTP,
            ours="the test itself is NACCS's",
        ),
        rule(
            "T-04",
            "The end of a terminal needs a drawing, too.",
            ours="the configuration changes as well (D-58)",
        ),
        rule(
            "T-08",
            "Lead times in business days: application 10 before the start, setting 4; a line 30, a visit 15, remote work 10 after the "
            "application. The Center may set others from a day on, and deadlines of its own for a day.",
            GUIDE_SMTP,
            METI,
            ours="no table is public; the samples fit",
        ),
        rule(
            "T-09",
            "A piece of works has kind, wished and fixed day, outage, contact, attendant and result, and a life of its own.",
            GUIDE_SMTP,
            ours="the guide asks for the contacts and says that the day follows",
        ),
        rule(
            "T-12",
            "Tax is reckoned once a bill, on the sum, rounded down.",
            ours="the rule of qualified invoices: one rounding a rate and bill",
        ),
        rule(
            "T-13",
            "What touches 外為法関連業務 is handed to METI once, as a file, with a record of what it held.",
            GUIDE_SMTP,
            METI,
            ours="the guide says that data are forwarded, not how",
        ),
        rule(
            "T-15",
            "A lost 契約手続き用パスワード is set anew by a mailed link that lives 60 minutes and works once; changes are mailed.",
            ours="nobody, the Center included, ever knows a password",
        ),
        rule(
            "T-16",
            "Offices are warned 14 and 3 days before a certificate stops.",
            CERTIFICATES,
            ours="the rule itself stops without a word",
        ),
        rule(
            "T-18",
            "A session ends after 30 idle minutes and after 12 hours.",
            ours="docs/security.md, 7.3; drafts stay on the server",
        ),
    ),
)

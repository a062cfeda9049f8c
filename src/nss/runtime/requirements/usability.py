"""What the pages promise beyond the old system (X-..), and what must not come back from it (F-..)."""

from __future__ import annotations

from .model import Section, rule
from .sources import FEEDBACK, GUIDE_10, GUIDE_SMTP, TERMS_2019, WCAG

PROMISES = Section(
    "Usability rules",
    "What pages give that neither the old system nor the public services that were looked at give.",
    (
        rule(
            "X-01",
            "A draft lies on the server under its own address, so that back, tabs, bookmarks and other devices are safe.",
            GUIDE_SMTP,
            ours="the guide forbids the browser's buttons and tabs: this takes the reason away",
        ),
        rule(
            "X-02",
            "Before and after (変更前・変更後) stand beside every page of a draft and are the same on the confirm page, in papers and in the API.",
            ours="a slip is seen where it is made",
        ),
        rule(
            "X-03",
            "システム構成図 is drawn from contract and edits and can be submitted as it is, instead of a spreadsheet.",
            GUIDE_SMTP,
            ours="the data are here already; the guide's four steps go",
        ),
        rule(
            "X-04",
            "Every day has a verdict as a start day and says why; picker, typed text, API and filing judge by one function.",
            GUIDE_10,
            GUIDE_SMTP,
            ours="a day that is typed blind gets moved",
        ),
        rule(
            "X-05",
            "A shared code ends by one application with a consent of each office; nobody sees another's numbers.",
            GUIDE_10,
            ours="the guide makes every office apply for itself, for the same day",
        ),
        rule(
            "X-06",
            "A whole user code is ended by one tick: the numbers of both tabs follow, what is left over is named.",
            GUIDE_10,
            ours="the guide's main warning is to forget none",
        ),
        rule(
            "X-07",
            "A comment of the Center is pinned to a field or row and outlives the re-submission until it is ticked off.",
            FEEDBACK,
            ours="free text does not say where",
        ),
        rule(
            "X-08",
            "Consequences are said before filing: works, outage, cost, fees, what must follow.",
            GUIDE_SMTP,
            ours="they are scattered over leaflets",
        ),
        rule(
            "X-09",
            "A password is shown after a click, value by value, inside its window; each look is recorded; outside it is 403 with the way on.",
            GUIDE_SMTP,
            ours="the guide advises a screen copy",
        ),
        rule(
            "X-10",
            "The deadline of the system setting is a task with a date and reminders; missing it takes effect by itself.",
            TERMS_2019,
            ours="nobody should lose an application unawares",
        ),
        rule(
            "X-11",
            "Items that exclude one another become linked drafts with one contact, day and reason; what one may not be without "
            "is said on its pages and must be filed before it is approved.",
            GUIDE_10,
            ours="the guide says: apply twice",
        ),
        rule(
            "X-12",
            "A row under an open application says so in the contract, and a second application on it is stopped.",
            ours="before and after would have no meaning",
        ),
        rule(
            "X-13",
            "The contract can be read as of any day, past or future.",
            ours="decided changes of later days have to be seen",
        ),
        rule(
            "X-14",
            "The reason can be picked; typing is for what does not fit.",
            GUIDE_SMTP,
            ours="guide links a page of samples",
        ),
        rule(
            "X-15",
            "One event gives mail and news (新着情報) in one transaction, once each.",
            GUIDE_10,
            ours="neither may know more than the other",
        ),
        rule("X-16", "A draft can be handed to a colleague, who is told.", ours="people fall ill"),
        rule(
            "X-17",
            "A paper bears a code by which anybody can check it and see whether a file was altered.",
            ours="paper used to be sealed; the seal went in 2019",
        ),
        rule(
            "X-18",
            "Office and Center read the same facts from the same renderer.",
            ours="calls begin with which screen one is on",
        ),
    ),
)
OLD_FAULTS = Section(
    "Faults of the old system that must not return",
    "What users of such systems report, and what is asked here instead.",
    (
        rule(
            "F-01",
            "Input can be saved and taken up later: every POST saves, drafts are kept 30 days and lie 30 more in the bin.",
            FEEDBACK,
        ),
        rule(
            "F-02",
            "Saving is seen: 「保存済み」 with the time; a save that fails is announced within five seconds and loses nothing.",
            FEEDBACK,
        ),
        rule("F-03", "A draft is begun by a POST, and who has one is offered to go on with it.", FEEDBACK),
        rule(
            "F-04",
            "Back shows what was saved; after filing the old pages lead to the reception number.",
            GUIDE_SMTP,
            FEEDBACK,
        ),
        rule(
            "F-05",
            "Two tabs or two people lose nothing: other fields are merged, the same field is asked about (C34).",
            GUIDE_SMTP,
            FEEDBACK,
        ),
        rule(
            "F-06",
            "The end of a session is announced five minutes before and can be put off, by the absolute clock over all tabs.",
            FEEDBACK,
            WCAG,
        ),
        rule(
            "F-07",
            "A form that comes after its session, or from a page opened before a new sign-in, is kept sealed for a day for who typed "
            "it, and never carried out by itself.",
            FEEDBACK,
        ),
        rule(
            "F-08",
            "However often it is pressed, sent or reloaded: one application, one number, one mail.",
            FEEDBACK,
        ),
        rule("F-09", "What was filed can be had as page, PDF and JSON at a lasting address.", FEEDBACK),
        rule(
            "F-10",
            "Progress (進行状況) names past and expected steps with dates, and who must act.",
            FEEDBACK,
        ),
        rule("F-11", "Pages say who gets which notice.", FEEDBACK),
        rule("F-12", "An office chooses which mails it wants, and when.", FEEDBACK),
        rule("F-13", "A correction leads to the field that it is about.", FEEDBACK),
        rule("F-14", "The Center sees what a re-submission changed.", FEEDBACK),
        rule(
            "F-15",
            "Who was asked to agree, has looked, agreed or refused is seen; a refusal is told at once.",
            FEEDBACK,
        ),
        rule("F-17", "The API answers by the rules of the pages, with a schema.", FEEDBACK),
        rule(
            "F-18",
            "Errors stand in a summary on top and beside their fields in the same words; what was typed stays.",
            FEEDBACK,
            WCAG,
        ),
        rule(
            "F-19",
            "Choosing a file attaches it; each reason of refusal has its own words; files survive errors elsewhere.",
            GUIDE_SMTP,
            FEEDBACK,
        ),
        rule(
            "F-20",
            "A day that cannot be chosen can be reached and says why; typing a date works, too.",
            FEEDBACK,
            WCAG,
        ),
        rule("F-21", "Every page is accessible by WCAG 2.2 AA.", WCAG),
        rule("F-22", "A receipt prints on one sheet of A4.", FEEDBACK),
        rule("F-23", "Every procedure works without JavaScript, to the same end.", FEEDBACK),
        rule(
            "F-24",
            "Pages hold at 320 px, at 400 %, with wide and large text; targets are large enough.",
            WCAG,
        ),
        rule("F-25", "A message says what happened, how to mend it and whom to ask.", FEEDBACK),
    ),
)

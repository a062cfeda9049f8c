"""Every link that says where something is mended opens the page where it is, and leads back to where it was pressed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from nss.application import decision, drafts, filing
from nss.application.case import Case
from nss.application.models import Comment
from nss.base.place import Place, and_back
from nss.contract.models import ROW_TYPES
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.places import Places, place_label
from tests import parts

from .every_draft import KEYS, begun, filled

pytestmark = pytest.mark.django_db
SKIP = re.compile(r"^(#|mailto:|tel:|/logout|/static)")


def text_of(html: str) -> str:
    """What a page shows, values of its fields included."""
    values = " ".join(re.findall(r'value="([^"]*)"', html))
    return unescape(re.sub(r"<[^>]+>", " ", html) + " " + values)


def links(html: str) -> list[str]:
    return [unescape(a) for a in re.findall(r'<a\b[^>]*?href="([^"]+)"', html)]


def main_of(html: str) -> str:
    """The page without what stands around it on every page."""
    return html[html.index("<main") : html.index("</main>")]


def dead(client: Client, html: str, here: str) -> list[str]:
    """Links of a page that do not open."""
    found = []
    for link in dict.fromkeys(links(html)):
        if SKIP.match(link):
            continue
        url = here + link if link.startswith("?") else link
        answer = client.get(url.partition("#")[0], follow=True)
        if answer.status_code != 200:
            found.append(f"{answer.status_code} {url}")
        if answer.streaming:
            list(answer.streaming_content)
    return found


def page(client: Client, url: str) -> str:
    answer = client.get(url.partition("#")[0], follow=True)
    assert answer.status_code == 200, f"{answer.status_code} {url}"
    return answer.content.decode()


def back_links(html: str) -> set[str]:
    """Where the ways out of a page lead that is left without doing anything."""
    return {unescape(a) for a in re.findall(r'<a class="back" href="([^"]+)"', html)}


def fields(html: str) -> dict[str, Any]:
    """What a browser would post from the page's form if nothing were touched."""
    found: dict[str, Any] = {}

    def add(name: str, value: str) -> None:
        found.setdefault(unescape(name), []).append(unescape(value))

    body = main_of(html)
    body = next(f for f in re.findall(r"<form\b.*?</form>", body, re.S) if 'name="base"' in f)
    for tag in re.findall(r"<input\b[^>]*>", body):
        a = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in a and a.get("type") not in ("file", "submit"):
            ticks = a.get("type") in ("radio", "checkbox")
            if not ticks or re.search(r"\bchecked\b", tag):
                add(a["name"], a.get("value", "on" if ticks else ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', body, re.S):
        add(name, text)
    for select, options in re.findall(r"<select\b([^>]*)>(.*?)</select>", body, re.S):
        name = re.search(r'name="([^"]+)"', select)[1]
        chosen = re.findall(r'<option value="([^"]*)"[^>]*selected', options)
        if not chosen and "multiple" not in select:
            chosen = re.findall(r'<option value="([^"]*)"', options)[:1]
        for value in chosen:
            add(name, value)
    return found


def check_url(revision: Any) -> str:
    return f"/drafts/{revision.application_id}/check/"


# The confirm page


@pytest.mark.parametrize("key", KEYS)
def test_confirm_and_review_page_carry_their_links_and_every_link_opens(key):
    _, who, revision = filled(key)
    client = parts.signed_in(who)
    here = check_url(revision)
    html = page(client, here)
    case = Case.of_draft(revision)
    mended = [Places(case).of("contact"), Places(case).of("items")]
    assert Places(case).of("contact.phone").field == "id_phone", "a comment about one box leads to that box"
    files = [f.pk for f in case.attachments]
    wanted = {p.url(revision.application_id, here) for p in mended} | {f"/files/{f}/" for f in files}
    assert wanted - set(links(main_of(html))) == set()
    assert dead(client, html, here) == []
    number = filing.submit(revision.application_id, who).number
    for url in (f"/applications/{number}/", f"/applications/{number}/received/"):
        assert dead(client, page(client, url), url) == []
    center = parts.signed_in(parts.reviewer())
    url = f"/center/applications/{number}/"
    html = page(center, url)
    wanted = {"/center/", f"{url}form.pdf"} | {f"/center/files/{f}/" for f in files}
    assert wanted - {link.partition("?")[0] for link in links(main_of(html))} == set()
    assert dead(center, html, url) == []


def test_the_review_page_links_to_the_office_s_other_applications_and_to_the_next_in_the_queue():
    office = parts.guide_office()
    who, center = parts.person(office), parts.signed_in(parts.reviewer())
    first = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    second = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    url = f"/center/applications/{first.number}/"
    html = page(center, url)
    assert links(main_of(html)).count(f"/center/applications/{second.number}/") == 2
    assert dead(center, html, url) == []


@pytest.mark.parametrize("key", KEYS)
def test_the_change_link_of_a_row_leads_to_a_page_that_shows_the_row_and_back(key):
    _, who, revision = filled(key)
    client = parts.signed_in(who)
    here = check_url(revision)
    html = page(client, here)
    case = Case.of_draft(revision)
    linked = {c.key: c for c in case.changes if c.identity > 0}
    blocks = re.findall(r'<div class="change change-\w+">.*?</table>', main_of(html), re.S)
    assert len(blocks) == len(case.changes)
    for change, block in zip(case.changes, blocks, strict=True):
        if change.key not in linked:
            continue
        (url,) = links(block)
        there = page(client, url)
        assert back_links(there) == {here}, url
        shown = text_of(there)
        if ROW_TYPES[change.kind].named_by:
            assert str(change.name) in shown, (url, change.name)
        else:
            for cell in change.cells:
                assert str(cell.after or cell.before) in shown, (url, str(cell.after))


@pytest.mark.parametrize("key", KEYS)
def test_a_page_come_to_from_the_confirm_page_saves_and_leads_back_to_it(key):
    _, who, revision = filled(key)
    client = parts.signed_in(who)
    here = check_url(revision)
    urls = [u for u in links(main_of(page(client, here))) if "next=" in u]
    assert urls and all(f"next={here}" in u for u in urls)
    for url in dict.fromkeys(urls):
        path = url.partition("#")[0]
        there = client.get(path).content.decode()
        if 'name="base"' not in main_of(there):  # a list
            answer = client.post(path)
        else:
            answer = client.post(path.partition("?")[0], fields(there))
        assert (answer.status_code, answer.headers.get("Location")) == (302, here), url


def test_a_list_come_to_from_the_confirm_page_takes_the_way_back_along_to_its_pages():
    _, who, revision = filled("user-code")
    client = parts.signed_in(who)
    pk, here = revision.application_id, check_url(revision)
    listed = and_back(f"/drafts/{pk}/item/user-code/list/", here)
    html = page(client, listed)
    steps = f"/drafts/{pk}/item/user-code/list/"  # the step that is open
    pages = [u for u in links(main_of(html)) if "/item/user-code/" in u and u != steps]
    assert pages and all(
        u.endswith(f"?next=/drafts/{pk}/item/user-code/list/%3Fnext%3D{here}") for u in pages
    )
    detail = next(u for u in pages if "/code/1ANAC/" in u)
    assert back_links(page(client, detail)) == {listed.replace("?next=", "?next=")}
    answer = client.post(detail, {**fields(page(client, detail)), "system_class": "air"})
    assert answer.headers["Location"] == listed
    assert client.post(listed).headers["Location"] == here


def test_a_row_is_taken_off_a_list_without_losing_the_way_back():
    _, who, revision = filled("user-code")
    client = parts.signed_in(who)
    here = check_url(revision)
    listed = and_back(f"/drafts/{revision.application_id}/item/user-code/list/", here)
    html = page(client, listed)
    action, value = re.search(
        r'action="([^"]+)"[^>]*>(?:(?!</form>).)*?name="remove" value="([^"]+)"', html, re.S
    ).groups()
    assert client.post(unescape(action), {"remove": value}).headers["Location"] == listed


# Problems


@pytest.mark.parametrize("key", KEYS)
def test_every_problem_of_an_empty_draft_links_to_a_page_that_comes_back(key):
    _, who, revision = begun(key)
    client = parts.signed_in(who)
    here = check_url(revision)
    html = main_of(page(client, here))
    urls = [unescape(u) for u in re.findall(r'<li class="problem[^>]*>.*?<a href="([^"]+)"', html, re.S)]
    assert urls
    for url in urls:
        assert back_links(page(client, url)) == {here}, url


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ("contact.phone", "contact/?next=X#id_phone"),
        ("wish_date", "items/?next=X#id_wish_day"),
        ("reason", "items/?next=X#id_reason_pick"),
        ("items", "items/?next=X#id_items"),
        ("", "items/?next=X#id_items"),
        ("no such place", "items/?next=X#id_items"),
        ("works", "item/line/works/?next=X"),
        ("terminal", "item/line/list/?next=X"),
        ("line", "item/line/list/?next=X"),
        ("t-09143-smtp", "item/line/line/09143/?next=X"),
    ],
)
def test_a_place_is_read_from_what_problems_call_it(where, path):
    office, who, revision = filled("line")
    edits = [*Case.of_draft(revision).requested, *parts.server_edits(office)]
    drafts.save(revision, who, items=["line", "terminal"], edits=[e.to_json() for e in edits])
    place = Places(Case.of_draft(revision)).of(where)
    assert place.url(7, "X") == f"/drafts/7/{path}"
    assert place.step_url(7) in [
        f"/drafts/7/{x}" for x in ("items/", "contact/", "item/line/list/", "item/line/works/")
    ]


def test_a_row_that_no_edit_is_about_is_mended_on_the_page_that_lists_it():
    _office, _who, revision = filled("terminal")
    line = Case.of_draft(revision).contract.of("line")[0]
    place = Places(Case.of_draft(revision)).of(line.key)
    assert place.url(7) == "/drafts/7/item/terminal/line/09143/"


def test_beside_the_selection_screen_day_and_reason_have_a_page_of_their_own():
    _, _, revision = filled("specialist")
    places = Places(Case.of_draft(revision))
    assert [places.of(w).url(7) for w in ("wish_date", "items", "")] == [
        "/drafts/7/start/#id_wish_day",
        "/drafts/7/start/",
        "/drafts/7/start/",
    ]
    _, _, undated = begun_again("reissue")
    assert Places(Case.of_draft(undated)).of("items").url(7) == "/drafts/7/item/reissue/form/"


def begun_again(key: str) -> Any:
    from nss.contract.models import Office

    office = Office.objects.get(code="NAC001")
    who = parts.Person.objects.get(login_id="hanako")
    return office, who, drafts.begin(office, who, items=[key])


# Comments


def ways_to_mend(client: Client, here: str, html: str) -> list[str]:
    """Where the buttons beside the comments of a query lead."""
    keys = re.findall(r'<button class="secondary" name="mend" value="(\d+)"', html)
    return [client.post(here, {"mend": key}).headers["Location"] for key in keys]


@pytest.mark.parametrize("key", KEYS)
def test_every_comment_of_a_query_links_to_its_page_and_back_to_the_answer(key):
    _office, who, revision = filled(key)
    reviewer = parts.reviewer()
    a = filing.submit(revision.application_id, who)
    for c in a.consents.all():
        filing.answer_consent(c.pk, c.office, None, True)
    decision.take(a.pk, reviewer)
    center = parts.signed_in(reviewer)
    names = re.findall(r'name="comment:([^"]+)"', page(center, f"/center/applications/{a.number}/"))
    assert names[:4] == ["items", "wish_date", "reason", "contact"] and names[-1] == "remark"
    sent = center.post(
        f"/center/applications/{a.number}/query/",
        {**{f"comment:{n}": "補記" for n in names}, "seen": parts.seen(a)},
    )
    assert sent.status_code == 302
    assert [*Comment.objects.order_by("id").values_list("where", flat=True)] == names
    client = parts.signed_in(who)
    here = f"/applications/{a.number}/answer/"
    html = page(client, here)
    urls = ways_to_mend(client, here, html)
    assert len(urls) == len(names)
    rows = {f"{e.kind}:{e.target}": str(e.name) for e in revision.edit_list if e.target is not None}
    for name, url in zip(names, urls, strict=True):
        there = page(client, url)
        assert back_links(there) == {here}, (name, url)
        if name in rows and ROW_TYPES[name.partition(":")[0]].named_by:
            assert rows[name] in text_of(there), (name, url)


def test_a_comment_on_a_row_that_the_correction_no_longer_has_leads_to_the_page_of_its_item():
    office, who, revision = filled("mailbox")
    a = filing.submit(revision.application_id, who)
    reviewer = parts.reviewer()
    decision.take(a.pk, reviewer)
    (ended,) = [e for e in revision.edit_list if e.target is not None]
    decision.query(a.pk, reviewer, [(f"mailbox:{ended.target}", "確認")])
    again = drafts.of_office(office, a.pk)
    drafts.save(again, who, edits=[e.to_json() for e in again.edit_list if e.target is None])
    client, here = parts.signed_in(who), f"/applications/{a.number}/answer/"
    assert ways_to_mend(client, here, page(client, here)) == [
        f"/drafts/{a.pk}/item/mailbox/form/?next={here}"
    ]


def queried(*where: str) -> tuple[Any, Any, Client, str]:
    """An application with a comment at each of these places, its office's browser and the page that answers."""
    _, who, revision = filled("holder")
    a = filing.submit(revision.application_id, who)
    reviewer = parts.reviewer()
    decision.take(a.pk, reviewer)
    decision.query(a.pk, reviewer, [(w, "確認") for w in where])
    return a, who, parts.signed_in(who), f"/applications/{a.number}/answer/"


def test_what_was_answered_so_far_is_kept_by_who_goes_to_mend_something():
    a, _, client, here = queried("reason", "contact")
    first, second = a.comments.order_by("id")
    sent = {f"answer_{first.pk}": "補記しました。", f"answer_{second.pk}": "", "mend": str(second.pk)}
    assert client.post(here, sent).headers["Location"].startswith(f"/drafts/{a.pk}/contact/")
    assert "補記しました。" in page(client, here)
    too_long = {f"answer_{first.pk}": "あ" * 1001, "mend": str(second.pk)}
    answer = client.post(here, too_long)
    assert answer.status_code == 422 and "あ" * 1001 in answer.content.decode()


def test_what_must_be_corrected_stands_on_the_answering_page_at_once_with_its_link():
    a, who, client, here = queried("contact")
    assert "NACCSセンターから確認事項があります" in page(client, f"/applications/{a.number}/")
    again = drafts.of_office(who.office, a.pk)
    drafts.save(again, who, reason="")
    html = main_of(page(client, here))
    assert "変更する理由を入力してください" in html
    (link,) = [u for u in links(html) if "id_reason" in u]
    assert back_links(page(client, link)) == {here}


def signed(html: str) -> dict[str, str]:
    """What the confirm page sends along with its button."""
    return dict(re.findall(r'name="(digest|shown)" value="([^"]*)"', html))


def test_a_corrected_application_is_not_filed_again_before_its_comments_are_answered():
    a, _, client, here = queried("reason")
    path = f"/drafts/{a.pk}/check/"
    html = page(client, path)
    assert here in links(main_of(html))
    sent = client.post(path, signed(html))
    assert (sent.status_code, sent.headers["Location"]) == (302, here)
    a.refresh_from_db()
    assert a.state == "query"
    Comment.objects.update(answer="補記しました。")
    client.post(path, signed(page(client, path)))
    a.refresh_from_db()
    assert a.state == "resubmitted"


def test_two_comments_on_rows_of_one_kind_lead_to_different_pages():
    office, who, revision = filled("user-code")
    edits = [*parts.abolish(office, "1ANACA0A"), *parts.abolish(office, "1DNACD0D")]
    drafts.save(revision, who, edits=[e.to_json() for e in edits])
    places = Places(Case.of_draft(revision))
    assert [places.of(f"user_id:{e.target}").url(7) for e in edits] == [
        "/drafts/7/item/user-code/code/1ANAC/",
        "/drafts/7/item/user-code/code/1DNAC/",
    ]


def test_what_comments_were_about_is_said_without_their_applications():
    assert [
        str(place_label(w)) for w in ("items", "remark", "holder", "user_id:12", "contact.phone", "?")
    ] == [
        "変更する項目",
        "備考・その他",
        str(CATALOGUE["holder"].entry.label),
        "識別番号",
        "電話番号",
        "?",
    ]


# The way back


@pytest.mark.parametrize(
    "bad",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:/evil.example",
        "/\tevil.example",
        "/\t/evil.example",
        "evil.example",
        " //evil.example",
        "/%0d%0aLocation:x\r\n",
    ],
)
def test_no_way_back_leads_off_the_site(bad):
    _, who, revision = filled("holder")
    client = parts.signed_in(who)
    url = f"/drafts/{revision.application_id}/item/holder/form/"
    html = client.get(url, {"next": bad}).content.decode()
    assert "evil" not in main_of(html) and "alert(1)" not in main_of(html)
    sent = client.post(url, {**fields(html), "next": bad})
    assert sent.status_code == 302
    assert sent.headers["Location"] == f"/drafts/{revision.application_id}/check/"


def test_the_way_back_outlives_a_wrong_entry_and_a_conflict():
    _, who, revision = filled("holder")
    client = parts.signed_in(who)
    here = check_url(revision)
    url = f"/drafts/{revision.application_id}/item/holder/form/"
    typed = fields(page(client, and_back(url, here)))
    wrong = client.post(url, {**typed, "holder.name": ""})
    assert wrong.status_code == 422 and back_links(wrong.content.decode()) == {here}
    client.post(url, {**typed, "holder.title": "社長"})
    conflict = client.post(url, {**typed, "holder.title": "会長"})
    assert conflict.status_code == 409
    assert f'name="next" value="{here}"' in conflict.content.decode()


def test_without_a_way_back_a_page_leads_on_as_it_always_did():
    _, who, revision = filled("holder")
    client = parts.signed_in(who)
    pk = revision.application_id
    html = page(client, f"/drafts/{pk}/item/holder/form/")
    assert 'name="next"' not in main_of(html) and back_links(html) == {f"/drafts/{pk}/contact/"}
    drafts.save(drafts.of_office(who.office, pk), who, items=["holder", "user-code"])
    listed = page(client, f"/drafts/{pk}/item/user-code/list/")
    assert "next=" not in main_of(listed)


def test_a_place_knows_its_page_and_the_step_that_it_belongs_to():
    place = Place("user_id:1", "1ANACA0A", "item/user-code/list", "code", "1ANAC", "id_end")
    assert place.step_url(7) == "/drafts/7/item/user-code/list/"
    assert place.url(7) == "/drafts/7/item/user-code/code/1ANAC/#id_end"
    assert (
        place.url(7, "/a/?b=c&d=e") == "/drafts/7/item/user-code/code/1ANAC/?next=/a/%3Fb%3Dc%26d%3De#id_end"
    )

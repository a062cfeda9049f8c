"""Views of the queue that somebody saves under a name: tabs of their own, seen and changed by nobody else."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client

from nss.account.models import Person, Role
from nss.application import decision
from nss.application.models import Application, SavedView
from nss.center.saved_views import MOST
from tests import parts

pytestmark = pytest.mark.django_db
FULL = f"保存できる表示は{MOST}件までです"
HELD = "view=held&item=user-code"


@pytest.fixture
def desk() -> Client:
    return parts.signed_in(parts.reviewer())


def save(client: Client, name: str, query: str = HELD, **more: str) -> tuple[int, str]:
    """Press the button of the fold: status, and the text of the page or where it leads."""
    answer = client.post(f"/center/?{query}", {"name": name, **more})
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def queue(client: Client, query: str = "") -> str:
    return str(client.get(f"/center/?{query}").content.decode())


def tabs(page: str) -> dict[str, str]:
    """Word -> query of each tab."""
    nav = page.split('class="tabs folds"')[1].split("</nav>")[0]
    found = re.findall(r'<a href="\?([^"]*)"[^>]*>\s*(.*?)\s*(?:<|\n)', nav)
    return {html.unescape(word): html.unescape(query) for query, word in found}


def current(page: str) -> list[str]:
    nav = page.split('class="tabs folds"')[1].split("</nav>")[0]
    return [html.unescape(w) for w in re.findall(r'aria-current="page"\s*>\s*(.*?)\s*(?:<|\n)', nav)]


def test_a_saved_view_is_a_tab_that_shows_what_was_shown_when_it_was_saved(desk):
    # Holds N01.
    assert save(desk, "  保留の利用者コード ") == (302, f"/center/?{HELD}")
    page = queue(desk)
    assert tabs(page)["保留の利用者コード"] == HELD and current(page) == ["審査待ち"]
    opened = queue(desk, tabs(page)["保留の利用者コード"])
    assert current(opened) == ["保留の利用者コード"], "its tab, and not that of the view that it narrows"
    assert re.search(r'<option value="user-code"\s+selected', opened)
    assert save(desk, "審査", "page=3&who=&x=1")[1] == "/center/?view=todo", "what is no filter is not kept"


def test_next_follows_a_saved_view_and_the_way_back_leads_to_it(desk):
    office = parts.guide_office()
    who, other = parts.person(office), parts.person(None, "hoka", Role.REVIEWER)
    first, between, last = (parts.filed(office, who, parts.ids_to_add("1ANAC")) for _ in range(3))
    for a in (first, last):
        decision.take(a.pk, other)
    save(desk, "佐藤さんの分", f"view=todo&who={other.pk}")
    queue(desk, tabs(queue(desk))["佐藤さんの分"])
    page = desk.get(f"/center/applications/{first.number}/").content.decode()
    assert re.search(rf'href="/center/applications/{last.number}/" data-key="n"', page)
    assert between.number not in queue(desk, f"view=todo&who={other.pk}")
    assert current(queue(desk, html.unescape(re.findall(r'/center/\?(view=todo[^"]*)"', page)[0]))) == [
        "佐藤さんの分"
    ]


def mark_on(page: str) -> str:
    """What the page that asks for a second press sends along."""
    return re.findall(r'name="replaces" value="(\w+)"', page)[0]


def test_saving_under_a_name_again_replaces_the_view_after_saying_so(desk):
    save(desk, "朝の確認")
    assert save(desk, "朝の確認") == (302, f"/center/?{HELD}"), "pressed twice, it is there once"
    status, page = save(desk, "朝の確認", "view=late")
    assert status == 422 and "この名前の表示はすでにあります。もう一度押すと" in page
    assert SavedView.objects.get().query == HELD
    SavedView.objects.update(query="view=mine")
    status, page = save(desk, "朝の確認", "view=late", replaces=mark_on(page))
    assert status == 422, "it is another one by now"
    assert save(desk, "朝の確認", "view=late", replaces=mark_on(page)) == (302, "/center/?view=late")
    assert SavedView.objects.get().query == "view=late"


@pytest.mark.parametrize("name", ["", "あ" * 41, "  "])
def test_a_name_that_cannot_be_is_told_beside_its_field_and_stays_there(desk, name):
    status, page = save(desk, name)
    assert status == 422 and not SavedView.objects.exists()
    assert re.search(r'<input[^>]*name="name"[^>]*aria-invalid="true"', page) and "<details open" in page
    assert name.strip() in page and re.search(r'<option value="user-code"\s+selected', page)
    english = desk.post(
        f"/center/?{HELD}", {"name": name}, headers={"accept-language": "en"}
    ).content.decode()
    assert 'aria-invalid="true"' in english


def test_a_name_of_forty_signs_fits(desk):
    assert save(desk, "あ" * 40)[0] == 302 and SavedView.objects.get().name == "あ" * 40


def test_the_twenty_first_is_refused_and_one_of_the_twenty_can_still_be_replaced(desk):
    for n in range(MOST):
        assert save(desk, f"表示{n}")[0] == 302
    status, page = save(desk, "もう一つ")
    assert status == 422 and FULL in page and SavedView.objects.count() == MOST
    _, page = save(desk, "表示3", "view=late")
    assert save(desk, "表示3", "view=late", replaces=mark_on(page))[0] == 302
    other = parts.signed_in(parts.second())
    assert save(other, "もう一つ")[0] == 302, "the twenty are those of a person"


def test_a_view_is_renamed_and_two_of_one_person_do_not_bear_one_name(desk):
    save(desk, "朝"), save(desk, "夕方", "view=late")
    path = f"/center/views/{SavedView.objects.get(name='朝').pk}/"
    page = desk.get(path).content.decode()
    assert "保留中" in page and "利用者コード" in page, "it says what the view shows"
    seen = re.findall(r'name="seen" value="(\w+)"', page)[0]
    refused = desk.post(path, {"name": "夕方", "seen": seen})
    assert refused.status_code == 422 and "別の名前を入力してください" in refused.content.decode()
    assert desk.post(path, {"name": "あ" * 41}).status_code == 422
    assert desk.post(path, {"name": "朝", "seen": seen}).status_code == 302, "its own name is free for it"
    assert desk.post(path, {"name": "昼", "seen": seen}).headers["Location"] == f"/center/?{HELD}"
    assert set(SavedView.objects.values_list("name", flat=True)) == {"昼", "夕方"}


def test_a_view_is_deleted_and_the_second_press_says_that_it_is_gone(desk):
    save(desk, "朝")
    path = f"/center/views/{SavedView.objects.get().pk}/remove/"
    assert desk.get(path).status_code == 405
    assert "表示を削除しました" in desk.post(path, follow=True).content.decode()
    assert "すでに削除されています" in desk.post(path, follow=True).content.decode()
    assert "朝" not in tabs(queue(desk)) and not SavedView.objects.exists()


def test_nobody_else_sees_renames_or_deletes_a_view(desk):
    save(desk, "朝")
    other = parts.signed_in(parts.second())
    path = f"/center/views/{SavedView.objects.get().pk}/"
    assert other.get(path).status_code == other.post(path, {"name": "夜"}).status_code == 404
    assert other.post(f"{path}remove/").status_code == 404
    assert "朝" not in tabs(queue(other)) and "朝" not in queue(other).split('class="tabs folds"')[1]
    assert save(other, "朝", "view=late")[0] == 302, "a name is one person's"
    assert sorted(SavedView.objects.values_list("name", "query")) == [("朝", HELD), ("朝", "view=late")]


def test_a_view_that_names_somebody_who_has_left_opens_and_says_so(desk):
    gone = parts.person(None, "hoka", Role.REVIEWER, names=("退職", "太郎", "タイショク タロウ"))
    office = parts.guide_office()
    a = parts.filed(
        office, parts.person(office, names=("貿易", "次郎", "ボウエキ ジロウ")), parts.ids_to_add("1ANAC")
    )
    decision.take(a.pk, gone)
    query = f"view=todo&who={gone.pk}"
    save(desk, "退職さんの分", query)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    page = queue(desk, query)
    assert a.number in page and current(page) == ["退職さんの分"]
    chosen = re.findall(r"<option value=\"\d+\"\s+selected>(.*?)</option>", page)
    assert chosen == ["退職 太郎（利用停止中）"], "the filter does not read as if it were off"
    shown = desk.get(f"/center/views/{SavedView.objects.get().pk}/").content.decode()
    assert "退職 太郎（利用停止中）" in shown
    # Of an office's people no name comes by their key.
    stranger = Person.objects.get(login_id="hanako")
    assert stranger.full_name not in queue(desk, f"view=todo&who={stranger.pk}").split("<table")[0]


def test_a_search_is_no_view_and_cannot_be_saved_as_one(desk):
    save(desk, "朝", "view=todo")
    page = queue(desk, urlencode({"q": "NAC001"}))
    assert current(page) == [] and "この表示と絞り込みを保存する" not in page
    assert dict(parse_qsl(tabs(page)["朝"])) == {"view": "todo"}
    assert Application.objects.count() == 0

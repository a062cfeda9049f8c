"""Addresses of a postal code: all that it stands for, and no remark of the list among them."""

from __future__ import annotations

import pytest

from nss.web import postal


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("1500002", ["東京都渋谷区渋谷"]),
        ("１５０－０００２", ["東京都渋谷区渋谷"]),
        ("1000000", ["東京都千代田区"]),  # 以下に掲載がない場合
        ("4980000", ["愛知県弥富市", "三重県桑名郡木曽岬町"]),  # several towns, of two prefectures
        ("4090142", ["山梨県北都留郡小菅村"]),  # 小菅村の次に１〜６６３番地がくる場合
        ("0295503", ["岩手県和賀郡西和賀町"]),  # ranges of lots
        ("5220317", ["滋賀県犬上郡多賀町一円"]),  # a town of that name
        ("8510502", ["長崎県長崎市以下宿町"]),
        ("4520961", ["愛知県清須市"]),  # more towns than are offered
        ("0000000", []),
        ("150", []),
        ("", []),
    ],
)
def test_the_addresses_of_a_code_are_all_that_it_stands_for_without_remarks(code, wanted):
    found = postal.addresses(code)
    assert found == wanted
    assert not [a for a in found if any(mark in a for mark in "（）〜、")]


def test_a_large_office_with_a_code_of_its_own_has_its_lot():
    assert postal.addresses("0608621") == ["北海道札幌市中央区北一条西6丁目1-2アーバンネット札幌ビル2F"]


@pytest.mark.django_db
def test_the_page_is_told_of_one_address_or_of_the_choice(client):
    one = client.get("/postal/1500002/").json()
    assert one == {"address": "東京都渋谷区渋谷", "addresses": ["東京都渋谷区渋谷"]}
    several = client.get("/postal/4980000/").json()
    assert several["address"] == "" and len(several["addresses"]) == 2

"""What the page says of a phone's file that was taken in: each entry by name, whose hand, and its history later."""

from __future__ import annotations

import base64
import io
import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from app.month import today
from tests.cast import ANA
from tests.client import Visitor
from tests.factories import FIELDS, edited, household, make_entry
from tests.sync.import_steps import counted, hand_in, reason_of, written
from tests.sync.steps import outcome

pytestmark = pytest.mark.one_engine


def _photo(entry: dict[str, Any]) -> dict[str, str]:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "JPEG")
    return {"id": str(uuid4()), "entry": entry["id"], "jpeg": base64.b64encode(content.getvalue()).decode()}


def _row(page: TestResponse, entry: dict[str, Any]) -> str:
    found = re.search(rf'<li data-imported="{entry["id"]}" data-outcome="\w+">.*?</li>', page.text, re.DOTALL)
    assert found, "an entry that was taken in is not named"
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", found[0]))


def test_each_entry_is_named_with_its_kind_day_and_photos(app: Flask, ana: Visitor, carla: Visitor) -> None:
    home, market = make_entry(household=household("Số 9, ngõ 4")), make_entry("merchant")
    known, training = make_entry(household=household("Số 11, ngõ 4")), make_entry("training")
    unnamed, refused = make_entry(household=None), make_entry(household=household("Số 13, ngõ 4"), met="maybe")
    [receipt] = ana.sync(known)
    assert outcome(receipt)[0] == "stored"
    file = written(
        home, market, known, training, unnamed, refused, photos=[_photo(home), _photo(home), _photo(refused)]
    )
    page = hand_in(carla, file)
    assert counted(page) == (4, 1, 1)
    assert counted(page, "photos-") == (2, 0, 1)
    day = f"{today():%d/%m/%Y}"
    assert re.search(rf"Đến hộ gia đình · {day} Ảnh: 2 Số 9, ngõ 4 ", _row(page, home))
    assert market["fields"]["merchant"]["name"] in _row(page, market)
    assert "Số 11, ngõ 4" in _row(page, known)
    assert 'data-outcome="known"' in page.text
    assert "Buổi tập huấn" in _row(page, training)
    assert "không ghi hộ nào" in _row(page, unnamed)
    assert "Số 13, ngõ 4" in reason_of(page, refused)
    assert "Carla" in page.text
    assert 'id="print"' in page.text


def test_what_was_refused_is_named_only_as_far_as_it_can_be_shown(app: Flask, carla: Visitor) -> None:
    secret = make_entry(household=household("Bà Ví Dụ 001099012345"))
    odd = make_entry(household="Số 1")
    strange = make_entry() | {"kind": "flight"}
    page = hand_in(carla, written(secret, odd, strange, 7))
    assert counted(page) == (0, 0, 4)
    assert "001099012345" not in page.text
    assert "Đến hộ gia đình" in reason_of(page, odd)


@pytest.mark.parametrize("typed", ["12 người", "abc", 1e308, 10**19, -1, True, [], {"a": 1}])
def test_what_is_no_figure_is_not_named_and_fails_nothing(app: Flask, carla: Visitor, typed: object) -> None:
    entries = [
        make_entry(household=household("Số 15, ngõ 4"), people=typed),
        make_entry("installation", people=typed),
        make_entry("training", attendees=typed),
    ]
    good = make_entry(household=household("Số 17, ngõ 4"))
    for expected in ((1, 0, 3), (0, 1, 3)):
        page = hand_in(carla, written(good, *entries))
        assert counted(page) == expected
    assert "Số 15, ngõ 4" in reason_of(page, entries[0])


def test_nothing_that_was_refused_can_fail_the_import(app: Flask, carla: Visitor) -> None:
    """Whatever stands in any field, the entries are stored before the page is written."""
    values = (None, [], {}, "\ud800", "x" * 5000, 1e308, 10**400, [[]], [{}], {"label": 1}, {"name": []}, {"have": []})
    refused = []
    for kind in FIELDS:
        for value in values:
            entry = make_entry(kind)
            entry["fields"] = dict.fromkeys(entry["fields"], value)
            refused.append(entry)
    assert counted(hand_in(carla, written(*refused))) == (0, 0, len(refused))


@pytest.mark.parametrize("number", ["038099012345", 38099012345])
def test_citizens_number_in_place_of_a_figure_is_not_shown(app: Flask, carla: Visitor, number: object) -> None:
    entry = make_entry(household=household("Số 15, ngõ 4"), people=number)
    page = hand_in(carla, written(entry))
    assert "38.099" not in page.text
    assert "38099" not in page.text
    assert "Số 15, ngõ 4" in reason_of(page, entry)


def test_texts_of_what_was_refused_are_cut(app: Flask, carla: Visitor) -> None:
    entries = [
        make_entry(household=household("Số 15 " + "x" * 5000)),
        make_entry("training", title="y" * 5000, topics=["z" * 5000]),
        make_entry("merchant", business_type="z" * 5000),
        # Cut at its longest, the number would be shown as far as it is none.
        make_entry(household=household("Số 15 " + "x" * 106 + " 001099012345")),
    ]
    page = hand_in(carla, written(*entries))
    assert counted(page) == (0, 0, 4)
    assert "Số 15 xxx" in reason_of(page, entries[0])
    assert not any(letter * 201 in page.text for letter in "xyz")
    assert "0010" not in page.text


def test_history_says_later_that_an_entry_came_by_a_file(app: Flask, ana: Visitor, carla: Visitor) -> None:
    by_file, by_phone = make_entry(household=household()), make_entry(household=household())
    hand_in(carla, written(by_file, edited(by_file, people=4)))
    ana.sync(by_phone)
    text = carla.get(f"/review/entries/{by_file['id']}").text
    assert "nhập từ tệp trên điện thoại của người ghi" in text
    assert "có bản mới nhập từ tệp" in text
    assert "nhập từ tệp" not in carla.get(f"/review/entries/{by_phone['id']}").text


def test_phone_that_sends_the_same_later_learns_that_the_ward_has_it(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entry = make_entry(household=household())
    page = hand_in(carla, written(entry, member=ANA))
    assert counted(page) == (1, 0, 0)
    [receipt] = ana.sync(entry)
    assert outcome(receipt) == ("known", "")

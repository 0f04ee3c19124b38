"""Texts in fields: cleaned, in one spelling and on one line, and digits that name somebody refused."""

from __future__ import annotations

import unicodedata
from uuid import uuid4

from flask import Flask

from app.logbook.models import NOTE_LENGTH
from app.sync.envelope import digest_of
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.sync.steps import stored

TEXTS = [
    ("plain", "plain"),
    ("  Cụ bà \t ở   một mình  ", "Cụ bà ở một mình"),
    (unicodedata.normalize("NFD", "Nguyễn Thị Mẫu ở Đường Ước"), "Nguyễn Thị Mẫu ở Đường Ước"),
    ("nghe \x00được\x07", "nghe được"),
    ("vui 😀👵🏽", "vui 😀👵🏽"),
    ("một\r\nhai\rba\n\n\n\n\nbốn ", "một\nhai\nba\n\nbốn"),
    ("góp 300.000.000 đồng", "góp 300.000.000 đồng"),
    ("năm 2026, tổ 12, số 12345678", "năm 2026, tổ 12, số 12345678"),
    ("từ 01/10 - 31/10/2026, số 12/345/67 ngõ 8", "từ 01/10 - 31/10/2026, số 12/345/67 ngõ 8"),
    ("<script>alert(1)</script> & \"'", "<script>alert(1)</script> & \"'"),
    ("=1+1", "=1+1"),
]


def test_invisible_characters_are_not_kept_and_the_receipt_has_the_digest_of_what_came(
    app: Flask, ana: Visitor
) -> None:
    label = "\u202aSố\u200b 5,\xad ngõ\ufeff 2\u202c"
    entry = make_entry(household=household(label), note="một\u200b\u2028\u2066hai\u2069")
    for result in ("stored", "known"):
        [receipt] = ana.sync(entry)
        assert (receipt["outcome"], receipt["digest"]) == (result, digest_of(entry["fields"]))
    row = stored(app, entry)
    assert (row["fields"]["household"]["label"], row["note"]) == ("Số 5, ngõ 2", "một\nhai")


def test_text_is_kept_in_one_spelling(app: Flask, ana: Visitor) -> None:
    batch = {entry["id"]: (entry, kept) for entry, kept in ((make_entry(note=text), kept) for text, kept in TEXTS)}
    receipts = ana.sync(*(entry for entry, _ in batch.values()))
    assert [receipt["outcome"] for receipt in receipts] == ["stored"] * len(TEXTS)
    for entry in ana.mine()["entries"]:
        assert entry["fields"]["note"] == batch[entry["id"]][1]


def test_labels_and_titles_are_kept_on_one_line(app: Flask, ana: Visitor) -> None:
    nfd = unicodedata.normalize("NFD", "Chợ  Quảng\nThắng \x00 ")
    visit = make_entry(household=household(nfd))
    training = make_entry("training", title=nfd, venue=nfd)
    merchant = make_entry(
        "merchant", merchant={"id": str(uuid4()), "name": nfd}, marketplaces=[nfd, "Chợ Quảng Thắng", " "]
    )
    ana.sync(visit, training, merchant)
    kept = {entry["kind"]: entry["fields"] for entry in ana.mine()["entries"]}
    expected = "Chợ Quảng Thắng"
    assert kept["visit"]["household"]["label"] == expected
    assert kept["training"]["title"] == kept["training"]["venue"] == expected
    assert kept["merchant"]["merchant"]["name"] == expected
    assert kept["merchant"]["marketplaces"] == [expected]


def test_decomposed_text_is_measured_as_it_is_kept(app: Flask, ana: Visitor) -> None:
    longest = "ễ" * NOTE_LENGTH
    [receipt] = ana.sync(make_entry(note=unicodedata.normalize("NFD", longest)))
    assert receipt["outcome"] == "stored"
    assert ana.mine()["entries"][0]["fields"]["note"] == longest


def test_text_that_vanishes_is_not_given(app: Flask, ana: Visitor) -> None:
    ana.sync(make_entry(note="\x00\x01 \n "))
    assert "note" not in ana.mine()["entries"][0]["fields"]

"""A photo that comes while its entry is being corrected: its flag stays, whoever is first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.database import writer
from app.logbook.flagging import raise_flag
from app.logbook.flags import CLOCK_OFF, PHOTO_AGAIN
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.interleaving import interleaved
from tests.photos.steps import answer, make_picture, put
from tests.sync.steps import Sent, assert_counted, history, stored

PICTURE = make_picture()


@pytest.mark.parametrize("people", [2, 13])
@pytest.mark.parametrize("statement", ["SELECT entry.ward_id", "UPDATE entry SET"])
def test_an_edit_keeps_the_flag_of_a_photo_that_comes_meanwhile(app: Flask, statement: str, people: int) -> None:
    ana, bruno = Visitor(app, "ana"), Visitor(app, "bruno")
    first, second = make_entry(), make_entry(people=people)
    ana.sync(first)
    bruno.sync(second)
    put(ana, first, PICTURE)
    phone = Visitor(app, "bruno")
    send: Callable[[], TestResponse] = partial(put, phone, second, PICTURE)
    with interleaved(app, statement, send) as photos:
        [receipt] = bruno.sync(edited(second, people=people, note="Sửa"))
    assert receipt["outcome"] == "stored"
    assert [answer(photo.result()) for photo in photos] == [(200, "stored")]
    row = stored(app, second)
    assert row["flags"] == [*(["many_people"] if people > 12 else []), PHOTO_AGAIN]
    assert not row["is_clear"]
    assert (row["note"], row["revision"], len(history(app, second))) == ("Sửa", 2, 2)
    assert_counted(app)


def test_two_flags_raised_at_once_both_stay(app: Flask, ana: Visitor) -> None:
    entry: Sent = make_entry()
    ana.sync(entry)

    def flag(code: str) -> None:
        with app.app_context():
            row = stored(app, entry)
            raise_flag(writer().connection(), row["ward_id"], row["id"], code)
            writer().commit()

    with interleaved(app, "SELECT entry.", partial(flag, PHOTO_AGAIN)) as other:
        flag(CLOCK_OFF)
    other[0].result()
    assert set(stored(app, entry)["flags"]) == {CLOCK_OFF, PHOTO_AGAIN}

"""The flag of a photo that was sent for another entry before."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from flask import Flask

from app.database import writer
from app.logbook.flags import PHOTO_AGAIN
from app.logbook.status import Action
from app.places.models import Ward
from tests.actions import close_ward_month, review_entries
from tests.cast import AREA_B, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.photos.steps import answer, make_picture, put
from tests.sync.steps import Sent, assert_counted, history, stored

PICTURE = make_picture()


def _flags(app: Flask, *entries: Sent) -> list[list[str]]:
    rows = [stored(app, entry) for entry in entries]
    for row in rows:
        assert row["is_clear"] is (not row["flags"])
    return [row["flags"] for row in rows]


def test_the_same_picture_of_another_entry_is_flagged(app: Flask, visitor: Callable[..., Visitor]) -> None:
    ana, bruno = visitor("ana"), visitor("bruno")
    first, second, other = make_entry(), make_entry(people=13), make_entry()
    ana.sync(first)
    bruno.sync(second, other)
    photo = uuid4()
    assert answer(put(ana, first, PICTURE)) == (200, "stored")
    assert answer(put(bruno, second, PICTURE, photo)) == (200, "stored")
    assert answer(put(bruno, other, make_picture(81))) == (200, "stored")
    assert _flags(app, first, second, other) == [[], ["many_people", PHOTO_AGAIN], []]
    assert len(history(app, second)) == 1, "a flag is no move of the entry"
    assert answer(put(bruno, second, PICTURE, photo)) == (200, "known")
    bruno.sync(edited(second, people=2))
    assert _flags(app, second) == [[PHOTO_AGAIN]], "an edit of the entry leaves its photo"
    assert_counted(app)


def test_its_own_photo_a_void_entrys_and_another_wards_say_nothing(app: Flask, visitor: Callable[..., Visitor]) -> None:
    ana, bo = visitor("ana"), visitor("bo")
    elsewhere, void, entry = make_entry(neighbourhood=AREA_B), make_entry(), make_entry(household=household())
    bo.sync(elsewhere)
    ana.sync(void, entry)
    put(bo, elsewhere, PICTURE)
    put(ana, void, PICTURE)
    review_entries(app, Action.VOID, void)
    assert answer(put(ana, entry, PICTURE)) == (200, "stored")
    assert answer(put(ana, entry, PICTURE)) == (200, "stored")
    assert _flags(app, entry) == [[]]


def test_the_ward_may_not_want_to_be_asked(app: Flask, visitor: Callable[..., Visitor]) -> None:
    with app.app_context():
        writer().get_one(Ward, WARD_A).stored_settings = {"flags": {PHOTO_AGAIN: {"on": False}}}
        writer().commit()
    ana, entries = visitor("ana"), [make_entry(), make_entry()]
    ana.sync(*entries)
    for entry in entries:
        assert answer(put(ana, entry, PICTURE)) == (200, "stored")
    assert PHOTO_AGAIN not in stored(app, entries[1])["flags"]


def test_an_approved_entry_of_a_closed_month_is_flagged_too(app: Flask, visitor: Callable[..., Visitor]) -> None:
    ana, entries = visitor("ana"), [make_entry(), make_entry()]
    ana.sync(*entries)
    review_entries(app, Action.APPROVE, *entries)
    close_ward_month(app, entries[0]["fields"]["happened_on"][:7])
    for entry in entries:
        assert answer(put(ana, entry, PICTURE)) == (200, "stored")
    assert _flags(app, *entries) == [[], [PHOTO_AGAIN]]
    assert stored(app, entries[1])["status"] == "approved"
    assert_counted(app)

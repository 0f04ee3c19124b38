"""What a phone learns of its user's own entries: statuses, reasons, counts and last visits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.logbook.models import Entry
from app.logbook.status import Action
from app.month import now, today
from tests.actions import review_entries
from tests.cast import (
    ANA,
    LEO,
    TEAM_1,
)
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.sync.answer_steps import THIS, conditional, tag_of


def test_mine_is_what_the_phone_shows(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    visit = make_entry(household=household(), note="Ghi chú", companions=[LEO])
    training = make_entry("training", happened_on=yesterday)
    visitor("leo").sync(make_entry(companions=[ANA]))
    ana.sync(visit, training)
    data = ana.mine()
    assert data.keys() == {"entries", "received", "approved", "last_visited", "progress", "progress_on"}
    newest, older = data["entries"]
    assert newest == {
        "id": visit["id"],
        "kind": "visit",
        "revision": 1,
        "status": "submitted",
        "reason": "",
        "comment": "",
        "happened_on": visit["fields"]["happened_on"],
        "fields": visit["fields"],
        "team": TEAM_1,
    }
    assert (older["id"], older["happened_on"], older["fields"]["attendees"]) == (training["id"], yesterday, 30)
    assert data["last_visited"] == {visit["fields"]["household"]["id"]: today().isoformat()}


def test_received_and_approved_are_separate_numbers(app: Flask, ana: Visitor) -> None:
    none = {"month": str(THIS), "visit": 0, "installation": 0, "training": 0, "merchant": 0}
    assert (ana.mine()["received"], ana.mine()["approved"]) == (none, none)
    visits = [make_entry() for _ in range(4)]
    ana.sync(*visits, make_entry("merchant"), make_entry(happened_on=THIS.previous().last.isoformat()))
    review_entries(app, Action.APPROVE, visits[0])
    review_entries(app, Action.RETURN, visits[1], reason="people")
    review_entries(app, Action.VOID, visits[2], reason="double")
    assert ana.mine()["received"] == none | {"visit": 3, "merchant": 1}
    assert ana.mine()["approved"] == none | {"visit": 1}


def test_a_return_reaches_its_author_with_the_reason(app: Flask, ana: Visitor) -> None:
    entry = make_entry()
    ana.sync(entry, make_entry())

    def shown() -> tuple[str, str, str]:
        [found] = [each for each in ana.mine()["entries"] if each["id"] == entry["id"]]
        return found["status"], found["reason"], found["comment"]

    review_entries(app, Action.RETURN, entry, reason="people", comment="Sao chỉ có 2 người?")
    assert shown() == ("returned", "people", "Sao chỉ có 2 người?")
    ana.sync(edited(entry, people=3))
    assert shown() == ("submitted", "", "")
    review_entries(app, Action.RETURN, edited(entry), reason="place", comment="Nhầm tổ")
    assert shown() == ("returned", "place", "Nhầm tổ")
    review_entries(app, Action.VOID, edited(entry), reason="double", comment="Đã có")
    assert shown() == ("void", "double", "Đã có")


def test_mine_reaches_sixty_days_back_but_never_hides_a_return(app: Flask, ana: Visitor) -> None:
    days = {days: make_entry(happened_on=(today() - timedelta(days=days)).isoformat()) for days in (0, 60, 61, 200)}
    ana.sync(*days.values())
    # What came in lately is there too, however long ago it happened: its year may be a slip.
    assert {entry["id"] for entry in ana.mine()["entries"]} == {entry["id"] for entry in days.values()}
    with app.app_context():
        writer().execute(sa.update(Entry).values(received_at=now() - timedelta(days=62)))
        writer().commit()
    assert {entry["id"] for entry in ana.mine()["entries"]} == {days[0]["id"], days[60]["id"]}
    review_entries(app, Action.RETURN, days[200], reason="people")
    assert [entry["id"] for entry in ana.mine()["entries"]] == [days[0]["id"], days[60]["id"], days[200]["id"]]


def test_mine_is_nobody_elses(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    entry = make_entry(note="Chỉ của mình")
    ana.sync(entry)
    for name in ("bruno", "leo", "carla", "bo", "dora"):
        text = visitor(name).get("/api/v1/mine").text
        assert entry["id"] not in text
        assert "Chỉ của mình" not in text


def test_last_visits_are_those_of_the_team(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    def day(days: int) -> str:
        return (today() - timedelta(days=days)).isoformat()

    ours, theirs, dropped = household(), household(), household()
    ana.sync(make_entry(household=ours, happened_on=day(5)), make_entry(household=dropped, withdrawn=True))
    visitor("leo").sync(make_entry(household=ours, happened_on=day(2)))
    visitor("bruno").sync(make_entry(household=theirs), make_entry(household=ours))
    assert ana.mine()["last_visited"] == {ours["id"]: day(2)}


def test_mine_has_a_tag_that_changes_with_it(app: Flask, ana: Visitor) -> None:
    path = "/api/v1/mine"
    entry = make_entry()
    tags = [tag_of(ana, path)]
    for change in (
        lambda: ana.sync(entry),
        lambda: review_entries(app, Action.RETURN, entry, reason="people", comment="Một"),
        lambda: ana.sync(edited(entry)),
    ):
        assert conditional(ana, path, tags[-1]) == 304
        change()
        assert conditional(ana, path, tags[-1]) == 200
        tags.append(tag_of(ana, path))
    assert len(set(tags)) == 4
    ana.sync(edited(entry))
    assert conditional(ana, path, tags[-1]) == 304

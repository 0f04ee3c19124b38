"""What a phone learns of the work that its user joined, and on how many days they took part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask

from app.database import writer
from app.logbook.models import Entry
from app.logbook.status import Action
from app.month import Month, today
from app.months.actions import Closed
from tests.actions import close_ward_month, review_entries
from tests.cast import ANA, BRUNO, CARLA, LEO, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.months.steps import closing
from tests.sync.answer_steps import conditional, tag_of
from tests.sync.test_topics import training

PATH = "/api/v1/mine?form=2"
THIS = Month.current()


def _mine(visitor: Visitor) -> Any:
    return visitor.http.get(PATH).json


def test_joined_work_is_shown_without_what_its_author_noted(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    leo = visitor("leo")
    home = household()
    visit = make_entry(household=home, companions=[ANA], note="Chỉ của Leo", barrier="no_sim")
    session = make_entry("training", companions=[ANA], happened_on=(today() - timedelta(days=1)).isoformat())
    merchant = make_entry("merchant", companions=[ANA], happened_on=(today() - timedelta(days=2)).isoformat())
    old = make_entry(companions=[ANA], happened_on=(today() - timedelta(days=61)).isoformat())
    withdrawn = make_entry(companions=[ANA], withdrawn=True)
    leo.sync(visit, session, merchant, old, withdrawn, make_entry())
    ana.sync(make_entry(companions=[LEO]))
    joined = _mine(ana)["joined"]
    assert [(row["id"], row["title"]) for row in joined] == [
        (visit["id"], home["label"]),
        (session["id"], session["fields"]["topic"]),
        (merchant["id"], merchant["fields"]["merchant"]["name"]),
    ]
    assert all(isinstance(row["title"], str) for row in joined)
    assert joined[0].keys() == {"id", "kind", "happened_on", "title", "author"}
    assert (joined[0]["kind"], joined[0]["happened_on"]) == ("visit", today().isoformat())
    assert joined[0]["author"] == leo.http.get("/api/v1/session").json["user"]["name"]
    assert "Chỉ của Leo" not in ana.http.get(PATH).text
    # A phone of the first form knows nothing of it.
    assert not {"joined", "days"} & ana.mine().keys()
    assert [row["author"] for row in _mine(leo)["joined"]] == [ana.http.get("/api/v1/session").json["user"]["name"]]
    assert _mine(visitor("bruno"))["joined"] == []


def test_joined_session_is_called_by_its_first_topic(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    leo = visitor("leo")
    several = training("cashless", "vneid", companions=[ANA])
    before = make_entry("training", topic="vneid", companions=[ANA])
    leo.sync(several, before)
    with app.app_context():
        stored = writer().get_one(Entry, (WARD_A, UUID(before["id"])))
        stored.fields = {name: value for name, value in stored.fields.items() if name != "topics"}
        writer().commit()
    assert {row["id"]: row["title"] for row in _mine(ana)["joined"]} == {
        several["id"]: "cashless",
        before["id"]: "vneid",
    }


def test_homes_and_stalls_of_another_team_are_not_shown_to_who_came_along(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    """They stand in no other list of theirs; who reads the ward's households reads these too."""
    others = [BRUNO, CARLA]
    visit, merchant = (
        make_entry(household=household("Số 21"), companions=others),
        make_entry("merchant", companions=others),
    )
    session = training("vneid", companions=others)
    ana.sync(visit, merchant, session)
    seen = {row["id"]: row for row in _mine(visitor("bruno"))["joined"]}
    assert {id: row["title"] for id, row in seen.items()} == {
        visit["id"]: None,
        merchant["id"]: None,
        session["id"]: "vneid",
    }
    assert {row["author"] for row in seen.values()} == {ana.http.get("/api/v1/session").json["user"]["name"]}
    assert "Số 21" in {row["title"] for row in _mine(visitor("carla"))["joined"]}


def test_a_day_counts_once_alone_or_with_others(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    # Early in a month some of these are days of the one before, which is open.
    one, other, third = (
        {"happened_on": (today() - timedelta(days=each)).isoformat(), "count_in": str(THIS)} for each in range(3)
    )
    own, second, dropped = make_entry(**one), make_entry(**one), make_entry(**third)
    ana.sync(own, second, dropped | {"fields": dropped["fields"] | {"withdrawn": True}})
    assert _mine(ana)["days"] == {"month": str(THIS), "number": 1}
    visitor("leo").sync(*(make_entry(**day, companions=[ANA]) for day in (one, other)))
    assert _mine(ana)["days"]["number"] == 2
    assert _mine(visitor("bruno"))["days"]["number"] == 0
    review_entries(app, Action.APPROVE, own)
    # Of a closed month counts what was approved.
    close_ward_month(app, str(THIS))
    assert _mine(ana)["days"]["number"] == 1


def test_a_day_that_a_closed_month_has_counted_is_not_counted_again(app: Flask, ana: Visitor) -> None:
    before = THIS.previous()
    paid, unpaid = before.last.isoformat(), before.first.isoformat()
    counted = make_entry(happened_on=paid)
    ana.sync(counted)
    review_entries(app, Action.APPROVE, counted)
    close_ward_month(app, str(before))
    late = [make_entry(happened_on=day, count_in=str(THIS)) for day in (paid, unpaid)]
    ana.sync(*late)
    assert _mine(ana)["days"] == {"month": str(THIS), "number": 1}


def test_the_tag_changes_when_work_that_one_joined_changes(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    leo, entry = visitor("leo"), make_entry()
    tags = [tag_of(ana, PATH)]
    for change in (
        lambda: leo.sync(entry),
        lambda: leo.sync(edited(entry, companions=[ANA])),
        lambda: review_entries(app, Action.VOID, edited(entry, companions=[ANA]), reason="double"),
    ):
        change()
        tags.append(tag_of(ana, PATH))
        assert conditional(ana, PATH, tags[-1]) == 304
    assert tags[2] not in tags[:2]
    assert tags[3] != tags[2]


def test_a_counted_day_between_two_late_ones_takes_none_of_them_away(app: Flask, ana: Visitor) -> None:
    before = THIS.previous()
    first, between, last = (before.first + timedelta(days=number) for number in (2, 9, 19))
    counted = make_entry(happened_on=between.isoformat())
    ana.sync(counted)
    review_entries(app, Action.APPROVE, counted)
    # Days count as paid once an edition has them.
    assert isinstance(closing(app, before), Closed)
    ana.sync(*(make_entry(happened_on=day.isoformat(), count_in=str(THIS)) for day in (first, last)))
    assert _mine(ana)["days"] == {"month": str(THIS), "number": 2}

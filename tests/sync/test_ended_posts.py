"""What the phone and the pages say to whom the ward ended: since when, and how long their work is taken in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.localisation import day
from app.month import now, today
from app.people.actor import SENDING_GRACE
from app.people.authority import OPERATOR
from app.people.models import Membership
from app.people.post_actions import end_person
from tests.cast import ANA
from tests.client import Visitor
from tests.factories import make_entry

Sign = Callable[..., Visitor]


def _end(app: Flask) -> None:
    with app.app_context():
        end_person(writer(), OPERATOR, ANA, now())
        writer().commit()


def test_the_phone_learns_when_the_post_ended_and_how_long_it_sends(app: Flask, visitor: Sign) -> None:
    ana = visitor("ana")
    assert "ended" not in ana.session()["user"]
    _end(app)
    user = ana.session()["user"]
    assert (user["role"], user["ended"]) == (
        None,
        {"on": today().isoformat(), "sends_until": (today() + SENDING_GRACE).isoformat()},
    )


@pytest.mark.one_engine
def test_a_page_that_is_closed_says_that_the_post_ended(app: Flask, visitor: Sign) -> None:
    ana, carla = visitor("ana"), visitor("carla")
    _end(app)
    answer = ana.get("/overview/")
    assert (answer.status_code, "Anh/chị đã nghỉ" in answer.text) == (403, True)
    # The tabs that stay lead where somebody without a post may go.
    assert 'href="/overview/"' not in answer.text
    assert f"Phường đã cho anh/chị nghỉ từ ngày {day(today())}" in ana.get("/account").text
    assert "Anh/chị đã nghỉ" not in carla.get("/wards/").text


@pytest.mark.one_engine
def test_a_post_that_ended_by_its_day_is_explained_too(app: Flask, visitor: Sign) -> None:
    ana, last = visitor("ana"), today() - timedelta(days=3)
    with app.app_context():
        ended = sa.update(Membership).where(Membership.user_id == ANA).values(valid_from=last, valid_to=last)
        writer().execute(ended)
        writer().commit()
    assert ana.session()["user"]["ended"]["on"] == last.isoformat()
    assert f"nghỉ từ ngày {day(last)}" in ana.get("/account").text


@pytest.mark.one_engine
def test_own_entries_name_the_team_for_which_they_were_logged(visitor: Sign) -> None:
    ana = visitor("ana")
    ana.sync(make_entry())
    team = ana.session()["user"]["team"]["id"]
    assert [each["team"] for each in ana.http.get("/api/v1/mine").json["entries"]] == [team]  # type: ignore[index]

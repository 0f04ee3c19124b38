"""Invitations and posts when two act at once, and when something changed between a link and its use."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, writer
from app.month import now, today
from app.people.authority import PeopleRefusal, PeopleRefusedError
from app.people.invitation_actions import Invited, invite, send_again, withdraw
from app.people.invitation_queries import hash_of
from app.people.models import Invitation, Membership
from app.people.post_actions import end_person
from app.permissions import Role
from app.places.models import Team
from app.settings.team_actions import end_team
from app.settings.ward_lists import PlaceRefusedError
from tests.actions import add_rows, set_role
from tests.cast import ANA, BRUNO, CARLA, LEO, NINA, TEAM_1, TEAM_2, TEAM_B, VERA, WARD_A, WARD_B
from tests.client import Visitor
from tests.logbook.race_steps import at_once
from tests.people.invitations.steps import (
    NEW_NAME,
    NEW_PASSWORD,
    NEW_PHONE,
    account,
    change,
    invited,
    manager,
    posts,
    recorded,
    reset_of,
)
from tests.people.invitations.test_page import accept, step_of
from tests.people.invitations.test_posts import MEMBER_OF_2, MEMBER_OF_B, end, move, restore


def setting_password(app: Flask, token: str, password: str = NEW_PASSWORD) -> Callable[[], int]:
    """Return the work of somebody who sets a password by a link, on a device of their own."""
    visitor = Visitor(app)
    visitor.token = visitor.session()["csrf"]

    def work() -> int:
        # While others hash, one is asked to come again.
        for _attempt in range(5):
            answer = visitor.post(f"/invite/{token}", step="set_password", password=password)
            if answer.status_code != 429:
                break
        return answer.status_code

    return work


def refusal_of(app: Flask, work: Callable[[], object]) -> PeopleRefusal | None:
    with app.app_context():
        try:
            work()
        except PeopleRefusedError as error:
            writer().rollback()
            return error.refusal
    return None


def invite_again(
    app: Flask, by: str = "carla", phone: str = NEW_PHONE, role: Role = Role.MEMBER
) -> PeopleRefusal | None:
    wanted = Invited(NEW_NAME, phone, role, TEAM_1)
    return refusal_of(app, lambda: in_transaction(lambda s: invite(s, manager(by), WARD_A, wanted, now())))


def test_of_two_who_accept_at_once_one_wins(app: Flask) -> None:
    token = invited(app)
    first, second = at_once(setting_password(app, token), setting_password(app, token, "mot cau khac han"))
    assert sorted([first, second])[0] == 302
    assert {first, second} <= {302, 409, 410}
    assert [event for event, _ward in recorded(app)].count("invitation_accepted") == 1


def test_of_two_invitations_for_one_number_accepted_at_once_one_makes_the_account(app: Flask) -> None:
    tokens = invited(app), invited(app, "dora", team=TEAM_B, ward=WARD_B)
    statuses = at_once(*(setting_password(app, token) for token in tokens))
    assert sorted(statuses) == [302, 409]
    created = account(app, NEW_PHONE)
    assert created is not None
    assert len(posts(app, created[0])) == 1
    other = tokens[statuses.index(409)]
    assert step_of(Visitor(app).get(f"/invite/{other}").text) == "show_password"


def test_of_two_who_use_a_reset_at_once_one_wins(app: Flask) -> None:
    token = reset_of(app, ANA)
    statuses = at_once(setting_password(app, token), setting_password(app, token, "mot cau khac han"))
    assert sorted(statuses)[0] == 302
    assert [event for event, _ward in recorded(app)].count("password_reset_used") == 1


def test_of_two_coordinators_who_are_ended_at_once_one_stays(app: Flask) -> None:
    set_role(app, "vera", "coordinator")
    refusals = at_once(lambda: end(app, "ada", CARLA), lambda: end(app, "ada", VERA))
    assert sorted(refusals, key=str) == [None, PeopleRefusal.LAST_COORDINATOR]


JOINING: dict[str, tuple[int, Callable[[Flask], Callable[[], object]]]] = {
    "moving": (ANA, lambda app: lambda: move(app, "carla", ANA, MEMBER_OF_2, 1)),
    "bringing back": (NINA, lambda app: lambda: restore(app, "carla", NINA, MEMBER_OF_2)),
}


@pytest.mark.parametrize("joining", list(JOINING))
def test_a_team_that_ends_while_somebody_joins_it_is_left_with_nobody(app: Flask, joining: str) -> None:
    yesterday = today() - timedelta(days=1)
    user_id, work = JOINING[joining]

    def ending() -> None:
        with app.app_context(), suppress(PlaceRefusedError):
            in_transaction(lambda session: end_team(session, WARD_A, TEAM_2, yesterday, CARLA, now()))

    with app.app_context():
        writer().execute(sa.delete(Membership).where(Membership.user_id == BRUNO))
        writer().commit()
    for _attempt in range(6):
        at_once(ending, work(app))
        is_joined = any(post[2] == TEAM_2 for post in posts(app, user_id))
        with app.app_context():
            has_ended = writer().get_one(Team, TEAM_2).valid_to is not None
            assert has_ended is not is_joined
            writer().execute(sa.update(Team).where(Team.id == TEAM_2).values(valid_to=None))
            writer().execute(sa.delete(Membership).where(Membership.user_id == user_id, Membership.team_id == TEAM_2))
            goes_on = Membership.user_id == ANA
            writer().execute(sa.update(Membership).where(goes_on).values(valid_to=None))
            writer().commit()


def test_the_same_form_sent_twice_at_once_invites_once(app: Flask) -> None:
    refusals = at_once(lambda: invite_again(app), lambda: invite_again(app))
    assert sorted(refusals, key=str) == [None, PeopleRefusal.ALREADY_INVITED]


def test_nobody_invites_themselves_or_whom_is_there(app: Flask) -> None:
    assert invite_again(app, "carla", "+84900000104", Role.COORDINATOR) is PeopleRefusal.ONESELF
    assert invite_again(app, "carla", "+84900000101") is PeopleRefusal.SAME_POST
    assert invite_again(app, "leo", role=Role.LEADER) is PeopleRefusal.ROLE_NOT_GIVEN
    assert invite_again(app, "dora") is PeopleRefusal.OUT_OF_SCOPE
    assert invite_again(app, "vera") is PeopleRefusal.OUT_OF_SCOPE
    assert invite_again(app, "ada") is None


@pytest.mark.parametrize("becomes", ["ended", "moved", "demoted"])
def test_a_link_of_who_no_longer_looks_after_the_team_is_void(app: Flask, becomes: str) -> None:
    token, reset = invited(app, "leo"), reset_of(app, ANA, "leo")
    with app.app_context():
        if becomes == "ended":
            end_person(writer(), manager("carla"), LEO, now())
        else:
            values = {"team_id": TEAM_2} if becomes == "moved" else {"role": Role.MEMBER}
            writer().execute(sa.update(Membership).where(Membership.user_id == LEO).values(**values))
        writer().commit()
    for link in (token, reset):
        page = Visitor(app).get(f"/invite/{link}?lang=en")
        assert (page.status_code, "does not look after this team" in page.text) == (410, True)
        assert accept(Visitor(app), link, "set_password", NEW_PASSWORD) == 410
    assert account(app, NEW_PHONE) is None


def test_a_reset_is_void_once_its_account_is_above_or_elsewhere(app: Flask) -> None:
    by_leo, by_carla = reset_of(app, ANA, "leo"), None
    set_role(app, "ana", "leader", TEAM_1)
    assert accept(Visitor(app), by_leo, "set_password", NEW_PASSWORD) == 410
    by_carla = reset_of(app, ANA, "carla")
    add_rows(app, Membership(user_id=ANA, role=Role.VIEWER, ward_id=WARD_B, valid_from=today(), valid_to=today()))
    assert accept(Visitor(app), by_carla, "set_password", NEW_PASSWORD) == 410


def test_a_reset_ends_with_the_next_password_or_the_next_reset(app: Flask) -> None:
    first, second = reset_of(app, ANA, "leo"), reset_of(app, ANA, "carla")
    assert accept(Visitor(app), first, "set_password", NEW_PASSWORD) == 410
    new = "mot cau khac han"
    answer = Visitor(app, "ana").post("/account/password", current="mot cau de nho", new=new, again=new)
    assert answer.headers["Location"] == "/account"
    assert accept(Visitor(app), second, "set_password", NEW_PASSWORD) == 410


@pytest.mark.parametrize("days", [-1, 1])
def test_a_team_that_ended_or_is_to_end_takes_nobody(app: Flask, days: int) -> None:
    token = invited(app)
    with app.app_context():
        writer().get_one(Team, TEAM_1).valid_to = today() + timedelta(days=days)
        writer().commit()
    assert accept(Visitor(app), token, "set_password", NEW_PASSWORD) == 410
    assert invite_again(app, phone="+84900000301") is PeopleRefusal.TEAM_ENDED


def test_sending_again_gives_another_seven_days_and_withdrawing_ends_them(app: Flask) -> None:
    token = invited(app, "leo")
    change(app, token, expires_at=now() - timedelta(days=30))
    with app.app_context():
        id = writer().scalars(sa.select(Invitation.id).where(Invitation.token_hash == hash_of(token))).one()
    for by in ("dora", "bruno", "vera"):
        for action in (send_again, withdraw):
            refused = refusal_of(app, lambda a=action, b=by: a(writer(), manager(b), id, now()))  # type: ignore[misc]
            assert refused is PeopleRefusal.OUT_OF_SCOPE
    with app.app_context():
        again = in_transaction(lambda session: send_again(session, manager("carla"), id, now())).token
    assert Visitor(app).get(f"/invite/{token}").status_code == 404
    assert "Nguyễn Ví Dụ Carla" in Visitor(app).get(f"/invite/{again}").text
    for _twice in range(2):
        with app.app_context():
            in_transaction(lambda session: withdraw(session, manager("leo"), id, now()))
    assert accept(Visitor(app), again, "set_password", NEW_PASSWORD) == 410
    assert refusal_of(app, lambda: send_again(writer(), manager("carla"), id, now())) is PeopleRefusal.LINK_WITHDRAWN
    assert [event for event, _ward in recorded(app)] == ["invited", "invited", "invitation_withdrawn"]


def test_who_ended_does_not_come_back_by_an_older_link_of_the_ward(app: Flask) -> None:
    phone = "+84900000101"
    here = invited(app, "carla", phone, Role.LEADER, TEAM_2)
    elsewhere = invited(app, "dora", phone, team=TEAM_B, ward=WARD_B)
    assert end(app, "carla", ANA) is None
    assert accept(Visitor(app, "ana"), here, "accept") == 410
    assert recorded(app)[2:] == [("person_ended", WARD_A), ("invitation_withdrawn", WARD_A)]
    later = invited(app, "carla", phone, Role.LEADER, TEAM_2)
    assert [Visitor(app, "ana").get(f"/invite/{link}").status_code for link in (elsewhere, later)] == [200, 200]


def test_of_an_end_and_an_acceptance_at_once_the_end_lasts(app: Flask) -> None:
    token, ana = invited(app, "carla", "+84900000101", team=TEAM_2), Visitor(app, "ana")
    status, refusal = at_once(lambda: accept(ana, token, "accept"), lambda: end(app, "carla", ANA))
    assert (status in {302, 409, 410}, refusal) == (True, None)
    assert all(post[4] is not None for post in posts(app, ANA))


def test_a_reset_does_not_outlive_the_end_of_its_account(app: Flask) -> None:
    token = reset_of(app, ANA)
    assert end(app, "carla", ANA) is None
    assert restore(app, "carla", ANA, MEMBER_OF_2) is None
    assert accept(Visitor(app), token, "set_password", NEW_PASSWORD) == 410


def test_the_former_ward_sees_that_somebody_goes_to_another(app: Flask) -> None:
    for user_id in (ANA, BRUNO):
        assert end(app, "carla", user_id) is None
    with app.app_context():
        ended = Membership.user_id.in_([ANA, BRUNO])
        writer().execute(sa.update(Membership).where(ended).values(valid_to=today() - timedelta(days=1)))
        writer().commit()
    token = invited(app, "dora", "+84900000101", team=TEAM_B, ward=WARD_B)
    assert accept(Visitor(app, "ana"), token, "accept") == 302
    assert restore(app, "ada", BRUNO, MEMBER_OF_B) is None
    lines = recorded(app)
    for event in ("person_moved", "person_restored"):
        assert [ward for what, ward in lines if what == event] == [WARD_A, WARD_B]


def test_a_number_has_one_link_to_a_ward_also_after_one_came_too_late(app: Flask) -> None:
    late = invited(app, "carla", role=Role.COORDINATOR, team=None)
    change(app, late, expires_at=now() - timedelta(minutes=1))
    invited(app, "carla")
    assert recorded(app)[1:] == [("invitation_withdrawn", WARD_A), ("invited", WARD_A)]
    # As an earlier version left them: both open, one too late.
    change(app, late, withdrawn_at=None)
    assert _sent_again(app, late) is PeopleRefusal.ALREADY_INVITED


def test_nothing_is_sent_again_into_a_team_that_ended(app: Flask) -> None:
    token = invited(app)
    with app.app_context():
        writer().get_one(Team, TEAM_1).valid_to = today() - timedelta(days=1)
        writer().commit()
    assert _sent_again(app, token) is PeopleRefusal.TEAM_ENDED
    other, carla = invited(app, phone="+84900000301", team=TEAM_2), Visitor(app, "carla")
    page = carla.get("/people/invitations").text
    version = re.search(r'name="version" value="(\w+)"', page)
    assert version is not None
    sheet = carla.post("/people/invitations/sheet", version=version[1])
    assert (sheet.status_code, Visitor(app).get(f"/invite/{other}").status_code) == (200, 404)


def _sent_again(app: Flask, token: str) -> PeopleRefusal | None:
    with app.app_context():
        id = writer().scalars(sa.select(Invitation.id).where(Invitation.token_hash == hash_of(token))).one()
    return refusal_of(app, lambda: send_again(writer(), manager("carla"), id, now()))


def test_the_last_coordinator_and_who_is_above_wards_accept_no_other_post(app: Flask) -> None:
    for name, phone in (("carla", "+84900000104"), ("ada", "+84900000109"), ("eva", "+84900000108")):
        token = invited(app, "dora", phone, team=TEAM_B, ward=WARD_B)
        visitor = Visitor(app, name)
        assert step_of(visitor.get(f"/invite/{token}").text) == "accept"
        assert accept(visitor, token, "accept") == 409
        assert visitor.session()["user"]["role"] == {"carla": "coordinator", "ada": "admin", "eva": "province"}[name]
    assert [event for event, _ward in recorded(app)] == ["invited"] * 3

"""Any order of inviting, accepting, moving, ending, bringing back and resetting: nobody becomes somebody else."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.database import writer
from app.month import local_day, now
from app.people import invitation_actions
from app.people.authority import OPERATOR, Manager, PeopleRefusedError, PlacedRole, roles_to_give, why_not_give
from app.people.invitation_actions import Invited, accept_as_new, accept_as_owner, invite, issue_reset, use_reset
from app.people.models import Membership, User
from app.people.post_actions import change_phone, end_person, move_person, restore_person
from app.people.post_queries import placed_role
from app.people.queries import actor_of
from app.permissions import Role, Scope
from tests.cast import ADA, ANA, BO, BRUNO, CARLA, DORA, EVA, LEO, MOVED, TEAM_1, TEAM_2, TEAM_B, VERA, WARD_A, WARD_B
from tests.properties import examples

MANAGERS = st.sampled_from([ANA, LEO, CARLA, CARLA, DORA, VERA, EVA, ADA, ADA, None])
PEOPLE = st.sampled_from([ANA, BRUNO, LEO, CARLA, VERA, DORA, BO, MOVED, ADA, EVA])
NUMBERS = st.sampled_from([f"+849000{n:05}" for n in (101, 102, 103, 104, 106, 107, 300, 301, 302)])
PLACES = st.sampled_from(
    [
        *(
            PlacedRole(role, Scope(None, WARD_A, team))
            for role in (Role.MEMBER, Role.LEADER)
            for team in (TEAM_1, TEAM_2)
        ),
        *(PlacedRole(role, Scope(None, WARD_B, TEAM_B)) for role in (Role.MEMBER, Role.LEADER)),
        *(PlacedRole(role, Scope(None, ward)) for role in (Role.COORDINATOR, Role.VIEWER) for ward in (WARD_A, WARD_B)),
        PlacedRole(Role.ADMIN, Scope()),
    ]
)
PICKS = st.integers(0, 30)


class People(RuleBasedStateMachine):
    """The people of two wards, in one transaction that is taken back at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.now = now()
        self.session = writer()
        self.invitations: list[tuple[str, str]] = []
        self.resets: list[tuple[str, int]] = []
        self.hashes = self._hashes()
        self.phones = self._phones()

    def teardown(self) -> None:
        self.session.rollback()

    @property
    def today(self) -> date:
        return local_day(self.now)

    def _hashes(self) -> dict[int, str]:
        return {id: text for id, text in self.session.execute(sa.select(User.id, User.password_hash))}

    def _phones(self) -> dict[int, str]:
        return {id: text for id, text in self.session.execute(sa.select(User.id, User.phone))}

    def _manager(self, id: int | None) -> Manager:
        return OPERATOR if id is None else actor_of(self.session, id, self.today) or _NOBODY

    def _plans_above(self, by: int | None, id: int) -> set[int]:
        """Return somebody's planned posts that a manager could not give."""
        manager = self._manager(by)
        query = sa.select(Membership).where(Membership.user_id == id, Membership.valid_from > self.today)
        return {
            post.id
            for post in self.session.scalars(query)
            if why_not_give(manager, post.role, placed_role(post).place) is not None
        }

    def _changes(self, by: int | None, id: int, work: Callable[[], Any]) -> None:
        """Let a manager change somebody, who keeps what was planned from above and each post that has begun."""
        before = self._plans_above(by, id) | self._begun(id)
        self._try(work)
        self.session.flush()
        assert before <= set(self.session.scalars(sa.select(Membership.id).where(Membership.user_id == id)))

    def _begun(self, id: int) -> set[int]:
        query = sa.select(Membership.id).where(Membership.user_id == id, Membership.valid_from <= self.today)
        return set(self.session.scalars(query))

    def _try(self, work: Callable[[], Any]) -> Any:
        try:
            with self.session.begin_nested():
                return work()
        except PeopleRefusedError:
            return None

    @rule(by=MANAGERS, phone=NUMBERS, post=PLACES)
    def invites(self, by: int | None, phone: str, post: PlacedRole) -> None:
        wanted = Invited("Trần Ví Dụ", phone, post.role, post.place.team_id)
        manager = self._manager(by)
        issued = self._try(lambda: invite(self.session, manager, post.place.ward_id, wanted, self.now))
        if issued is not None:
            assert post.role in roles_to_give(manager)
            self.invitations.append((issued.token, phone))

    @rule(pick=PICKS)
    def accepts_as_new(self, pick: int) -> None:
        if not self.invitations:
            return
        token, phone = self.invitations[pick % len(self.invitations)]
        accepted = self._try(lambda: accept_as_new(self.session, token, "mot cau khac han", self.now))
        if accepted is not None:
            assert phone not in self.phones.values(), "the number had an account"
            assert accepted.user_id not in self.hashes
            self.hashes[accepted.user_id] = accepted.password_hash
            self.phones[accepted.user_id] = phone

    @rule(pick=PICKS, id=PEOPLE)
    def accepts_as_owner(self, pick: int, id: int) -> None:
        if not self.invitations:
            return
        token, phone = self.invitations[pick % len(self.invitations)]
        if self._try(lambda: accept_as_owner(self.session, token, id, self.now)) is not None:
            assert self.phones[id] == phone

    # Only the operator may take a ward's last coordinator away.
    @rule(by=MANAGERS.filter(lambda by: by is not None), id=PEOPLE, post=PLACES, days=st.sampled_from([0, 0, 1, 5]))
    def moves(self, by: int | None, id: int, post: PlacedRole, days: int) -> None:
        since = self.today + timedelta(days=days)
        self._changes(by, id, lambda: move_person(self.session, self._manager(by), id, post, since, self.now))

    @rule(by=MANAGERS.filter(lambda by: by is not None), id=PEOPLE)
    def ends(self, by: int | None, id: int) -> None:
        self._changes(by, id, lambda: end_person(self.session, self._manager(by), id, self.now))

    @rule(by=MANAGERS, id=PEOPLE, post=PLACES)
    def restores(self, by: int | None, id: int, post: PlacedRole) -> None:
        self._changes(by, id, lambda: restore_person(self.session, self._manager(by), id, post, self.now))

    @rule(by=MANAGERS, id=PEOPLE, phone=NUMBERS)
    def changes_phone(self, by: int | None, id: int, phone: str) -> None:
        if self._try(lambda: change_phone(self.session, self._manager(by), id, phone, self.now)):
            assert by is None or actor_of(self.session, by, self.today).role in {Role.COORDINATOR, Role.ADMIN}  # type: ignore[union-attr]
            self.phones[id] = phone

    @rule(by=MANAGERS, id=PEOPLE)
    def issues_reset(self, by: int | None, id: int) -> None:
        issued = self._try(lambda: issue_reset(self.session, self._manager(by), id, self.now))
        if issued is not None:
            assert by != id
            self.resets.append((issued.token, id))

    @rule(pick=PICKS)
    def uses_reset(self, pick: int) -> None:
        if not self.resets:
            return
        token, id = self.resets[pick % len(self.resets)]
        accepted = self._try(lambda: use_reset(self.session, token, "mot cau khac han", self.now))
        if accepted is not None:
            assert accepted.user_id == id
            self.hashes[id] = accepted.password_hash

    @rule(days=st.sampled_from([0, 1, 3, 8, 70]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days, minutes=10)

    @invariant()
    def passwords_and_numbers_change_only_as_they_may(self) -> None:
        self.session.flush()
        assert self._hashes() == self.hashes
        assert self._phones() == self.phones

    @invariant()
    def posts_follow_each_other(self) -> None:
        rows = self.session.execute(
            sa.select(Membership.user_id, Membership.ward_id, Membership.valid_from, Membership.valid_to).order_by(
                Membership.user_id, Membership.valid_from, Membership.id
            )
        ).all()
        for row in rows:
            assert row.valid_to is None or row.valid_from <= row.valid_to
        for one, other in itertools.pairwise(rows):
            if one.user_id == other.user_id:
                assert one.valid_to is not None
                # On the day of a move between wards both are held; and what began on a day lasts for that day.
                shared = 1 if one.ward_id != other.ward_id or one.valid_from == one.valid_to else 0
                assert one.valid_to < other.valid_from + timedelta(days=shared)

    @invariant()
    def each_ward_has_a_coordinator(self) -> None:
        for ward_id in (WARD_A, WARD_B):
            post = Membership
            query = (
                sa.select(post.valid_to)
                .join(User, User.id == post.user_id)
                .where(post.ward_id == ward_id, post.role == Role.COORDINATOR, User.ended_at.is_(None))
            )
            today = query.where(
                post.valid_from <= self.today, sa.func.coalesce(post.valid_to, self.today) >= self.today
            )
            assert self.session.execute(today).first() is not None
            assert None in self.session.scalars(query).all()


class _Nobody:
    """A manager whose account ended."""

    id = -1
    role = None
    place = Scope()


_NOBODY = _Nobody()


def test_nobody_becomes_somebody_else(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    # A hash says itself what it is made of; hundreds of real ones would take minutes.
    number = iter(range(10**6))
    monkeypatch.setattr(invitation_actions, "hash_password", lambda password: f"hash {next(number)}")
    with app.app_context():
        run_state_machine_as_test(
            People,
            settings=settings(
                max_examples=examples(36), suppress_health_check=list(HealthCheck), stateful_step_count=40
            ),
        )

"""Lists of people that come in: whoever is new is invited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import in_transaction, reader, writer
from app.imports.kinds.people import PEOPLE
from app.imports.list_kind import OutdatedPlanError
from app.month import now
from app.people.authority import OPERATOR
from app.people.invitation_actions import INVITATION_LIFETIME, Invited, accept_as_new, invite, send_again
from app.people.models import Invitation
from app.permissions import Role
from app.places.models import Team
from tests.cast import ADA, TEAM_1, TEAM_2, WARD_A, WARD_B
from tests.client import Visitor
from tests.imports.applied import Cells, apply, bring_in, origin, plan, standing, tables, undo, verdicts

LIST: list[Cells] = [
    {"name": "Lê Thị Ví Dụ", "phone": "0912 000 001", "role": "Tổ trưởng", "team": "Tổ 1"},
    {"name": "Trần Văn Ví Dụ", "phone": "0912000002", "team": "2"},
    {"name": "Phạm Ví Dụ", "phone": "+84 912 000 003", "role": "Cán bộ phường"},
    {"name": "Nguyễn Ví Dụ Ana", "phone": "0900000101", "role": "tổ viên", "team": "Tổ 1"},
    {"name": "Nguyễn Ví Dụ Carla", "phone": "0900000104", "role": "cán bộ"},
]


def _invited(app: Flask, ward_id: int = WARD_A) -> set[tuple[str, str, Role | None, int | None]]:
    query = sa.select(Invitation).where(Invitation.ward_id == ward_id, Invitation.withdrawn_at.is_(None))
    with app.app_context():
        return {(each.name, each.phone, each.role, each.team_id) for each in reader().scalars(query)}


def _invite(app: Flask, wanted: Invited, days_ago: int = 0) -> int:
    at = now() - timedelta(days=days_ago)
    with app.app_context():
        return in_transaction(lambda session: invite(session, OPERATOR, WARD_A, wanted, at)).id


def test_new_people_are_invited_and_the_same_list_again_does_nothing(app: Flask) -> None:
    planned = plan(app, PEOPLE, LIST)
    assert verdicts(planned) == "nnnss"
    apply(app, PEOPLE, planned)
    assert _invited(app) == {
        ("Lê Thị Ví Dụ", "+84912000001", Role.LEADER, TEAM_1),
        ("Trần Văn Ví Dụ", "+84912000002", Role.MEMBER, TEAM_2),
        ("Phạm Ví Dụ", "+84912000003", Role.COORDINATOR, None),
    }
    assert verdicts(plan(app, PEOPLE, LIST)) == "sssss"
    before = tables(app)
    assert [change.is_empty for change in apply(app, PEOPLE, planned)] == [True]
    assert tables(app) == before
    assert _invited(app, WARD_B) == set()


def test_change_names_nobody(app: Flask) -> None:
    changes = bring_in(app, PEOPLE, LIST)
    assert "Ví Dụ" not in repr(changes)
    assert "912000" not in repr(changes)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"name": "Lê Ví Dụ", "phone": "0912000001", "team": "Tổ 1"}, "row 1"),
        ({"name": "Lê Ví Dụ", "phone": "0912", "team": "Tổ 1"}, "10 digits"),
        ({"name": "Lê Ví Dụ", "team": "Tổ 1"}, "no phone number"),
        ({"phone": "0912000009", "team": "Tổ 1"}, "no name"),
        ({"name": "Lê Ví Dụ 5", "phone": "0912000009", "team": "Tổ 1"}, "not a name"),
        ({"name": "Lê Ví Dụ", "phone": "0912000009"}, "No team"),
        ({"name": "Lê Ví Dụ", "phone": "0912000009", "team": "Tổ 9"}, "“Tổ 9”"),
        ({"name": "Lê Ví Dụ", "phone": "0912000009", "team": "Tổ Cuối"}, "last day"),
        ({"name": "Lê Ví Dụ", "phone": "0912000009", "role": "Chủ tịch"}, "not a role"),
        ({"name": "Lê Ví Dụ", "phone": "0912000009", "role": "Cán bộ phường", "team": "Tổ 1"}, "in no team"),
        ({"name": "Nguyễn Ví Dụ Ana", "phone": "0900000101", "team": "Tổ 2"}, "Tổ 1"),
        ({"name": "Nguyễn Ví Dụ Ana", "phone": "0900000101", "role": "Tổ trưởng", "team": "Tổ 1"}, "moves nobody"),
        ({"name": "Lê Ví Dụ", "phone": "0900000101", "team": "Tổ 1"}, "number of Nguyễn Ví Dụ Ana"),
        ({"name": "Ngô Ví Dụ", "phone": "0912000008", "team": "Tổ 2"}, "withdraw"),
        ({"name": "Lê Ví Dụ", "phone": "0912000008", "team": "Tổ 1"}, "under the name Ngô Ví Dụ"),
    ],
)
def test_wrong_rows_say_why(app: Flask, row: Cells, words: str) -> None:
    with app.app_context():
        writer().add(Team(ward_id=WARD_A, name="Tổ Cuối", valid_to=now().date() + timedelta(days=9)))
        writer().commit()
    _invite(app, Invited("Ngô Ví Dụ", "+84912000008", Role.MEMBER, TEAM_1))
    planned = plan(app, PEOPLE, [LIST[0], row])
    assert verdicts(planned) == "nw"
    assert words in planned[1].problem


def test_area_stands_for_the_team_that_covers_it(app: Flask) -> None:
    bring_in(app, PEOPLE, [{"name": "Lê Ví Dụ", "phone": "0912000009", "area": "Phố 2"}])
    assert {team for *_more, team in _invited(app)} == {TEAM_2}


def test_somebody_of_another_ward_is_invited_and_nothing_is_learned(app: Flask) -> None:
    planned = plan(app, PEOPLE, [{"name": "Ai Đó", "phone": "0900000107", "team": "Tổ 1"}])
    assert (verdicts(planned), planned[0].problem) == ("n", "")
    apply(app, PEOPLE, planned)
    assert len(_invited(app)) == 1


def test_administrator_is_not_invited_by_themselves(app: Flask) -> None:
    by = origin(app, user_id=ADA)
    rows = [{"name": "Nguyễn Ví Dụ Ada", "phone": "0900000109", "role": "Lãnh đạo phường"}]
    assert verdicts(plan(app, PEOPLE, rows, by)) == "w"
    assert verdicts(plan(app, PEOPLE, LIST, by)) == "nnnss"


def test_import_is_taken_back_with_the_late_invitations_that_it_replaced(app: Flask) -> None:
    late = Invited("Lê Thị Ví Dụ", "+84912000001", Role.MEMBER, TEAM_2)
    _invite(app, late, days_ago=INVITATION_LIFETIME.days + 1)
    before = tables(app)
    changes = bring_in(app, PEOPLE, LIST, at_once=1)
    with app.app_context():
        assert reader().scalar(sa.select(sa.func.count()).where(Invitation.withdrawn_at.is_not(None))) == 1
    by, created = origin(app), changes[0].created[0]["id"]
    with app.app_context():
        # The sheet of cards has new links.
        in_transaction(lambda session: send_again(session, by.manager, created, now()))
    assert standing(app, PEOPLE, changes) == []
    undo(app, PEOPLE, changes)
    assert tables(app) == before


def test_audit_log_names_nobody_else_in_place_of_who_was_taken_back(app: Flask, carla: Visitor) -> None:
    undo(app, PEOPLE, bring_in(app, PEOPLE, LIST))
    _invite(app, Invited("Ngô Ví Dụ", "+84912000008", Role.MEMBER, TEAM_1))
    page = carla.get("/journal/").text
    assert page.count("Ngô Ví Dụ") == 1
    assert "Lê Thị Ví Dụ" not in page


def test_who_has_accepted_is_named(app: Flask) -> None:
    changes = bring_in(app, PEOPLE, LIST)
    by = origin(app)
    with app.app_context():
        ids = [each["id"] for each in changes[0].created]
        issued = in_transaction(lambda session: send_again(session, by.manager, ids[0], now()))
        in_transaction(lambda session: accept_as_new(session, issued.token, "mot cau de nho khac", now()))
    assert standing(app, PEOPLE, changes) == ["People who have accepted their invitation: 1"]
    assert verdicts(plan(app, PEOPLE, LIST)) == "sssss"


def test_plan_is_outdated_when_somebody_was_invited_to_something_else(app: Flask) -> None:
    planned = plan(app, PEOPLE, LIST)
    _invite(app, Invited("Trần Văn Ví Dụ", "+84912000002", Role.MEMBER, TEAM_1))
    with pytest.raises(OutdatedPlanError) as raised:
        apply(app, PEOPLE, planned)
    assert raised.value.number == 2
    assert len(_invited(app)) == 1


_NUMBERS = [f"091200000{number}" for number in range(1, 6)] + ["0900000101"]
_ROWS = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(["Lê Ví Dụ", "Ngô Ví Dụ"]), "phone": st.sampled_from(_NUMBERS)},
        optional={"role": st.sampled_from(["Tổ trưởng", "Cán bộ"]), "team": st.sampled_from(["Tổ 1", "Tổ 2"])},
    ),
    max_size=8,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_ROWS, cut=st.integers(0, 8), at_once=st.integers(1, 4), data=st.data())
def test_any_split_twice_is_once(
    app: Flask, rows: list[Mapping[str, str]], cut: int, at_once: int, data: st.DataObject
) -> None:
    by, before = origin(app), tables(app)
    once = bring_in(app, PEOPLE, rows, by)
    expected = _invited(app)
    undo(app, PEOPLE, once)
    assert tables(app) == before
    planned = plan(app, PEOPLE, rows, by)
    parts = data.draw(st.permutations(planned))
    changes = apply(app, PEOPLE, parts[:cut], by, at_once)
    changes += apply(app, PEOPLE, parts, by, at_once)
    changes += bring_in(app, PEOPLE, rows, by)
    assert _invited(app) == expected
    assert set(verdicts(plan(app, PEOPLE, rows, by))) <= {"s", "w"}
    undo(app, PEOPLE, changes)
    assert tables(app) == before

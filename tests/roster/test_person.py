"""``/people/<id>``: what is shown of a person to whom, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.month import local_day, now, today
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord, Device, Invitation, Membership, User
from app.permissions import Role
from tests.actions import set_role
from tests.cast import ANA, BO, BRUNO, CARLA, LEO, MOVED, NINA, PHONES, TEAM_1, TEAM_2, VERA
from tests.client import Visitor
from tests.roster.page import change, tokens_in, version_in

Sign = Callable[..., Visitor]
TODAY = today().isoformat()


def _posts(app: Flask, user_id: int) -> list[tuple[str, int | None, bool]]:
    """Return role and team of a user's posts, and whether each goes on."""
    query = sa.select(Membership.role, Membership.team_id, Membership.valid_to).where(Membership.user_id == user_id)
    with app.app_context():
        rows = reader().execute(query.order_by(Membership.valid_from, Membership.id)).all()
    return [(role.value, team, last is None) for role, team, last in rows]


def _user(app: Flask, user_id: int) -> User:
    with app.app_context():
        return reader().get_one(User, user_id)


def _actions(visitor: Visitor, user_id: int) -> set[str]:
    page = visitor.get(f"/people/{user_id}").text
    return {
        what
        for what in ("name", "phone", "post", "end", "restore", "reset")
        if f'action="/people/{user_id}/{what}"' in page
    }


@pytest.mark.one_engine
def test_only_what_one_may_do_is_offered(app: Flask, visitor: Sign) -> None:
    leo, carla = visitor("leo"), visitor("carla")
    assert _actions(leo, ANA) == {"name", "end", "reset"}
    assert _actions(leo, LEO) == set()
    assert _actions(leo, NINA) == {"restore"}
    assert _actions(carla, ANA) == {"name", "phone", "post", "end", "reset"}
    assert _actions(carla, LEO) == {"name", "phone", "post", "end", "reset"}
    assert _actions(carla, CARLA) == set()
    assert _actions(carla, NINA) == {"phone", "restore"}
    # Whoever works in another ward by now is that ward's; here only the past is seen.
    assert _actions(carla, MOVED) == set()


def test_a_name_is_corrected(app: Flask, visitor: Sign) -> None:
    assert change(visitor("carla"), ANA, "name", name="  Trần  Thị Ana ").status_code == 302
    assert _user(app, ANA).name == "Trần Thị Ana"


@pytest.mark.one_engine
def test_a_text_that_is_no_name_is_kept_and_explained(visitor: Sign) -> None:
    answer = change(visitor("carla"), ANA, "name", name="Ana 038123456789")
    assert answer.status_code == 422
    assert 'value="Ana 038123456789"' in answer.text
    assert 'class="disclosure person-part" open' in answer.text


def test_what_somebody_changed_meanwhile_is_not_replaced_unseen(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    seen = version_in(carla, f"/people/{ANA}")
    change(visitor("leo"), ANA, "name", name="Trần Thị Một")
    answer = change(carla, ANA, "name", name="Trần Thị Hai", version=seen)
    assert answer.status_code == 422
    assert "Trần Thị Một" in answer.text
    assert 'value="Trần Thị Hai"' in answer.text
    assert _user(app, ANA).name == "Trần Thị Một"
    # The same name again is no conflict: it is so already.
    assert change(carla, ANA, "name", name="Trần Thị Một", version=seen).status_code == 302


def test_a_person_moves_from_a_day_on(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    form = {"role": "leader", "team": str(TEAM_2), "since": TODAY}
    version = version_in(carla, f"/people/{ANA}")
    for _ in range(2):
        assert change(carla, ANA, "post", version=version, **form).status_code == 302
    assert _posts(app, ANA) == [("member", TEAM_1, False), ("leader", TEAM_2, True)]


@pytest.mark.one_engine
def test_a_move_that_is_planned_can_be_taken_back(app: Flask, visitor: Sign) -> None:
    carla, tomorrow = visitor("carla"), (today() + timedelta(days=1)).isoformat()
    assert change(carla, ANA, "post", role="member", team=str(TEAM_2), since=tomorrow).status_code == 302
    assert [post[:2] for post in _posts(app, ANA)] == [("member", TEAM_1), ("member", TEAM_2)]
    assert change(carla, ANA, "post", role="member", team=str(TEAM_1), since=TODAY).status_code == 302
    assert [post for post in _posts(app, ANA) if post[2]] == [("member", TEAM_1, True)]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"role": "member", "team": ""}, "error"),
        ({"role": "member", "team": str(TEAM_2), "since": ""}, "error"),
        ({"role": "member", "team": str(TEAM_2), "since": (today() - timedelta(days=1)).isoformat()}, "notice bad"),
        ({"role": "admin", "team": str(TEAM_2)}, "error"),
        ({"role": "member", "team": "3"}, "error"),
    ],
)
def test_a_move_that_cannot_be_is_explained(app: Flask, visitor: Sign, form: dict[str, str], words: str) -> None:
    answer = change(visitor("carla"), ANA, "post", **({"since": TODAY} | form))
    assert (answer.status_code, words in answer.text) == (422, True)
    assert _posts(app, ANA) == [("member", TEAM_1, True)]


@pytest.mark.one_engine
def test_a_leader_gives_no_role(app: Flask, visitor: Sign) -> None:
    answer = change(visitor("leo"), ANA, "post", role="leader", team=str(TEAM_1), since=TODAY)
    assert answer.status_code == 422
    assert _posts(app, ANA) == [("member", TEAM_1, True)]


def test_a_person_ends_and_comes_back(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    version = version_in(carla, f"/people/{ANA}")
    for _ in range(2):
        assert change(carla, ANA, "end", version=version).status_code == 302
    assert _user(app, ANA).ended_at is not None
    assert _actions(carla, ANA) == {"phone", "restore"}
    version = version_in(carla, f"/people/{ANA}")
    for _ in range(2):
        answer = change(carla, ANA, "restore", version=version, role="member", team=str(TEAM_2))
        assert answer.status_code == 302
    assert _user(app, ANA).ended_at is None
    assert "đã nghỉ" not in carla.get(f"/people/?team={TEAM_2}").text


@pytest.mark.one_engine
def test_the_end_of_who_is_in_another_ward_is_not_confirmed(app: Flask, visitor: Sign) -> None:
    assert visitor("carla").post(f"/people/{MOVED}/end", version="x").status_code == 404
    assert _user(app, MOVED).ended_at is None


@pytest.mark.one_engine
def test_the_last_coordinator_stays(app: Flask, visitor: Sign) -> None:
    set_role(app, "bruno", "coordinator")
    carla, ada = visitor("carla"), visitor("ada")
    assert change(carla, BRUNO, "end").status_code == 302
    page = f"/people/{CARLA}?ward=16417"
    answer = ada.post(f"/people/{CARLA}/end?ward=16417", version=version_in(ada, page))
    assert answer.status_code == 422
    assert _user(app, CARLA).ended_at is None


def test_a_number_that_is_taken_is_refused(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    answer = change(carla, ANA, "phone", phone=PHONES["bruno"])
    assert answer.status_code == 422
    assert change(carla, ANA, "phone", phone="0912 000 111").status_code == 302
    assert _user(app, ANA).phone == "+84912000111"
    for wrong in ("09000002088", "091200011"):
        assert "phải đủ 10 số" in change(carla, ANA, "phone", phone=wrong).text
    assert _user(app, ANA).phone == "+84912000111"
    # A leader changes no number, whatever is sent.
    assert change(visitor("leo"), ANA, "phone", phone="0912000222").status_code == 422
    assert _user(app, ANA).phone == "+84912000111"


@pytest.mark.one_engine
def test_another_coordinator_gives_no_number(app: Flask, visitor: Sign) -> None:
    set_role(app, "vera", Role.COORDINATOR)
    carla = visitor("carla")
    assert "phone" not in _actions(carla, VERA)
    assert change(carla, VERA, "phone", phone="0912000111").status_code == 422
    assert _user(app, VERA).phone == "+84900000105"


@pytest.mark.one_engine
def test_who_ended_long_ago_gets_another_number_before_coming_back(app: Flask, visitor: Sign) -> None:
    """The known number may be somebody else's by then."""
    with app.app_context():
        long_ago = now() - timedelta(days=400)
        writer().execute(sa.update(User).where(User.id == ANA).values(ended_at=long_ago))
        writer().execute(sa.update(Membership).where(Membership.user_id == ANA).values(valid_to=local_day(long_ago)))
        writer().commit()
    assert "phone" in _actions(visitor("carla"), ANA)
    assert "phone" not in _actions(visitor("leo"), ANA)
    assert change(visitor("carla"), ANA, "phone", phone="0912000111").status_code == 302
    assert _user(app, ANA).phone == "+84912000111"


@pytest.mark.one_engine
def test_a_forgotten_password_is_set_by_a_code_that_is_shown_once(app: Flask, visitor: Sign) -> None:
    answer = visitor("leo").post(f"/people/{ANA}/reset")
    assert answer.status_code == 200
    assert "<svg" in answer.text
    # The code is shown to its owner, and no text of it can be sent on.
    assert tokens_in(answer.text) == []
    assert answer.headers["Cache-Control"] == "no-store"
    with app.app_context():
        assert reader().scalar(sa.select(sa.func.count()).select_from(Invitation)) == 1
    assert visitor("leo").post(f"/people/{LEO}/reset").status_code == 422
    assert visitor("carla").post(f"/people/{BO}/reset").status_code == 404


@pytest.mark.one_engine
def test_a_device_is_signed_out(app: Flask, visitor: Sign) -> None:
    ana, leo = visitor("ana"), visitor("leo")
    with app.app_context():
        device_id = reader().scalar(sa.select(Device.id).where(Device.user_id == ANA))
    path = f"/people/{ANA}/devices/{device_id}/revoke"
    assert visitor("bruno").post(path).status_code == 403
    assert visitor("dora").post(path).status_code == 404
    assert leo.post(path).status_code == 302
    assert leo.post(path).status_code == 404
    assert ana.session()["user"] is None


@pytest.mark.one_engine
def test_who_opens_a_page_is_recorded(app: Flask, visitor: Sign) -> None:
    visitor("carla").get(f"/people/{ANA}")
    with app.app_context():
        query = sa.select(AuditRecord.detail).where(AuditRecord.event == AuditEvent.NAMES_SEEN)
        assert reader().scalars(query).all() == [{"page": "roster.person", "user": ANA}]


@pytest.mark.one_engine
def test_the_administrator_looks_after_the_ward_that_is_named(app: Flask, visitor: Sign) -> None:
    ada = visitor("ada")
    page = f"/people/{ANA}?ward=16417"
    path = f"/people/{ANA}/post?ward=16417"
    answer = ada.post(path, version=version_in(ada, page), role=Role.COORDINATOR.value, team="", since=TODAY)
    assert answer.headers["Location"] == page
    assert _posts(app, ANA)[-1] == ("coordinator", None, True)
    assert ada.get(f"/people/{ANA}").status_code == 404


def test_the_page_keeps_what_happened_on_one_day(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    assert "data-changes" not in carla.get(f"/people/{ANA}").text
    for team in (TEAM_2, TEAM_1, TEAM_2):
        assert change(carla, ANA, "post", role="member", team=str(team), since=TODAY).status_code == 302
    assert change(carla, ANA, "end").status_code == 302
    assert change(carla, ANA, "restore", role="member", team=str(TEAM_2)).status_code == 302
    changes = carla.get(f"/people/{ANA}").text.partition("data-changes")[2].partition("</ul>")[0]
    lines = [each.partition("</span>")[0] for each in changes.split("<li><span>")[1:]]
    assert len(lines) == 5
    assert "đã ngừng tài khoản của Nguyễn Ví Dụ Ana" in lines[1]
    assert "Tổ 1" in lines[2]
    # Whom one only sees, of that one reads no more than the posts.
    assert "data-changes" not in visitor("leo").get(f"/people/{MOVED}").text

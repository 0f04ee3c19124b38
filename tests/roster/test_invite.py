"""Inviting one person, many, and a team on a sheet: the links stand in the answer alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.month import now
from app.people.invitation_queries import hash_of
from app.people.models import Invitation, User
from tests.cast import ANA, PHONES, TEAM_1, TEAM_2, TEAM_B
from tests.client import Visitor
from tests.roster.page import listed, tokens_in, version_in

Sign = Callable[..., Visitor]
HA = {"name": "Trần Thị Hà", "phone": "0912 000 111", "role": "member", "team": str(TEAM_1)}
LIST = "Lê An; 0912000001\nLê Bình; 0912000002\nLê Chi"


def _invitations(app: Flask) -> list[Invitation]:
    with app.app_context():
        return list(reader().scalars(sa.select(Invitation).order_by(Invitation.id)))


def _invite(visitor: Visitor, **form: str) -> str:
    answer = visitor.post("/people/invite", **(HA | form))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return str(answer.text)


def test_an_invitation_is_shown_once(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    page = _invite(carla)
    [token] = tokens_in(page)
    assert "<svg" in page
    assert '<span class="number">0912000111</span>' in page
    assert "Kính gửi anh/chị Trần Thị Hà," in page
    assert "Nguyễn Ví Dụ Carla (Cán bộ phường) mời anh/chị" in page
    [stored] = _invitations(app)
    assert (stored.name, stored.phone, stored.team_id) == ("Trần Thị Hà", "+84912000111", TEAM_1)
    assert stored.token_hash == hash_of(token)
    assert ("Hà", "invited") in listed(carla)
    assert token not in carla.get("/people/").text + carla.get("/people/invitations").text
    # A reload sends the form again: no link is made, and none that was sent stops.
    again = carla.post("/people/invite", **HA)
    assert (again.status_code, tokens_in(again.text)) == (422, [])
    assert "/people/invitations" in again.text
    assert _invitations(app)[0].token_hash == stored.token_hash


@pytest.mark.one_engine
def test_the_message_is_vietnamese_whatever_the_page_speaks(visitor: Sign) -> None:
    answer = visitor("carla").post("/people/invite?lang=en", **HA)
    assert '<html lang="en">' in answer.text
    assert "mời anh/chị dùng Từng Nhà, sổ ghi việc của tổ công nghệ số cộng đồng, " in answer.text


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "form",
    [
        {"name": ""},
        {"phone": "12"},
        {"phone": "090000020"},
        {"phone": "09000002088"},
        {"team": ""},
        {"team": str(TEAM_B)},
        {"role": "admin"},
        {"role": "province"},
    ],
)
def test_what_is_wrong_is_kept_and_explained(app: Flask, visitor: Sign, form: dict[str, str]) -> None:
    answer = visitor("carla").post("/people/invite", **(HA | form))
    assert (answer.status_code, "error" in answer.text) == (422, True)
    assert "name" in form or 'value="Trần Thị Hà"' in answer.text
    assert not _invitations(app)


@pytest.mark.one_engine
def test_a_leader_invites_members_of_the_own_team_alone(app: Flask, visitor: Sign) -> None:
    leo = visitor("leo")
    for wrong in ({"team": str(TEAM_2)}, {"role": "leader"}, {"role": "coordinator"}):
        assert leo.post("/people/invite", **(HA | wrong)).status_code == 422
    assert not _invitations(app)
    assert len(tokens_in(_invite(leo))) == 1


def test_sending_again_stops_the_link_from_before(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    [first] = tokens_in(_invite(carla))
    [stored] = _invitations(app)
    path = f"/people/invitations/{stored.id}"
    version = version_in(carla, path)
    answer = carla.post(f"{path}/again", version=version)
    [second] = tokens_in(answer.text)
    assert _invitations(app)[0].token_hash == hash_of(second) != hash_of(first)
    # A reload of the answer makes no other link, so that one which was sent meanwhile goes on working.
    again = carla.post(f"{path}/again", version=version)
    assert (again.status_code, tokens_in(again.text)) == (422, [])
    assert _invitations(app)[0].token_hash == hash_of(second)
    assert len(tokens_in(carla.post(f"{path}/again", version=version_in(carla, path)).text)) == 1


@pytest.mark.one_engine
def test_an_invitation_is_withdrawn(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    _invite(carla, role="leader")
    path = f"/people/invitations/{_invitations(app)[0].id}"
    assert visitor("dora").post(f"{path}/withdraw").status_code == 404
    assert visitor("ana").post(f"{path}/withdraw").status_code == 403
    # The team's leader sees who is to lead it, and has no say in it.
    leo = visitor("leo")
    assert "withdraw" not in leo.get(path).text
    leo.post(f"{path}/withdraw")
    assert leo.post(f"{path}/again", version=version_in(carla, path)).status_code == 422
    assert _invitations(app)[0].withdrawn_at is None
    assert carla.post(f"{path}/withdraw").status_code == 302
    assert _invitations(app)[0].withdrawn_at is not None
    assert carla.get(path).status_code == 404


def _send(visitor: Visitor, text: str, **form: str) -> str:
    """Look at a list, and send it as it was shown."""
    many = {"pasted": text, "role": "member", "team": str(TEAM_1)}
    page = visitor.post("/people/invite/many", **many).text
    previewed = page.partition('name="previewed" value="')[2].partition('"')[0]
    return visitor.post("/people/invite/many", **(many | {"previewed": previewed, "send": "1"} | form)).text


def test_a_list_is_looked_at_before_it_is_sent(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    many = {"pasted": LIST + "\nNguyễn Ví Dụ Ana; 0900000101", "role": "member", "team": str(TEAM_1)}
    page = carla.post("/people/invite/many", **many)
    assert page.status_code == 200
    assert "Có thể mời 2 người" in page.text
    assert 'data-line="3"' in page.text
    assert 'data-line="4"' in page.text
    assert (tokens_in(page.text), _invitations(app)) == ([], [])
    page_of_links = _send(carla, LIST)
    assert len(tokens_in(page_of_links)) == 2
    assert 'data-line="3"' in page_of_links
    assert [each.name for each in _invitations(app)] == ["Lê An", "Lê Bình"]
    # Sent twice, all of them are invited already.
    assert "Có thể mời 0 người" in _send(carla, LIST)


@pytest.mark.one_engine
def test_a_list_that_was_changed_since_is_shown_again(app: Flask, visitor: Sign) -> None:
    page = _send(visitor("carla"), LIST, pasted="Lê Dung; 0912000004")
    assert "Có thể mời 1 người" in page
    assert not _invitations(app)


@pytest.mark.one_engine
def test_a_list_that_is_too_long_is_refused(visitor: Sign) -> None:
    text = "\n".join(f"Lê An; 09120{number:05}" for number in range(201))
    answer = visitor("carla").post("/people/invite/many", pasted=text, role="member", team=str(TEAM_1))
    assert (answer.status_code, "200 người" in answer.text) == (422, True)


def test_a_sheet_of_a_team_holds_new_links_of_all_its_invitations(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    _send(carla, LIST)
    _invite(carla, team=str(TEAM_2))
    with app.app_context():
        writer().execute(sa.update(Invitation).values(expires_at=now() - timedelta(days=1)))
        writer().commit()
    path = f"/people/invitations?team={TEAM_1}"
    version = version_in(carla, path)
    answer = carla.post(f"/people/invitations/sheet?team={TEAM_1}", version=version)
    tokens = tokens_in(answer.text)
    stored = {each.token_hash: each for each in _invitations(app)}
    assert [stored[hash_of(token)].name for token in tokens] == ["Lê An", "Lê Bình"]
    assert all(stored[hash_of(token)].expires_at > now() for token in tokens)
    assert carla.post(f"/people/invitations/sheet?team={TEAM_1}", version=version).headers["Location"] == path
    assert carla.post(f"/people/invitations/sheet?team={TEAM_B}").status_code == 404


@pytest.mark.one_engine
def test_the_administrator_invites_to_the_ward_that_is_named(app: Flask, visitor: Sign) -> None:
    ada = visitor("ada")
    answer = ada.post("/people/invite?ward=20305", **(HA | {"team": str(TEAM_B), "role": "coordinator"}))
    assert len(tokens_in(answer.text)) == 1
    assert ada.post("/people/invite?ward=20305", **HA).status_code == 422
    assert ada.post("/people/invite", **HA).status_code == 404
    assert "/people/?ward=20305" in answer.text


@pytest.mark.one_engine
def test_nobody_comes_into_being_before_they_accept(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    _invite(carla, phone="0900000107")
    with app.app_context():
        assert reader().scalar(sa.select(sa.func.count()).select_from(User)) == 11
    assert _invitations(app)[0].user_id is None


def test_the_number_of_somebody_of_the_ward_is_not_invited_again(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    for team in (TEAM_1, TEAM_2):
        answer = carla.post("/people/invite", **(HA | {"phone": PHONES["ana"], "team": str(team)}))
        assert answer.status_code == 422
        assert "Số này là của Nguyễn Ví Dụ Ana (Tổ 1)." in answer.text
        assert f'href="/people/{ANA}"' in answer.text
    page = _send(carla, f"Lê An; {PHONES['ana']}")
    assert "Số này là của Nguyễn Ví Dụ Ana (Tổ 1)." in page
    assert not _invitations(app)
    # Whom another leader or another ward looks after, nobody learns here; whoever has ended may be invited.
    assert len(tokens_in(_invite(visitor("leo"), phone=PHONES["bruno"]))) == 1
    assert len(tokens_in(_invite(carla, name="Lê Bo", phone=PHONES["bo"]))) == 1
    assert len(tokens_in(_invite(carla, name="Lê Na", phone=PHONES["nina"]))) == 1


def test_a_second_invitation_under_the_same_name_is_asked_about(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    _invite(carla)
    same = HA | {"name": "Trần thị Hà", "phone": "0912000222"}
    answer = carla.post("/people/invite", **same)
    assert (answer.status_code, "0912000111" in answer.text, len(_invitations(app))) == (422, True, 1)
    many = {"pasted": "Trần Thị Hà; 0912000333", "role": "member", "team": str(TEAM_1)}
    assert "0912000111" in carla.post("/people/invite/many", **many).text
    # In another team they are another person, and two in one team may have the same name.
    _invite(carla, **(same | {"phone": "0912000444", "team": str(TEAM_2)}))
    _invite(carla, **same, another="1")
    assert len(_invitations(app)) == 3


@pytest.mark.one_engine
def test_a_wrong_number_is_corrected_by_a_new_invitation(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    _invite(carla)
    [first] = _invitations(app)
    path = f"/people/invitations/{first.id}"
    assert "Có, thu hồi ngay" in carla.get(path).text
    address = f"/people/invite?from={first.id}"
    # The form opens with a withdrawn invitation alone, and for whoever may give that post.
    assert carla.get(address).status_code == 404
    assert carla.post(f"{path}/withdraw", anew="1").headers["Location"] == address
    page = carla.get(address).text
    assert all(words in page for words in ('value="Trần Thị Hà"', 'value="0912000111"'))
    assert f'<option selected value="{TEAM_1}">' in page
    assert visitor("dora").get(address).status_code == 404
    assert visitor("leo").get(address).status_code == 200
    assert len(tokens_in(_invite(carla, phone="0912000112"))) == 1

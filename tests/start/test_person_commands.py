"""The commands that list, invite, move, end and bring back people."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask

from tests.cast import ANA, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor
from tests.people.invitations.steps import NEW_PASSWORD, posts, recorded
from tests.people.invitations.test_page import accept
from tests.start.steps import NOBODY_SEES
from tests.terminal import run

OF_ANA = ("--phone", "0900000101")
OF_TEAM_2 = ("--role", "member", "--ward", "16417", "--team", "2")
pytestmark = pytest.mark.one_engine


def test_people_are_listed_as_text_and_as_json(app: Flask) -> None:
    status, output = run(app, "user", "list", "--ward", "16417", "--json")
    people = {person["phone"]: person for person in json.loads(output)}
    assert status == 0
    assert people["0900000101"] | {"since": ""} == {
        "id": ANA,
        "name": "Nguyễn Ví Dụ Ana",
        "phone": "0900000101",
        "ended_at": None,
        "role": "member",
        "ward": "16417",
        "ward_name": "Phường Quảng Thắng",
        "team": TEAM_1,
        "team_name": "Tổ 1",
        "since": "",
        "until": None,
    }
    assert "0900000106" not in people, "the coordinator of another ward"
    assert people["0900000110"]["until"] == "2024-12-31"
    status, output = run(app, "user", "list")
    assert "0900000109  Nguyễn Ví Dụ Ada  admin" in output
    assert "0900000101  Nguyễn Ví Dụ Ana  member  Phường Quảng Thắng · Tổ 1" in output
    status, output = run(app, "user", "list", "--ward", "99999")
    assert (status, "names no ward" in output) == (2, True)


def test_an_invitation_is_printed_once_and_works(app: Flask) -> None:
    who = ("--phone", "0900000300", "--name", f" {NOBODY_SEES}Trần  Ví Dụ ")
    assert run(app, "user", "invite", *who, *OF_TEAM_2)[0] == 2, "at which address the site is, nobody knows"
    status, output = run(app, "user", "invite", *who, *OF_TEAM_2, "--origin", "https://tungnha.example.vn/")
    [token] = re.findall(r"^https://tungnha\.example\.vn/invite/([\w-]{24})$", output, re.MULTILINE)
    assert status == 0
    assert accept(Visitor(app), token, "set_password", NEW_PASSWORD) == 302
    status, output = run(app, "user", "invite", *who, *OF_TEAM_2, "--origin", "https://tungnha.example.vn")
    assert (status, "has this role there already" in output) == (1, True)
    assert [event for event, _ward in recorded(app)] == ["invited", "invitation_accepted", "signed_in"]


def test_somebody_is_moved_ended_and_restored(app: Flask) -> None:
    assert run(app, "user", "move", *OF_ANA, *OF_TEAM_2)[0] == 0
    assert posts(app, ANA)[-1] == ("member", WARD_A, TEAM_2, 0, None)
    status, output = run(app, "user", "move", *OF_ANA, *OF_TEAM_2, "--since", "2020-01-01")
    assert (status, "Choose today or a later day." in output) == (1, True)
    assert run(app, "user", "end", *OF_ANA)[0] == 0
    status, output = run(app, "user", "end", *OF_ANA)
    assert (status, "Bring them back first" in output) == (1, True)
    assert run(app, "user", "restore", *OF_ANA, "--team", "1")[0] == 2
    assert run(app, "user", "restore", *OF_ANA)[0] == 0
    assert posts(app, ANA)[-1] == ("member", WARD_A, TEAM_2, 0, None)
    assert [event for event, _ward in recorded(app)] == ["person_moved", "person_ended", "person_restored"]

"""What a coordinator logs is approved by another one, where the ward has another; else the history says who did."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.logbook.recount import differences
from app.month import today
from app.people.models import Membership, User
from app.review import sample as sampling
from tests.actions import log_entries, set_role
from tests.cast import BRUNO, CARLA
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.review.steps import Cast, decide, page_of, seen, shown, stands, undo, wait_since
from tests.sync.import_steps import hand_in, written

OWN = "Bản ghi của chính anh/chị, cần cán bộ phường khác duyệt."
BY_AUTHOR = "chính người ghi duyệt"


@pytest.fixture
def bruno(app: Flask, visitor: Cast) -> Visitor:
    """The other coordinator of ward A."""
    set_role(app, "bruno", "coordinator")
    return visitor("bruno")


def _logged(visitor: Visitor, number: int = 1, **fields: Any) -> list[dict[str, Any]]:
    entries = [make_entry(**fields) for _ in range(number)]
    log_entries(visitor, *entries)
    return entries


def _history(visitor: Visitor, entry: dict[str, Any]) -> str:
    return page_of(visitor, f"/review/entries/{entry['id']}").text()


def _end(app: Flask, user_id: int, **membership: Any) -> None:
    with app.app_context():
        if membership:
            writer().execute(sa.update(Membership).where(Membership.user_id == user_id).values(**membership))
        else:
            now = sa.select(User.created_at).where(User.id == user_id).scalar_subquery()
            writer().execute(sa.update(User).where(User.id == user_id).values(ended_at=now))
        writer().commit()


def test_another_coordinator_approves_it_and_nobody_else(app: Flask, carla: Visitor, bruno: Visitor) -> None:
    own, of_bruno = *_logged(carla), *_logged(bruno)
    answer = decide(carla, "approve", seen(own), seen(of_bruno))
    assert answer["done"] == [of_bruno["id"]]
    assert (answer["told"], answer["unchanged"]) == ({}, {own["id"]: OWN})
    assert stands(app, own, of_bruno) == [("submitted", 1), ("approved", 2)]
    assert decide(bruno, "approve", seen(own))["done"] == [own["id"]]
    for entry in (own, of_bruno):
        assert BY_AUTHOR not in _history(carla, entry)
    with app.app_context():
        assert list(differences(reader())) == []


def test_the_form_without_a_script_says_why(app: Flask, carla: Visitor, bruno: Visitor) -> None:
    (own,) = _logged(carla)
    response = carla.post("/review/decide", action="approve", seen=seen(own))
    assert OWN in carla.get(response.headers["Location"]).text
    assert stands(app, own) == [("submitted", 1)]


def test_its_card_carries_no_button_to_approve_it_but_why(app: Flask, carla: Visitor, bruno: Visitor) -> None:
    own, other = *_logged(carla), *_logged(bruno)
    for path in ("/review/", f"/review/entries/{own['id']}"):
        cards = {card.get("data-entry"): card for card in page_of(carla, path)._tree.findall(".//article")}
        words = " ".join("".join(cards[own["id"]].itertext()).split())
        assert OWN in words, path
        assert [each for each in cards[own["id"]].iter("button") if each.get("value") == "approve"] == []
        assert [each for each in cards[own["id"]].iter("button") if each.get("value") == "void:trial"] != []
        if other["id"] in cards:
            assert [each for each in cards[other["id"]].iter("button") if each.get("value") == "approve"] != []
    assert "This is your own entry: another coordinator has to approve it." in carla.get("/review/?lang=en").text


def test_a_single_coordinator_approves_and_the_history_says_so(
    app: Flask, visitor: Cast, ana: Visitor, carla: Visitor
) -> None:
    own, other = *_logged(carla), *_logged(ana)
    assert decide(carla, "approve", seen(own), seen(other))["unchanged"] == {}
    assert stands(app, own, other) == [("approved", 2), ("approved", 2)]
    assert BY_AUTHOR in _history(carla, own)
    assert "vì phường" not in _history(carla, own), "why is not known of what was approved before there was the rule"
    assert BY_AUTHOR not in _history(carla, other)
    assert "approved by its author" in carla.get(f"/review/entries/{own['id']}?lang=en").text


@pytest.mark.parametrize("role", ["viewer", "leader", "member"])
def test_user_without_the_permission_is_no_other_coordinator(app: Flask, carla: Visitor, role: str) -> None:
    set_role(app, "bruno", role, team=None if role == "viewer" else 2)
    (own,) = _logged(carla)
    assert decide(carla, "approve", seen(own))["done"] == [own["id"]]


@pytest.mark.parametrize("gone", ["ended account", "past post", "coming post", "other ward"])
def test_absent_coordinator_is_no_other_coordinator(app: Flask, carla: Visitor, bruno: Visitor, gone: str) -> None:
    match gone:
        case "ended account":
            _end(app, BRUNO)
        case "past post":
            _end(app, BRUNO, valid_to=today() - timedelta(days=1))
        case "coming post":
            _end(app, BRUNO, valid_from=today() + timedelta(days=1))
        case "other ward":
            _end(app, BRUNO, ward_id=2)
    (own,) = _logged(carla)
    assert decide(carla, "approve", seen(own))["done"] == [own["id"]]


def test_a_coordinator_may_return_and_void_what_is_their_own(app: Flask, carla: Visitor, bruno: Visitor) -> None:
    returned, void = _logged(carla, 2)
    decide(carla, "return:people", seen(returned))
    decide(carla, "void:trial", seen(void))
    assert stands(app, returned, void) == [("returned", 2), ("void", 2)]


def test_taking_a_decision_back_leads_to_what_the_other_approved(app: Flask, carla: Visitor, bruno: Visitor) -> None:
    (own,) = _logged(carla)
    decide(bruno, "approve", seen(own))
    decide(carla, "void:trial", seen(own, 2))
    assert undo(carla)["done"] == [own["id"]]
    assert stands(app, own) == [("approved", 4)]
    assert BY_AUTHOR not in _history(carla, own)


def test_own_approval_can_be_undone_and_then_needs_the_other(app: Flask, carla: Visitor) -> None:
    (own,) = _logged(carla)
    decide(carla, "approve", seen(own))
    set_role(app, "bruno", "coordinator")
    assert undo(carla)["done"] == [own["id"]]
    assert decide(carla, "approve", seen(own, 3))["unchanged"] == {own["id"]: OWN}
    assert stands(app, own) == [("submitted", 3)]


def test_an_edit_meanwhile_goes_before_whose_it_is(app: Flask, carla: Visitor, bruno: Visitor) -> None:
    (own,) = _logged(carla)
    log_entries(carla, edited(own, people=3))
    answer = decide(carla, "approve", seen(own))
    assert (list(answer["told"]), answer["unchanged"]) == ([own["id"]], {})


def test_a_lot_and_its_sample_leave_ones_own_out(
    app: Flask, carla: Visitor, bruno: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "SAMPLE", 2)
    own, others = _logged(carla, 6), _logged(bruno, 4)
    wait_since(app, *own, *others)
    address = carla.get("/review/sample").headers["Location"]
    page = page_of(carla, address)
    assert set(shown(page)) <= {entry["id"] for entry in others}
    (drawn,) = page.parts("data-lot").values()
    assert drawn["lot"] == "4"
    decide(carla, "approve", *(seen(entry) for entry in others if entry["id"] in shown(page)))
    carla.post("/review/sample", sample=address.partition("sample=")[2])
    assert {status for status, _ in stands(app, *others)} == {"approved"}
    assert {status for status, _ in stands(app, *own)} == {"submitted"}


def test_a_single_coordinator_has_their_own_in_the_lot(app: Flask, carla: Visitor) -> None:
    own = _logged(carla, 3)
    wait_since(app, *own)
    assert len(shown(page_of(carla, carla.get("/review/sample").headers["Location"]))) == 3


def test_the_author_of_what_was_taken_in_is_the_member(
    app: Flask, visitor: Cast, ana: Visitor, carla: Visitor, bruno: Visitor
) -> None:
    entry = make_entry()
    hand_in(carla, written(entry))
    assert decide(carla, "approve", seen(entry))["done"] == [entry["id"]]
    assert BY_AUTHOR not in _history(carla, entry)


def test_companion_may_approve_the_authors_entry(app: Flask, ana: Visitor, carla: Visitor, bruno: Visitor) -> None:
    (entry,) = _logged(ana, companions=[CARLA])
    assert decide(carla, "approve", seen(entry))["done"] == [entry["id"]]
    assert BY_AUTHOR not in _history(carla, entry)

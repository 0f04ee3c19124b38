"""Approving what carries no flag after a sample of it: what the sample has to be, and what it speaks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from app.database import reader
from app.logbook.recount import differences
from app.month import Month
from app.review import sample as sampling
from app.review.models import Decision
from tests.actions import close_ward_month, log_entries
from tests.cast import AREA_2, CARLA, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.overview.page import Page
from tests.review.steps import Cast, decide, page_of, seen, set_flags, shown, stands, undo, wait_since


def _draw(visitor: Visitor, arguments: str = "") -> tuple[str, Page]:
    """Draw a sample; return its address and its page."""
    address = visitor.get(f"/review/sample{arguments}").headers["Location"]
    return address, page_of(visitor, address)


def _confirm(visitor: Visitor, address: str) -> Any:
    return visitor.post("/review/sample", sample=address.partition("sample=")[2])


def _logged(app: Flask, visitor: Visitor, number: int = 14) -> list[dict[str, Any]]:
    entries = [make_entry() for _ in range(number)]
    log_entries(visitor, *entries)
    wait_since(app, *entries)
    return entries


def test_a_sample_that_was_approved_approves_the_lot(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = _logged(app, ana)
    flagged, later = entries[3], make_entry()
    set_flags(app, flagged, "late")
    address, page = _draw(carla)
    drawn = shown(page)
    assert len(drawn) == sampling.SAMPLE
    assert flagged["id"] not in drawn
    log_entries(ana, later)
    set_flags(app, later)
    assert "sample" not in [name for name in _confirm(carla, address).headers], "nothing is approved by asking alone"
    assert {status for status, _ in stands(app, *entries)} == {"submitted"}
    by_id = {entry["id"]: entry for entry in entries}
    for id in drawn:
        decide(carla, "approve", seen(by_id[id]))
    (counted,) = page_of(carla, address).parts("data-lot").values()
    assert (counted["lot"], counted["open"], counted["approved"], counted["wrong"]) == ("13", "0", "10", "0")
    assert _confirm(carla, address).headers["Location"] == "/review/"
    assert [status for status, _ in stands(app, *entries)].count("approved") == 13
    assert stands(app, flagged, later) == [("submitted", 1), ("submitted", 1)], "a flag, and what came in afterwards"
    with app.app_context():
        assert len(reader().scalars(sa.select(Decision)).all()) == sampling.SAMPLE + 1
        assert list(differences(reader())) == []
    assert len(undo(carla)["done"]) == 3, "the rest of the lot is one decision"


def test_a_lot_is_approved_part_by_part_as_one_decision(
    app: Flask, ana: Visitor, carla: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "AT_ONCE", 4)
    monkeypatch.setattr(sampling, "SAMPLE", 2)
    monkeypatch.setattr(sampling, "MOST_IN_A_LOT", 12)
    entries = _logged(app, ana)
    address, page = _draw(carla)
    drawn = shown(page)
    assert not set(drawn) & {entry["id"] for entry in entries[12:]}, "a sample speaks for its own lot"
    for entry in entries:
        if entry["id"] in drawn:
            decide(carla, "approve", seen(entry))
    _confirm(carla, address)
    assert [status for status, _ in stands(app, *entries)] == ["approved"] * 12 + ["submitted"] * 2
    assert len(undo(carla)["done"]) == 10


@pytest.mark.parametrize("action", ["return:people", "void:trial"])
def test_wrong_entry_spoils_the_sample(app: Flask, ana: Visitor, carla: Visitor, action: str) -> None:
    entries = _logged(app, ana)
    address, page = _draw(carla)
    drawn = [entry for entry in entries if entry["id"] in shown(page)]
    decide(carla, action, seen(drawn[0]))
    for entry in drawn[1:]:
        decide(carla, "approve", seen(entry))
    page = page_of(carla, address)
    (counted,) = page.parts("data-lot").values()
    assert (counted["approved"], counted["wrong"]) == ("9", "1")
    assert "/review/sample" in page.links(), "a new one is offered"
    assert _confirm(carla, address).headers["Location"] == address
    assert [status for status, _ in stands(app, *entries)].count("submitted") == 4


def test_entry_changed_by_its_author_is_wrong_in_the_sample(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = _logged(app, ana, 2)
    address, _page = _draw(carla)
    log_entries(ana, edited(entries[0], people=7))
    set_flags(app, entries[0])
    decide(carla, "approve", seen(entries[0], 2), seen(entries[1]))
    (counted,) = page_of(carla, address).parts("data-lot").values()
    assert (counted["approved"], counted["wrong"]) == ("1", "1")


def test_a_sample_is_only_of_what_is_asked_for(app: Flask, visitor: Cast, ana: Visitor, carla: Visitor) -> None:
    own = _logged(app, ana, 3)
    others = [make_entry(neighbourhood=AREA_2) for _ in range(3)]
    log_entries(visitor("bruno"), *others)
    wait_since(app, *others)
    address, page = _draw(carla, f"?team={TEAM_1}")
    assert set(shown(page)) == {entry["id"] for entry in own}
    decide(carla, "approve", *map(seen, own))
    assert _confirm(carla, address).headers["Location"] == f"/review/?team={TEAM_1}"
    assert stands(app, *others) == [("submitted", 1)] * 3
    assert "data-lot" not in carla.get(f"/review/sample?team={TEAM_1}").text, "none is left to draw from"
    assert carla.get(f"/review/sample?team={TEAM_2}").status_code == 302


def test_a_closed_month_stops_no_lot(app: Flask, ana: Visitor, carla: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "SAMPLE", 1)
    monkeypatch.setattr(sampling, "AT_ONCE", 2)
    before = Month.current().previous()
    entries = [make_entry(happened_on=str(before.last)) for _ in range(5)] + [make_entry() for _ in range(5)]
    log_entries(ana, *entries)
    wait_since(app, *entries)
    address, page = _draw(carla)
    (drawn,) = [entry for entry in entries if entry["id"] in shown(page)]
    decide(carla, "approve", seen(drawn))
    close_ward_month(app, before)
    _confirm(carla, address)
    statuses = {entry["id"]: status for entry, (status, _) in zip(entries, stands(app, *entries), strict=True)}
    frozen = [statuses[entry["id"]] for entry in entries[:5] if entry is not drawn]
    assert set(frozen) == {"submitted"}
    assert {statuses[entry["id"]] for entry in entries[5:]} == {"approved"}


def test_a_sample_is_good_for_who_drew_it_and_as_it_was_drawn(app: Flask, visitor: Cast, ana: Visitor) -> None:
    _logged(app, ana, 2)
    address, _page = _draw(visitor("carla"))
    assert visitor("dora").get(address).status_code == 404
    assert visitor("carla").get(f"{address}x").status_code == 404
    assert visitor("carla").get("/review/sample?sample=").status_code == 404
    assert visitor("dora").post("/review/sample", sample=address.partition("sample=")[2]).status_code == 404
    assert visitor("leo").get(address).status_code == 403


class _SignedLongAgo(TimestampSigner):
    def get_timestamp(self) -> int:
        return super().get_timestamp() - int(sampling.GOOD_FOR.total_seconds()) - 60


def _token(app: Flask, drawn: Any, signer: type[TimestampSigner] = TimestampSigner) -> str:
    """Sign something as a sample, in the place of what the app signs."""
    key = app.config["SECRET_KEY"]
    return str(URLSafeTimedSerializer(key, salt="sample of a review", signer=signer).dumps(drawn))


ENTRY = "0199a000000070008000000000000001"
DRAWN: dict[str, Any] = {
    "ward": WARD_A,
    "actor": CARLA,
    "ids": {ENTRY: 1},
    "lot": 1,
    "since": "2026-11-01T00:00:00+00:00",
    "id": ENTRY,
    "wish": {"team": TEAM_1, "first": "2026-11-01", "month": "2026-11", "text": "ngõ 3"},
}
ODD = (None, True, -1.5, 10**30, "x", "9" * 5000, [], ["x"], {}, {"x": "x"}, {"team": "x"}, {"first": 5}, {"text": []})


def _odd_samples() -> Iterator[Any]:
    """Yield what no version signs, each part in turn replaced by something else, and what others may have signed."""
    yield from ODD
    yield list(DRAWN.values())[:-1]
    yield [*DRAWN.values(), "more"]
    for name in DRAWN:
        yield from (list((DRAWN | {name: odd}).values()) for odd in ODD)
    queue_filter: dict[str, Any] = DRAWN["wish"]
    for change in (
        {"street": 3},
        {"team": "1"},
        {"first": "soon"},
        {"month": "2026-13"},
        {"kind": 1},
        {"member": True},
    ):
        yield list((DRAWN | {"wish": queue_filter | change}).values())
    yield list((DRAWN | {"since": "2026-11-01T00:00:00"}).values())


def test_sample_of_another_version_is_drawn_again(app: Flask, carla: Visitor) -> None:
    good = _token(app, list(DRAWN.values()))
    assert carla.get("/review/sample?sample=" + good).status_code == 200
    for drawn in _odd_samples():
        token = _token(app, drawn)
        for response in (
            carla.http.get("/review/sample", query_string={"sample": token}),
            carla.post("/review/sample", sample=token),
        ):
            # What still reads like a sample may be one of nothing, or of somebody else.
            assert response.status_code in {200, 302, 404}, drawn
    for old in (_token(app, {"v": 9}), _token(app, list(DRAWN.values()), _SignedLongAgo)):
        response = carla.get(f"/review/sample?sample={old}&lang=en")
        assert response.headers["Location"] == "/review/"
        assert "This sample is too old" in carla.get("/review/?lang=en").text
        assert carla.post("/review/sample", sample=old).headers["Location"] == "/review/"
        assert "Mẫu này đã cũ" in carla.get("/review/?lang=vi").text
    for other in ("x", good + "x", good.replace(".", "..", 1), _token(app, [0])[:-1]):
        assert carla.get(f"/review/sample?sample={other}").status_code == 404

"""``flask month``: closing and reopening at the server, with the check list in the terminal."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.logbook.models import ReviewEvent
from app.logbook.status import Action
from app.people.models import AuditRecord
from tests.actions import log_entries, review_entries
from tests.client import Visitor
from tests.months.steps import EARLIER, LAST, THIS, editions, entry_of, flag, statuses
from tests.terminal import run

pytestmark = pytest.mark.usefixtures("no_flags")

WARD = "16417"


def close(app: Flask, month: object = LAST, *options: str, typed: str = "") -> tuple[int, str]:
    return run(app, "month", "close", str(month), "--ward", WARD, *options, typed=typed)


def reopen(app: Flask, reason: str = "Tổ 2 gửi muộn") -> tuple[int, str]:
    return run(app, "month", "reopen", str(LAST), "--ward", WARD, "--reason", reason)


def test_closing_prints_the_check_list_the_edition_and_its_digest(app: Flask, ana: Visitor) -> None:
    clear, flagged, returned = log_entries(ana, *(entry_of(LAST) for _ in range(3)))
    log_entries(ana, entry_of(EARLIER))
    flag(app, flagged)
    review_entries(app, Action.RETURN, returned)
    status, output = close(app, LAST, "--yes")
    assert status == 0
    (edition,) = editions(app)
    for expected in (
        "waiting without a flag: 1",
        "waiting with a flag: 1",
        "returned and not mended: 1",
        f"still open: {EARLIER}",
        "as edition 1. Entries approved by closing: 1.",
        edition.digest,
    ):
        assert expected in output
    assert statuses(app, clear, flagged, returned) == ["approved", "submitted", "returned"]
    assert (edition.closed_by_id, edition.approved_at_closing) == (None, 1)
    with app.app_context():
        events = reader().scalars(sa.select(ReviewEvent).where(ReviewEvent.action == Action.APPROVE)).all()
        assert [event.actor_id for event in events] == [None]
        line = reader().scalars(sa.select(AuditRecord).order_by(AuditRecord.id.desc())).first()
        assert line is not None
        assert (line.event.value, line.actor_id) == ("month_closed", None)


def test_closing_asks_first(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    status, output = close(app, LAST, typed="n\n")
    assert status == 1
    assert "Close the month?" in output
    assert editions(app) == []
    status, _ = close(app, LAST, typed="y\n")
    assert status == 0
    assert len(editions(app)) == 1


def test_reopening_and_closing_again_makes_the_next_edition(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    close(app, LAST, "--yes")
    assert reopen(app) == (0, f"Month {LAST} is open again.\n")
    (edition,) = editions(app)
    assert (edition.reopened_for, edition.reopened_by_id) == ("Tổ 2 gửi muộn", None)
    log_entries(ana, entry_of(LAST))
    status, output = close(app, LAST, "--yes")
    assert status == 0
    assert "as edition 2. Entries approved by closing: 1." in output
    for language in ("vi", "en"):
        assert carla.get(f"/reports/months/{LAST}?lang={language}").status_code == 200
        assert carla.get(f"/reports/months?lang={language}").status_code == 200


def test_running_month_is_closed_with_a_warning(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST), entry_of(THIS))
    status, output = close(app, THIS, "--yes")
    assert status == 0
    assert "Warning" in output
    assert "Warning" not in close(app, LAST, "--yes")[1]
    assert len(editions(app, THIS)) == len(editions(app)) == 1


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (THIS.next(), "has not come"),
        (EARLIER, "nothing had been logged"),
        ("2026-13", "YYYY-MM"),
        ("last", "YYYY-MM"),
    ],
)
def test_months_that_cannot_be_closed_are_explained(app: Flask, ana: Visitor, month: object, expected: str) -> None:
    log_entries(ana, entry_of(LAST))
    status, output = close(app, month, "--yes")
    assert status != 0
    assert expected in output
    assert editions(app) == []


def test_impossible_commands_are_explained(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    status, output = reopen(app)
    assert (status, "not closed" in output) == (1, True)
    close(app, LAST, "--yes")
    status, output = close(app, LAST, "--yes")
    assert (status, "closed already" in output) == (1, True)
    status, output = run(app, "month", "close", str(LAST), "--ward", "99999", "--yes")
    assert (status, "names no ward" in output) == (2, True)
    for reason in ("", "  ", "\ud800", "x" * 501, "\u200b", "gọi 0912 345678"):
        assert reopen(app, reason)[0] == 2, reason
    assert editions(app)[0].reopened_at is None

"""Closing a month in steps: others write while its figures are read, and what is interrupted is gone on with."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLongError
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader, writer
from app.extensions import db
from app.logbook.models import Entry, MonthLock
from app.logbook.review_actions import DecisionNote, review, undo
from app.logbook.status import Action
from app.month import local_day, now
from app.months.actions import Closed, ClosingRefusal, FrozenMonth, Refused, freeze, read_frozen_month, store_edition
from app.months.close_month import store_frozen_month
from app.months.edition_building import edition_of
from app.months.edition_text import canonical_text
from app.overview.ward_month import WardMonth
from app.people.models import AuditRecord
from app.places.models import Ward
from tests.actions import log_entries, set_role
from tests.cast import BRUNO, CARLA, WARD_A
from tests.client import Visitor
from tests.factories import edited
from tests.html import parse
from tests.months.steps import EARLIER, LAST, THIS, closing, editions, entry_of, figures, flag, reopening, statuses
from tests.overview.page import words
from tests.sync.steps import assert_counted, outcome
from tests.terminal import run

pytestmark = pytest.mark.usefixtures("no_flags")

TIMEOUT = 4  # seconds


class InterruptedClosingError(Exception):
    """Stands for a server that stops."""


@contextmanager
def at_first_reading(app: Flask, work: Callable[[], object]) -> Iterator[None]:
    """Do ``work`` when the households of a month are counted, which only the reading of its figures does."""
    done = []

    def before(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        if "household_month" in statement and statement.startswith("SELECT") and not done:
            done.append(statement)
            work()

    with app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", before)
    yield
    for engine in engines:
        sa.event.remove(engine, "before_cursor_execute", before)
    assert done


def _stop() -> None:
    raise InterruptedClosingError


def _interrupted(app: Flask) -> None:
    """Begin to close last month, and let the server stop while the figures are read."""
    with at_first_reading(app, _stop), pytest.raises(InterruptedClosingError):
        closing(app)
    # What broke off has results open, in frames that refer to each other: they keep the file, which the next test gets
    # anew under the same name and perhaps in the same place on the disk.
    gc.collect()


def _frozen(app: Flask) -> FrozenMonth:
    with app.app_context():
        assert in_transaction(lambda session: freeze(session, WARD_A, LAST, CARLA, now())) is None
        read = read_frozen_month(reader(), WARD_A, LAST)
    assert isinstance(read, FrozenMonth)
    return read


def _kept(app: Flask, frozen: FrozenMonth, actor_id: int = CARLA) -> Closed | Refused:
    with app.app_context():
        return in_transaction(lambda session: store_edition(session, frozen, actor_id, now()))


def test_reading_the_figures_takes_no_write_lock(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST, people=3))
    sent: list[Future[Any]] = []
    answers: list[Any] = []

    def send() -> None:
        sent.append(pool.submit(ana.sync, entry_of(THIS), entry_of(LAST)))
        try:
            answers.append([outcome(receipt) for receipt in sent[0].result(TIMEOUT)])
        except TooLongError:
            answers.append("waited")

    with ThreadPoolExecutor(1) as pool, at_first_reading(app, send):
        done = closing(app)
    assert isinstance(done, Closed)
    assert answers == [[("stored", ""), ("refused", "month_closed")]]
    assert figures(app)["measures"]["visit"][0] == 1
    assert_counted(app)


def test_edition_is_the_same_as_from_one_transaction(app: Flask, ana: Visitor) -> None:
    entries = log_entries(
        ana, entry_of(EARLIER), entry_of(LAST, people=3), entry_of(LAST, "installation"), entry_of(LAST)
    )
    flag(app, entries[-1])
    at = now()
    with app.app_context():
        assert freeze(writer(), WARD_A, LAST, CARLA, at) is None
        reading = WardMonth(writer(), writer().get_one(Ward, WARD_A), LAST, local_day(at))
        expected = canonical_text(edition_of(reading, at))
        writer().commit()
        done = store_frozen_month(WARD_A, LAST, CARLA)
    assert isinstance(done, Closed)
    (edition,) = editions(app)
    assert (edition.figures, edition.digest) == (expected, done.digest)
    assert (edition.approved_at_closing, edition.closed_by_id) == (2, CARLA)


def test_interrupted_closing_is_frozen_and_shown(app: Flask, ana: Visitor, carla: Visitor) -> None:
    (entry,) = log_entries(ana, entry_of(LAST))
    _interrupted(app)
    assert (statuses(app, entry), editions(app)) == (["approved"], [])
    tree = parse(carla.get(f"/reports/months/{LAST}").text)
    assert "chưa được lưu thành bản chốt" in words(tree)
    assert tree.find(".//div[@data-unfinished]//button") is not None
    assert tree.find(f".//form[@action='/reports/months/{LAST}/reopen']") is not None
    (listed,) = parse(carla.get("/reports/months").text).findall(f".//li[@data-month='{LAST}']")
    assert listed.get("data-unfinished") is not None
    assert "chưa lưu thành bản chốt" in carla.get(f"/reports/?month={LAST}").text
    assert "not kept as an edition yet" in carla.get(f"/reports/read?month={LAST}&lang=en").text
    with app.app_context():
        lines = list(
            reader().scalars(sa.select(AuditRecord.event).where(AuditRecord.detail["month"].as_string() == str(LAST)))
        )
    assert "month_frozen" in [line.value for line in lines]
    assert "month_closed" not in [line.value for line in lines]


def test_frozen_month_does_not_change(app: Flask, ana: Visitor, carla: Visitor) -> None:
    approved, flagged = log_entries(ana, entry_of(LAST), entry_of(LAST))
    flag(app, flagged)
    _interrupted(app)
    later = edited(flagged, people=9)
    moved = edited(flagged, happened_on=THIS.first.isoformat())
    assert [outcome(receipt)[1] for receipt in ana.sync(later, moved, entry_of(LAST))] == ["month_closed"] * 3
    with app.app_context():
        for action, entry in ((Action.VOID, approved), (Action.APPROVE, flagged), (Action.RETURN, flagged)):
            id = UUID(entry["id"])
            seen = {id: reader().scalars(sa.select(Entry.moves).where(Entry.id == id)).one()}
            codes = in_transaction(lambda session: review(session, WARD_A, seen, DecisionNote(action, CARLA, now())))  # noqa: B023
            assert set(codes.values()) == {"month_closed"}
            assert set(undo(writer(), WARD_A, seen, CARLA, now()).values()) <= {"month_closed", "unknown"}
            writer().rollback()
    assert statuses(app, approved, flagged) == ["approved", "submitted"]
    assert_counted(app)


@pytest.mark.parametrize("way", ["page", "terminal", "other coordinator"])
def test_closing_once_more_goes_on(app: Flask, ana: Visitor, carla: Visitor, way: str) -> None:
    log_entries(ana, entry_of(LAST, people=3), entry_of(LAST))
    set_role(app, "bruno", "coordinator")
    _interrupted(app)
    with app.app_context():
        closed_at = reader().scalars(sa.select(MonthLock.closed_at).where(MonthLock.month == str(LAST))).one()
    if way == "terminal":
        status, output = run(app, "month", "close", str(LAST), "--ward", "16417", typed="y\n")
        assert (status, "as edition 1. Entries approved by closing: 2." in output) == (0, True)
    else:
        visitor = carla if way == "page" else Visitor(app, "bruno")
        assert visitor.post(f"/reports/months/{LAST}/close", waiting="0", looked="y").status_code == 302
    (edition,) = editions(app)
    assert (edition.closed_at, edition.closed_by_id, edition.approved_at_closing) == (closed_at, CARLA, 2)
    assert figures(app)["measures"]["visit.people"][0] == 5
    assert "data-unfinished" not in carla.get("/reports/months").text
    assert closing(app) == Refused(ClosingRefusal.ALREADY_CLOSED)


def test_month_command_asks_before_finishing_an_old_closing(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    _interrupted(app)
    status, output = run(app, "month", "close", str(LAST), "--ward", "16417", typed="n\n")
    assert (status, "closed before editions were kept" in output, editions(app)) == (1, True, [])
    assert "được chốt từ trước khi có bản chốt" in words(parse(carla.get(f"/reports/months/{LAST}").text))
    assert run(app, "month", "close", str(LAST), "--ward", "16417", "--yes")[0] == 0
    assert [edition.number for edition in editions(app)] == [1]


def test_interrupted_closing_can_be_opened_again(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    _interrupted(app)
    assert reopening(app) is None
    (entry,) = log_entries(ana, entry_of(LAST))
    done = closing(app)
    assert isinstance(done, Closed)
    assert (done.edition, done.approved, statuses(app, entry)) == (1, 1, ["approved"])


def test_finish_button_closes_no_month_that_is_open_again(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    _interrupted(app)
    page = parse(carla.get(f"/reports/months/{LAST}").text)
    fields = {each.get("name"): each.get("value") for each in page.findall(".//div[@data-unfinished]//input")}
    del fields["csrf_token"]
    reopening(app)
    response = carla.post(f"/reports/months/{LAST}/close", **fields)
    assert "Tháng đã được mở lại trong lúc đó" in carla.get(response.headers["Location"]).text
    assert editions(app) == []
    log_entries(ana, entry_of(LAST))
    _interrupted(app)
    carla.post(f"/reports/months/{LAST}/close", **fields)
    assert [edition.number for edition in editions(app)] == [1]


def test_month_opened_meanwhile_gets_no_edition(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    frozen = _frozen(app)
    reopening(app)
    assert _kept(app, frozen) == Refused(ClosingRefusal.REOPENED)
    log_entries(ana, entry_of(LAST, people=7))
    second = closing(app)
    assert isinstance(second, Closed)
    assert _kept(app, frozen) == Refused(ClosingRefusal.REOPENED), "it is closed again, but not as it was read"
    assert [edition.digest for edition in editions(app)] == [second.digest]


def test_edition_is_stored_by_one_of_two_readers(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    frozen = _frozen(app)
    with app.app_context():
        other = read_frozen_month(reader(), WARD_A, LAST)
    assert isinstance(other, FrozenMonth)
    done = _kept(app, other, BRUNO)
    assert isinstance(done, Closed)
    assert _kept(app, frozen) == Refused(ClosingRefusal.ALREADY_CLOSED)
    (edition,) = editions(app)
    assert (edition.digest, edition.closed_by_id) == (done.digest, CARLA)


def test_day_is_not_counted_twice_when_another_month_is_closed_meanwhile(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(EARLIER))
    assert isinstance(closing(app, EARLIER), Closed)
    log_entries(ana, entry_of(EARLIER, day=2, count_in=str(LAST)), entry_of(LAST))
    reopening(app, EARLIER)
    frozen = _frozen(app)
    log_entries(ana, entry_of(EARLIER, day=2))
    assert isinstance(closing(app, EARLIER), Closed)
    assert _kept(app, frozen) == Refused(ClosingRefusal.OTHERS_MOVED)
    assert editions(app) == []
    assert isinstance(closing(app), Closed), "it is gone on with"
    days = [each["attendance"][0]["days"] for each in (figures(app, EARLIER, 2), figures(app))]
    assert days == [[f"{EARLIER}-01", f"{EARLIER}-02"], [f"{LAST}-01"]]


def test_figures_are_read_again_when_another_month_is_closed_meanwhile(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(EARLIER), entry_of(LAST))
    with at_first_reading(app, lambda: closing(app, EARLIER)):
        done = closing(app)
    assert isinstance(done, Closed)
    assert [len(editions(app, month)) for month in (EARLIER, LAST)] == [1, 1]


def test_report_of_a_frozen_month_is_that_of_its_edition(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = log_entries(ana, entry_of(LAST, people=3), entry_of(LAST, people=4))
    flag(app, entries[0])
    _interrupted(app)
    address = f"/reports/read?month={LAST}&lang=vi"
    before = parse(carla.get(address).text).findall(".//table")
    carla.post(f"/reports/months/{LAST}/close", waiting="0", looked="y")
    after = parse(carla.get(address).text).findall(".//table")
    assert [words(table) for table in before] == [words(table) for table in after]
    assert editions(app)[0].closed_at <= now() + timedelta(seconds=1)

"""Photos through their endpoint: checks before they are read, and their receipts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.database import in_transaction, writer
from app.logbook.status import Action
from app.month import Month, now, today
from app.photos.actions import MOST_PHOTOS, PhotoOutcome, SentPhoto, keep_photo
from app.photos.image import MOST_BYTES, READING, prepare
from tests.actions import close_ward_month, review_entries
from tests.cast import ANA, AREA_B, MOVED, WARD_A, WARD_B
from tests.client import ORIGIN, Visitor
from tests.factories import edited, make_entry
from tests.logbook.race_steps import again, at_once
from tests.photos.steps import answer, digest_of, kept, make_picture, put, put_to

PICTURE, OTHER = make_picture(), make_picture(64, 48)
TOO_LARGE = PICTURE.ljust(MOST_BYTES + 1, b"\0")
STORED, KNOWN, BUSY = (200, "stored"), (200, "known"), (503, "busy")
UNKNOWN_ENTRY, GONE, CONFLICT = (409, "unknown_entry"), (410, "gone"), (409, "conflict")
PHONES = 6


def test_each_check_comes_before_the_next(sqlite_app: Flask) -> None:
    """Each request fails this check and all later ones; the first must answer."""
    stranger, vera, ana = Visitor(sqlite_app), Visitor(sqlite_app, "vera"), Visitor(sqlite_app, "ana")
    bad_token, not_jpeg = {"X_CSRF_Token": "wrong"}, {"Content_Type": "image/png"}

    def send(visitor: Visitor, **headers: str) -> TestResponse:
        return put(visitor, "x", TOO_LARGE, "x", **headers)

    assert answer(send(stranger, Origin="https://evil.example", **bad_token, **not_jpeg)) == (403, "origin")
    assert answer(send(stranger, **bad_token, **not_jpeg)) == (401, "signed_out")
    assert answer(send(ana, **bad_token, **not_jpeg)) == (403, "csrf")
    assert answer(send(vera, **not_jpeg)) == (403, "forbidden")
    assert answer(send(ana, **not_jpeg)) == (415, "not_jpeg")
    assert answer(send(ana)) == (413, "too_large")
    assert answer(put(ana, "x", b"no picture", "x")) == (400, "not_an_id")
    assert answer(put(ana, str(uuid4()), b"no picture")) == UNKNOWN_ENTRY
    entry = make_entry()
    ana.sync(entry)
    assert answer(put(ana, entry, b"no picture")) == (422, "unreadable")
    assert answer(put(ana, entry, PICTURE)) == STORED


@pytest.mark.parametrize("path", ["x?entry={id}", "{id}?entry=x", "{id}?entry=", "{id}", "{id}0?entry={id}"])
def test_both_ids_are_uuids(sqlite_app: Flask, path: str) -> None:
    ana, entry = Visitor(sqlite_app, "ana"), make_entry()
    ana.sync(entry)
    assert answer(put_to(ana, "/api/v1/photos/" + path.format(id=entry["id"]), PICTURE)) == (400, "not_an_id")
    assert kept(sqlite_app) == []


@pytest.mark.parametrize("mimetype", ["", "image/png", "text/plain", "multipart/form-data", "application/json"])
def test_photo_endpoint_reads_only_bodies_declared_as_jpeg(sqlite_app: Flask, mimetype: str) -> None:
    ana, entry = Visitor(sqlite_app, "ana"), make_entry()
    ana.sync(entry)
    assert answer(put(ana, entry, PICTURE, Content_Type=mimetype)) == (415, "not_jpeg")


def test_a_photo_has_four_megabytes_at_most(sqlite_app: Flask) -> None:
    ana, entry = Visitor(sqlite_app, "ana"), make_entry()
    ana.sync(entry)
    assert answer(put(ana, entry, PICTURE.ljust(5_000_000, b"\0"))) == (413, "too_large")
    assert answer(put(ana, entry, TOO_LARGE)) == (413, "too_large")
    assert answer(put(ana, entry, TOO_LARGE[:-1])) == STORED
    # Elsewhere the bound stays as it is.
    assert ana.send(data=b" " * 600_000).status_code == 413


@pytest.mark.parametrize(("content", "expected"), [(TOO_LARGE, (413, "too_large")), (TOO_LARGE[:-1], STORED)])
def test_a_photo_that_comes_in_chunks_is_measured_too(
    sqlite_app: Flask, content: bytes, expected: tuple[int, str]
) -> None:
    ana, entry = Visitor(sqlite_app, "ana"), make_entry()
    ana.sync(entry)
    response = ana.http.put(
        f"/api/v1/photos/{uuid4()}?entry={entry['id']}",
        data=content,
        content_type="image/jpeg",
        headers={"Origin": ORIGIN, "X-CSRF-Token": ana.token},
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert answer(response) == expected


def test_a_photo_is_stored_once(app: Flask, ana: Visitor) -> None:
    entry, photo = make_entry(), uuid4()
    ana.sync(entry)
    for outcome in ("stored", "known", "known"):
        response = put(ana, entry, PICTURE, photo)
        assert response.status_code == 200
        assert response.json == {
            "id": str(photo),
            "entry": entry["id"],
            "outcome": outcome,
            "digest": digest_of(PICTURE),
        }
    [row] = kept(app)
    assert (row["ward_id"], row["id"], row["entry_id"], row["member_id"]) == (WARD_A, photo, UUID(entry["id"]), ANA)
    assert (row["sent_digest"], row["width"], row["height"]) == (digest_of(PICTURE), 80, 60)


def test_a_photo_comes_after_its_entry(app: Flask, ana: Visitor) -> None:
    entry, photo = make_entry(), uuid4()
    assert answer(put(ana, entry, PICTURE, photo)) == UNKNOWN_ENTRY
    ana.sync(entry)
    assert answer(put(ana, entry, PICTURE, photo)) == STORED


def test_an_id_stays_with_its_bytes_and_its_entry(app: Flask, ana: Visitor) -> None:
    first, second, photo = make_entry(), make_entry(), uuid4()
    ana.sync(first, second)
    assert answer(put(ana, first, PICTURE, photo)) == STORED
    assert answer(put(ana, first, OTHER, photo)) == CONFLICT
    assert answer(put(ana, second, PICTURE, photo)) == CONFLICT
    assert answer(put(ana, first, PICTURE, photo)) == KNOWN
    [row] = kept(app)
    assert (row["entry_id"], row["sent_digest"]) == (UUID(first["id"]), digest_of(PICTURE))


def test_somebody_elses_id_is_not_taken_over(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    leo, mine, theirs, photo = visitor("leo"), make_entry(), make_entry(), uuid4()
    ana.sync(theirs)
    leo.sync(mine)
    put(ana, theirs, PICTURE, photo)
    assert answer(put(leo, mine, PICTURE, photo)) == CONFLICT
    assert [row["member_id"] for row in kept(app)] == [ANA]


def test_only_the_author_adds_photos(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    """Who reads an entry, who came along and who is of another ward: to all of them it is unknown."""
    entry = make_entry(companions=[2])
    ana.sync(entry)
    for name in ("bruno", "leo", "carla", "dora", "bo", "moved"):
        assert answer(put(visitor(name), entry, PICTURE)) == UNKNOWN_ENTRY, name
    for name in ("vera", "eva", "ada", "nina"):
        assert answer(put(visitor(name), entry, PICTURE)) == (403, "forbidden"), name
    assert kept(app) == []


def test_void_entry_takes_no_photos(app: Flask, ana: Visitor) -> None:
    withdrawn, voided, photo = make_entry(), make_entry(), uuid4()
    ana.sync(withdrawn, voided)
    assert answer(put(ana, withdrawn, PICTURE, photo)) == STORED
    ana.sync(edited(withdrawn, withdrawn=True))
    review_entries(app, Action.VOID, voided)
    assert answer(put(ana, withdrawn, PICTURE, photo)) == GONE
    assert answer(put(ana, withdrawn, PICTURE)) == GONE
    assert answer(put(ana, voided, PICTURE)) == GONE
    assert len(kept(app)) == 1
    review_entries(app, Action.RESTORE, voided)
    assert answer(put(ana, voided, PICTURE)) == STORED


@pytest.mark.parametrize("action", [Action.APPROVE, Action.RETURN])
def test_reviewed_entry_takes_photos(app: Flask, ana: Visitor, action: Action) -> None:
    entry = make_entry()
    ana.sync(entry)
    review_entries(app, action, entry)
    assert answer(put(ana, entry, PICTURE)) == STORED


def test_closed_month_takes_photos(app: Flask, ana: Visitor) -> None:
    entry = make_entry()
    ana.sync(entry)
    close_ward_month(app, Month.current())
    assert answer(put(ana, entry, PICTURE)) == STORED


def test_an_entry_has_five_photos_at_most(app: Flask, ana: Visitor) -> None:
    entry, other, photos = make_entry(), make_entry(), [uuid4() for _ in range(MOST_PHOTOS)]
    ana.sync(entry, other)
    assert MOST_PHOTOS == 5
    assert {answer(put(ana, entry, PICTURE, photo)) for photo in photos} == {STORED}
    assert answer(put(ana, entry, PICTURE)) == (409, "too_many")
    assert {answer(put(ana, entry, PICTURE, photo)) for photo in photos} == {KNOWN}
    assert answer(put(ana, other, PICTURE)) == STORED


def test_photo_of_a_member_who_moved_goes_to_the_ward_of_its_entry(app: Flask, visitor: Callable[..., Visitor]) -> None:
    moved = visitor("moved")
    then, since = make_entry(happened_on=(today() - timedelta(days=20)).isoformat()), make_entry(neighbourhood=AREA_B)
    moved.sync(then, since)
    photo = uuid4()
    assert answer(put(moved, then, PICTURE, photo)) == STORED
    assert answer(put(moved, then, PICTURE, photo)) == KNOWN
    assert answer(put(moved, since, PICTURE, photo)) == CONFLICT
    assert answer(put(moved, since, PICTURE)) == STORED
    assert {(row["ward_id"], row["member_id"]) for row in kept(app)} == {(WARD_A, MOVED), (WARD_B, MOVED)}


def test_the_same_photo_twice_at_once_is_stored_once(app: Flask, ana: Visitor) -> None:
    entry, photo = make_entry(), uuid4()
    ana.sync(entry)
    phones = [again(ana, app) for _ in range(PHONES)]
    answers = at_once(*(partial(put, phone, entry, PICTURE, photo) for phone in phones))
    outcomes = sorted(map(answer, answers))
    assert outcomes.count(STORED) == 1
    assert set(outcomes) <= {STORED, KNOWN, BUSY}
    assert len(kept(app)) == 1


def test_a_photo_that_comes_while_others_are_read_is_asked_to_come_again(sqlite_app: Flask) -> None:
    ana, entry = Visitor(sqlite_app, "ana"), make_entry()
    ana.sync(entry)
    with READING.alone():
        response = put(ana, entry, PICTURE)
    assert answer(response) == BUSY
    assert int(response.headers["Retry-After"]) > 0
    assert answer(put(ana, entry, PICTURE)) == STORED


def test_one_id_for_two_entries_at_once_is_stored_once(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    leo, theirs, mine, photo = visitor("leo"), make_entry(), make_entry(), uuid4()
    ana.sync(theirs)
    leo.sync(mine)
    answers = at_once(partial(put, ana, theirs, PICTURE, photo), partial(put, leo, mine, PICTURE, photo))
    assert sorted(map(answer, answers)) == [STORED, CONFLICT]


def test_the_sixth_photo_waits_for_the_fifth(app: Flask, ana: Visitor) -> None:
    """Both find four photos when they look before either is written, so the second has to wait with looking."""
    entry, picture = make_entry(), prepare(PICTURE)
    ana.sync(entry)
    for _ in range(MOST_PHOTOS - 1):
        put(ana, entry, PICTURE)

    def keep(session: Session) -> PhotoOutcome:
        sent = SentPhoto(ANA, [WARD_A], UUID(entry["id"]), uuid4(), digest_of(PICTURE))
        return keep_photo(session, sent, picture, now())

    def keep_another() -> PhotoOutcome:
        with app.app_context():
            return in_transaction(keep)

    with ThreadPoolExecutor(1) as pool:
        with app.app_context():
            first = keep(writer())
            second = pool.submit(keep_another)
            assert not wait([second], timeout=0.5).done
            writer().commit()
        assert (first, second.result(30)) == (PhotoOutcome.STORED, PhotoOutcome.TOO_MANY)
    assert len(kept(app)) == MOST_PHOTOS

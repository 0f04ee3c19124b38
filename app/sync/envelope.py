"""The wire's outer shape: reading bodies, opening envelopes, digests and receipts. Pure.

Whatever is wrong inside one envelope is one refused receipt; its neighbours are not touched.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypedDict

import orjson
from flask_babel import lazy_gettext as _l

from app.json_types import JsonObject, Message, Messages
from app.json_values import NOT_AN_ID, UNREADABLE, read_uuid
from app.logbook.entry_rows import Envelope
from app.logbook.kinds import KINDS
from app.logbook.receipt_rules import Verdict
from app.month import ZONE

MOST_ENTRIES = 100
MOST_REVISION = 1_000_000
DEEPEST = 8
"""The nesting limit of lists and objects in an entry; the forms know no more than three levels."""

DEEPEST_DIGESTED = 200
"""The size in bytes up to which a refused entry still gets its digest, so that the phone finds its copy."""

MOST_ERRORS = 20
LONGEST_KEY = 60
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)

UNKNOWN_KIND = _l("This version of the server does not know this kind of entry.")
NOT_A_REVISION = _l("The revision must be a whole number from 1 on.")
NOT_A_MOMENT = _l("This is not a time. Check the clock of the phone.")
TOO_DEEP = _l("This entry is nested too deeply.")

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=lambda _: None).encode


class _Unkeepable:
    """Stands where a number was infinite, none at all or absurdly long; no field can read it."""


UNKEEPABLE = _Unkeepable()
_NESTING = (dict, list)
_LONGEST_INT = 20  # digits


def _float(text: str) -> float | _Unkeepable:
    value = float(text)
    return value if math.isfinite(value) else UNKEEPABLE


def _int(text: str) -> int | _Unkeepable:
    return int(text) if len(text) <= _LONGEST_INT else UNKEEPABLE


class UnreadableBodyError(ValueError):
    """The body is not JSON."""


class Receipt(TypedDict):
    """The receipt of an entry, as it is sent; id and revision are echoed as they came."""

    id: object
    revision: object
    outcome: str
    code: str
    digest: str
    errors: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Unopened:
    """An entry that cannot be worked with at all."""

    digest: str
    errors: Messages


def read_body(body: bytes) -> object:
    """Return the JSON value of ``body``; raise :class:`UnreadableBodyError` when it is none.

    What the strict parser refuses is given to the lenient one, so that one entry with a lone surrogate
    or ``Infinity`` in it does not keep its neighbours out.
    """
    try:
        value: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        value = _read_leniently(body)
    return value


def _read_leniently(body: bytes) -> object:
    try:
        text = body.decode("utf-8", "surrogatepass")
        value: object = json.loads(text, parse_constant=lambda _: UNKEEPABLE, parse_float=_float, parse_int=_int)
    except (ValueError, RecursionError) as error:
        raise UnreadableBodyError from error
    return value


def digest_of(fields: object) -> str:
    """Return the SHA-256 of ``fields`` as UTF-8 JSON with sorted keys and no spaces, in hex.

    A lone surrogate is digested as JavaScript writes it, escaped.
    """
    return hashlib.sha256(_encode(fields).encode("utf-8", "backslashreplace")).hexdigest()


def open_envelope(item: object) -> Envelope | Unopened:
    """Check the outside of one entry of a batch."""
    if not isinstance(item, dict):
        return Unopened("", {"id": [UNREADABLE]})
    fields = item.get("fields")
    if depth_exceeds(item, DEEPEST):
        digest = "" if depth_exceeds(fields, DEEPEST_DIGESTED) else digest_of(fields)
        return Unopened(digest, {"fields": [TOO_DEEP]})
    digest = digest_of(fields)
    errors: dict[str, list[Message]] = {}
    try:
        id = read_uuid(item.get("id"))
    except ValueError:
        errors["id"] = [NOT_AN_ID]
    kind, revision = item.get("kind"), item.get("revision")
    if not isinstance(kind, str) or kind not in KINDS:
        errors["kind"] = [UNKNOWN_KIND]
    if type(revision) is not int or not 1 <= revision <= MOST_REVISION:
        errors["revision"] = [NOT_A_REVISION]
    if not isinstance(fields, dict):
        errors["fields"] = [UNREADABLE]
    if errors:
        return Unopened(digest, errors)
    form, recorded_at, inner = _open_rest(item)
    if_submitted = item.get("if_submitted") is True
    return Envelope(id, item["kind"], item["revision"], digest, form, recorded_at, item["fields"], inner, if_submitted)


def _open_rest(item: JsonObject) -> tuple[int, datetime | None, Messages]:
    """Return form version, time of recording and errors of an entry that is known by its outside."""
    errors: dict[str, list[Message]] = {}
    form = item.get("form", 1)
    if type(form) is not int or not 1 <= form <= MOST_REVISION:
        errors["form"] = [UNREADABLE]
        form = 1
    recorded_at = read_moment(item.get("recorded_at"))
    if recorded_at is None:
        errors["recorded_at"] = [NOT_A_MOMENT]
    return form, recorded_at, errors


def read_moment(value: object) -> datetime | None:
    """Return an ISO 8601 instant in UTC, ``None`` for anything else; one without a zone is Viet Nam's."""
    if not isinstance(value, str) or not value.isascii() or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if not _EARLIEST.year <= moment.year < _LATEST.year:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)


def depth_exceeds(value: object, limit: int) -> bool:
    """Return whether lists and objects nest deeper than ``limit``, without going deeper than that."""
    if not isinstance(value, _NESTING):
        return False
    if limit == 0:
        return True
    for item in value.values() if isinstance(value, dict) else value:
        # Nearly all are neither, and every entry that comes is looked at.
        if isinstance(item, _NESTING) and depth_exceeds(item, limit - 1):
            return True
    return False


def receipt(item: object, digest: str, verdict: Verdict) -> Receipt:
    """Return the receipt for ``item``."""
    envelope = item if isinstance(item, dict) else {}
    return {
        "id": _echo(envelope.get("id")),
        "revision": _echo(envelope.get("revision")),
        "outcome": verdict.outcome,
        "code": verdict.code,
        "digest": digest,
        "errors": {
            str(name)[:LONGEST_KEY]: [str(message) for message in messages]
            for name, messages in list(verdict.errors.items())[:MOST_ERRORS]
        },
    }


def _echo(value: object) -> object:
    """Return ``value`` unless it nests too deeply to be written again."""
    return None if depth_exceeds(value, DEEPEST) else value


def write_body(answer: JsonObject) -> bytes:
    """Return ``answer`` as JSON; an echoed id with half a surrogate pair leaves escaped as it came."""
    try:
        return orjson.dumps(answer)
    except (TypeError, ValueError):
        return json.dumps(answer, default=lambda _: None).encode()

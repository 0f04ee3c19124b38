"""The wire's outer shape: reading bodies, opening envelopes, digests and receipts. Pure.

Whatever is wrong inside one envelope is one refused receipt; its neighbours are not touched.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from flask_babel import lazy_gettext as _l

from app.json_values import NOT_AN_ID, UNREADABLE, read_uuid
from app.logbook.kinds import KINDS
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
_LONGEST_INT = 20  # digits


def _float(text: str) -> float | _Unkeepable:
    value = float(text)
    return value if math.isfinite(value) else UNKEEPABLE


def _int(text: str) -> int | _Unkeepable:
    return int(text) if len(text) <= _LONGEST_INT else UNKEEPABLE


class UnreadableBodyError(ValueError):
    """The body is not JSON."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An opened entry whose id, kind and revision can be worked with; ``errors`` are about the rest."""

    id: UUID
    kind: str
    revision: int
    digest: str
    form: int
    recorded_at: datetime | None
    fields: Mapping[str, Any]
    errors: dict[str, list[Any]]

    @property
    def withdrawn(self) -> bool:
        """Whether the author takes the entry back."""
        return self.fields.get("withdrawn") is True


@dataclass(frozen=True, slots=True)
class Unopened:
    """An entry that cannot be worked with at all."""

    digest: str
    errors: dict[str, list[Any]]


def read_body(body: bytes) -> Any:
    """Return the JSON value of ``body``; raise :class:`UnreadableBodyError` when it is none.

    What the strict parser refuses is given to the lenient one, so that one entry with a lone surrogate
    or ``Infinity`` in it does not keep its neighbours out.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    try:
        text = body.decode("utf-8", "surrogatepass")
        return json.loads(text, parse_constant=lambda _: UNKEEPABLE, parse_float=_float, parse_int=_int)
    except (ValueError, RecursionError) as error:
        raise UnreadableBodyError from error


def digest_of(fields: Any) -> str:
    """Return the SHA-256 of ``fields`` as UTF-8 JSON with sorted keys and no spaces, in hex.

    A lone surrogate is digested as JavaScript writes it, escaped.
    """
    return hashlib.sha256(_encode(fields).encode("utf-8", "backslashreplace")).hexdigest()


def open_envelope(item: Any) -> Envelope | Unopened:
    """Check the outside of one entry of a batch."""
    if not isinstance(item, dict):
        return Unopened("", {"id": [UNREADABLE]})
    fields = item.get("fields")
    digest = "" if depth_exceeds(fields, DEEPEST_DIGESTED) else digest_of(fields)
    if depth_exceeds(item, DEEPEST):
        return Unopened(digest, {"fields": [TOO_DEEP]})
    errors: dict[str, list[Any]] = {}
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
    return Envelope(id, item["kind"], item["revision"], digest, form, recorded_at, item["fields"], inner)


def _open_rest(item: Mapping[str, Any]) -> tuple[int, datetime | None, dict[str, list[Any]]]:
    """Return form version, time of recording and errors of an entry that is known by its outside."""
    errors: dict[str, list[Any]] = {}
    form = item.get("form", 1)
    if type(form) is not int or not 1 <= form <= MOST_REVISION:
        errors["form"] = [UNREADABLE]
        form = 1
    recorded_at = None
    try:
        recorded_at = read_moment(item.get("recorded_at"))
    except ValueError:
        errors["recorded_at"] = [NOT_A_MOMENT]
    return form, recorded_at, errors


def read_moment(value: Any) -> datetime:
    """Return an ISO 8601 instant in UTC; one without a zone is Viet Nam's. Raises ``ValueError``."""
    if not isinstance(value, str) or not value.isascii() or len(value) > 40:
        raise ValueError
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZONE)
    if not _EARLIEST.year <= moment.year < _LATEST.year:
        raise ValueError
    return moment.astimezone(UTC)


def phone_clock(body: Mapping[str, Any]) -> datetime | None:
    """Return what the phone's clock showed as it sent ``body``, if it says so in a way that can be read."""
    try:
        return read_moment(body.get("sent_at"))
    except ValueError:
        return None


def depth_exceeds(value: Any, limit: int) -> bool:
    """Return whether lists and objects nest deeper than ``limit``, without going deeper than that."""
    if not isinstance(value, dict | list):
        return False
    items = value.values() if isinstance(value, dict) else value
    return limit == 0 or any(depth_exceeds(item, limit - 1) for item in items if isinstance(item, dict | list))


def receipt(item: Any, outcome: str, code: str, digest: str, errors: Mapping[str, list[Any]]) -> dict[str, Any]:
    """Return the receipt for ``item``, its id and revision echoed as they came."""
    is_object = isinstance(item, dict)
    return {
        "id": _echo(item.get("id")) if is_object else None,
        "revision": _echo(item.get("revision")) if is_object else None,
        "outcome": outcome,
        "code": code,
        "digest": digest,
        "errors": {
            str(name)[:LONGEST_KEY]: [str(message) for message in messages]
            for name, messages in list(errors.items())[:MOST_ERRORS]
        },
    }


def _echo(value: Any) -> Any:
    """Return ``value`` unless it nests too deeply to be written again."""
    return None if depth_exceeds(value, DEEPEST) else value


def write_body(answer: Mapping[str, Any]) -> bytes:
    """Return ``answer`` as JSON; an echoed id with half a surrogate pair leaves escaped as it came."""
    try:
        return orjson.dumps(answer)
    except (TypeError, ValueError):
        return json.dumps(answer, default=lambda _: None).encode()

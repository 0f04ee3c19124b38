"""Which keys of the server's answers the phone of release 0.1 reads, and of which type it takes them to be.

Beside each stands the script that reads it, and what happens on the phone when it is not there. A key that no script
reads is not here, such as ``server_time`` of a session or ``pillar`` of a service: a server may leave it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Check: TypeAlias = "type | tuple[Any, ...] | list[Any] | dict[Any, Any] | Callable[[str, Any], None] | None"
"""A type, several of which one fits, a list of one, a mapping of any key to one, an object's keys, or a function."""


class TripError(AssertionError):
    """The phone of release 0.1 would trip over an answer."""


def check(place: str, wanted: Check, value: Any) -> None:
    """Raise :class:`TripError` unless the phone can read ``value``."""
    if isinstance(wanted, tuple):
        _check_one_of(place, wanted, value)
    elif isinstance(wanted, list):
        _check_type(place, list, value)
        for i, item in enumerate(value):
            check(f"{place}[{i}]", wanted[0], item)
    elif isinstance(wanted, dict):
        _check_object(place, wanted, value)
    elif wanted is None or isinstance(wanted, type):
        _check_type(place, type(None) if wanted is None else wanted, value)
    else:
        wanted(place, value)


def _check_one_of(place: str, wanted: tuple[Any, ...], value: Any) -> None:
    # Null stands first where it is allowed; of what else is allowed, the last one says what is wrong.
    if value is None and None in wanted:
        return
    check(place, wanted[-1], value)


def _check_object(place: str, wanted: dict[Any, Any], value: Any) -> None:
    _check_type(place, dict, value)
    if str in wanted:
        for key, item in value.items():
            check(f"{place}.{key}", wanted[str], item)
        return
    for name, inner in wanted.items():
        key, is_optional = name.rstrip("?"), name.endswith("?")
        if key not in value and not is_optional:
            raise TripError(f"{place} has no {key!r}, which release 0.1 reads")
        if value.get(key) is not None or not is_optional:
            check(f"{place}.{key}", inner, value[key])


def _check_type(place: str, wanted: type, value: Any) -> None:
    # To JSON true is no number.
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise TripError(f"{place} is {value!r}, but release 0.1 takes it to be {wanted.__name__}")


def one_of(codes: tuple[str, ...], otherwise: str) -> Callable[[str, Any], None]:
    """Return the check of a code that has to be one of those that the phone knows."""

    def known(place: str, value: Any) -> None:
        if value not in codes:
            raise TripError(f"{place} is {value!r}, which release 0.1 does not know: {otherwise}")

    return known


KINDS = ("visit", "installation", "training", "merchant")
OUTCOMES = ("stored", "known", "refused", "conflict")

SESSION: Check = {
    # begin.js: without it the page asks to sign in. The keys below with a ? may be missing or null.
    "user": (
        None,
        {
            "id": int,  # sender.js, begin.js: another than the phone's ends the phone's lists
            "name": str,  # home.js; store.js keeps it as the author
            "role": (None, str),  # begin.js: other roles than three are turned away
            "team?": {"name": str},  # home.js
            "ward?": {"id": int, "code": str, "name": str},  # home.js; waiting_file.js writes it down whole
        },
    ),
    "csrf": str,  # server.js: no text means "unavailable", and nothing is ever sent
}

_NAMED_CODES: Check = [{"code": str, "name": str}]
_NAMED_IDS: Check = [{"id": int, "name": str}]

BOOTSTRAP: Check = {
    "user": {"id": int},  # post.js: another one's means "signed_out"
    "settings": {"location": bool},  # form.js: without settings no form opens
    "neighbourhoods": _NAMED_IDS,  # options.js, form.js, home.js
    "services": [{"code": str, "name": str, "outcomes": [str]}],  # options.js, line.js; form.js offers the outcomes
    "topics": _NAMED_CODES,  # options.js, line.js
    "places": _NAMED_IDS,  # options.js, line.js
    "teammates": _NAMED_IDS,  # options.js
    "households": [{"id": str, "label": str, "neighbourhood": int}],  # doors.js folds the label; form.js takes the area
    "merchants": [{"id": str, "name": str, "place": (None, int)}],  # doors.js folds the name; form.js takes the place
    "closed_months": [str],  # entries.js, form.js: without it neither list nor form opens
    # home.js, where mine tells no progress: without it home stays empty.
    "targets": [{"measure": str, "figure": int, "month": (None, str), "team": (None, int)}],
}


def _counts(place: str, value: Any) -> None:
    # home.js reads each kind; bar.js adds up all that stands beside the month, whatever it is called.
    check(place, {"month": str, **dict.fromkeys(KINDS, int)}, value)
    for name in value.keys() - {"month"}:
        check(f"{place}.{name}", int, value[name])


_ID_AND = {"id": str}
FIELDS: Mapping[str, Check] = {
    # line.js writes them, fields.js puts them into the form of a correction. A field may be missing or null.
    "happened_on": str,  # form.js and store.js cut the month out of it
    "neighbourhood": int,  # form.js: the area that comes first
    "count_in": str,  # entries.js: whether the month is closed
    "withdrawn": bool,  # entries.js, home.js
    "note": str,
    "companions": [int],
    "location": dict,
    "household": _ID_AND | {"label": str},  # doors.js
    "merchant": _ID_AND | {"name": str},  # doors.js
    "met": str,
    "people": int,
    "topics": [str],
    "barrier": str,
    "service": str,
    "outcome": str,
    "setting": str,
    "visit": str,  # mine.js: what came along with a visit may be withdrawn with it
    "topic": str,
    "title": str,
    "venue": str,
    "started_at": str,
    "minutes": int,
    "attendees": int,
    "women": int,
    "elderly": int,
    "place": int,
    "business_type": str,
    "methods": [str],
    "qr_valid": bool,
    "bank_bin": str,
    "account_tail": str,
    "in_use": bool,
    "e_invoice": bool,
    "e_contract": bool,
    "marketplaces": [str],
}

MINE: Check = {
    "entries": [
        {
            "id": str,
            "kind": one_of(KINDS, "line.js throws, and neither home nor the list opens"),
            "revision": int,  # form.js, mine.js: a correction is one more
            "status": str,  # entries.js, mine.js; an unknown one is shown as its code, and cannot be changed
            "reason": str,  # entries.js
            "comment": str,  # entries.js
            "happened_on": str,  # entries.js, home.js
            "fields": {f"{name}?": wanted for name, wanted in FIELDS.items()},
        }
    ],
    "received": _counts,
    "approved": _counts,
    "last_visited": {str: str},  # doors.js, form.js: by household, without which no form opens
    "progress?": [
        # home.js; done, name, area, month and team may be missing, figure may not.
        {
            "measure": str,
            "figure": int,
            "done?": int,
            "month?": str,
            "team?": int,
            "area?": int,
            "name?": str,
        }
    ],
    "progress_on?": str,  # home.js
}

RECEIPT: Check = {
    "id": str,  # receipts.js: what does not fit is ignored, and the copy is sent again for ever
    "revision": int,
    "outcome": one_of(OUTCOMES, "store.js ignores the receipt, and the copy is sent again for ever"),
    "digest": str,
    "code": str,  # entries.js: an unknown one of a conflict is shown as "could not take this change"
    "errors": {str: [str]},  # entries.js, form.js
}
SYNC: Check = {"receipts": list}  # server.js: no list means "unavailable"
PHOTO: Check = {"digest": str}  # sender.js: without it the photo stays and is sent again
ERROR: Check = {"error": str}  # server.js: "csrf" fetches a token, "forbidden" is said, a photo is set aside by it

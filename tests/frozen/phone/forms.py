"""What the four forms of release 0.1 send: ``page/form.js``, ``fields.js`` and ``also.js`` over the forms' pages.

A form sends all its fields, also those that nobody touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.month import today
from tests.frozen.phone.outbox import Outbox, moment

FORM = 1
COMMON = ("happened_on", "neighbourhood", "companions", "note")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "visit": ("household", "met", "people", "topics", "barrier", *COMMON),
    "installation": ("service", "outcome", "people", "setting", *COMMON),
    "training": ("topic", "attendees", "women", "elderly", "venue", "title", "started_at", "minutes", *COMMON),
    "merchant": (
        *("merchant", "business_type", "methods", "qr_valid", "in_use", "place", "e_invoice", "e_contract"),
        *("bank_bin", "account_tail", "marketplaces", *COMMON),
    ),
}
"""The fields of each form's page, ``templates/logbook/*.html`` and ``templates/pwa/form.html``."""

EMPTY: Mapping[str, Any] = {
    **{name: [] for name in ("topics", "companions", "methods", "marketplaces")},
    **dict.fromkeys(("in_use", "e_invoice", "e_contract"), False),
}
"""What a field reads as when nothing is chosen in it; null where it does not stand here."""

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "visit": {"met": "met", "people": 1, "barrier": "none"},
    "installation": {"people": 1},
    "training": {},
    "merchant": {"business_type": "stall"},
}
"""What stands in a form before anybody answers."""


def own_entries(phone: Outbox) -> list[dict[str, Any]]:
    """Return all own entries, the newest first; a copy on the phone stands for the ward's (``entries.js``)."""
    at_ward = {entry["id"]: entry for entry in phone.lists["mine"]["entries"]}
    here = [
        {**copy, "status": copy["state"], "happened_on": copy["fields"]["happened_on"], "ward": at_ward.get(copy["id"])}
        for copy in reversed(phone.copies.values())
    ]
    own = [*here, *(entry for id, entry in at_ward.items() if id not in phone.copies)]
    counts = {one["id"] for one in own if one["status"] != "void" and not one["fields"].get("withdrawn")}
    return [{**one, "is_anew": phone.anew.get(one["id"]) in counts} for one in own]


def is_open(entry: Mapping[str, Any], closed: list[str]) -> bool:
    """Tell whether the author may still change an entry (``entries.js``)."""
    if entry.get("state"):
        return True
    month = entry["fields"].get("count_in") or entry["happened_on"][:7]
    return entry["status"] in ("submitted", "returned") and month not in closed


def is_left_out(entry: Mapping[str, Any], closed: list[str]) -> bool:
    """Tell whether an entry was neither approved nor mended when its month was closed (``entries.js``)."""
    return entry["status"] in ("submitted", "returned") and not is_open(entry, closed)


def may_mend(entry: Mapping[str, Any], closed: list[str]) -> bool:
    """Tell whether an entry may be opened to be corrected (``entries.js``)."""
    is_conflict = entry.get("state") == "refused" and entry["outcome"] == "conflict"
    is_at_hand = is_open(entry, closed) or is_left_out(entry, closed)
    is_fit = not entry["is_anew"] and not entry["fields"].get("withdrawn")
    return is_at_hand and is_fit and (not is_conflict or entry["code"] == "void")


def log(phone: Outbox, kind: str, also: Mapping[str, Mapping[str, Any]] | None = None, **answers: Any) -> str:
    """Fill in a form and save it; ``also`` are the services that a visit helped with. Return the entry's id."""
    main = {"kind": kind, "id": answers.pop("id", None) or phone.new_id(), "revision": 1}
    main["fields"] = _written(phone, kind, {**_blank(phone, kind), **answers}, {})
    shared = {name: main["fields"][name] for name in ("happened_on", "neighbourhood", "count_in", "companions")}
    others = [
        {
            "kind": "installation",
            "id": phone.new_id(),
            "revision": 1,
            "fields": {
                **shared,
                "setting": "home",
                "outcome": "activated",
                "people": 1,
                **own,
                "service": code,
                "visit": main["id"],
            },
        }
        for code, own in (also or {}).items()
    ]
    phone.save([_dated(one) for one in (main, *others)])
    return str(main["id"])


def correct(phone: Outbox, id: str, **answers: Any) -> str:
    """Open an own entry to be corrected and save it; what conflicts, or was left out, is logged anew. Return the id."""
    found = next(one for one in own_entries(phone) if one["id"] == id)
    closed = phone.lists["bootstrap"]["closed_months"]
    assert may_mend(found, closed), "the phone turns away from this entry"
    is_anew = (found.get("outcome") == "conflict" and found.get("state")) or is_left_out(found, closed)
    kept = {name: value for name, value in found["fields"].items() if name != "withdrawn"}
    there = {name: found["fields"].get(name) for name in FIELDS[found["kind"]]}
    values = {name: EMPTY.get(name) if value is None else value for name, value in there.items()}
    entry = {
        "kind": found["kind"],
        "id": phone.new_id() if is_anew else id,
        "revision": 1 if is_anew else found["revision"] + 1,
        "fields": _written(phone, found["kind"], {**values, **answers}, kept),
    }
    phone.save([_dated(entry)], replaces=id if is_anew else None)
    return str(entry["id"])


def withdraw(phone: Outbox, id: str) -> None:
    """Withdraw an own entry (``mine.js``)."""
    found = next(one for one in own_entries(phone) if one["id"] == id)
    fields = {**found["fields"], "withdrawn": True}
    phone.save([_dated({"id": id, "kind": found["kind"], "revision": found["revision"] + 1, "fields": fields})])


def _blank(phone: Outbox, kind: str) -> dict[str, Any]:
    blank = {name: EMPTY.get(name) for name in FIELDS[kind]}
    return {**blank, **DEFAULTS[kind], "happened_on": today().isoformat(), "neighbourhood": usual_area(phone)}


def usual_area(phone: Outbox) -> int | None:
    """Return the area that stands in a new form: that of the newest own entry, else the first (``form.js``)."""
    areas = [area["id"] for area in phone.lists["bootstrap"]["neighbourhoods"]]
    own = own_entries(phone)
    last = own[0]["fields"].get("neighbourhood") if own else None
    return last if last in areas else next(iter(areas), None)


def _written(phone: Outbox, kind: str, values: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as they are sent: what has no place is null, and what a closed month takes no more moves on."""
    if kind == "visit" and values["met"] != "met":
        values = {**values, "topics": None}
    bootstrap = phone.lists["bootstrap"]
    location = {"location": kept.get("location")} if bootstrap["settings"]["location"] else {}
    is_closed = values["happened_on"][:7] in bootstrap["closed_months"]
    count_in = today().isoformat()[:7] if is_closed else kept.get("count_in")
    return {**kept, **values, **location, "count_in": count_in}


def _dated(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "recorded_at": moment(), "form": FORM}

"""What the pages of release 0.1 show: ``page/home.js``, ``mine.js``, ``bar.js`` and the lists of ``form.js``, as text.

The phone has its words since that release; ``words.json`` holds them in Vietnamese.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from typing import Any

from app.month import today
from tests.frozen.dump import FOLDER
from tests.frozen.phone.forms import is_left_out, is_open, may_mend, own_entries, usual_area
from tests.frozen.phone.keys import KINDS
from tests.frozen.phone.outbox import PARKED, REFUSED, WAITING, Outbox

TO_MEND = ("returned", REFUSED, PARKED)
GROUPS = ("mend", WAITING, "submitted", "approved", "void")


@cache
def page_data() -> Any:
    """Return the words, measures and kinds that the phone has kept."""
    return json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))


def word(name: str, **values: Any) -> str:
    """Return a word of the page with its ``%(name)s`` filled in (``page.js``)."""
    text: str = page_data()["words"].get(name, name)
    return re.sub(r"%\((\w+)\)[sd]", lambda found: str(values.get(found[1])), text)


def number(value: float) -> str:
    """Write a number as Vietnamese does."""
    return f"{value:,}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def written(day: str) -> str:
    """Write a day or a month (``calendar.js``)."""
    return "/".join(reversed(day.split("-")))


def fold(text: str) -> str:
    """Return ``text`` in lower case without tones, marks and đ (``fold.js``)."""
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(part for part in parts if unicodedata.category(part) != "Mn").replace("đ", "d")


def value_of(field: dict[str, Any], value: Any, lists: Any) -> str:
    """Write the value of a field (``line.js``)."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return word("yes" if value else "no")
    if isinstance(value, int) and not field["source"]:
        return number(value)
    if "text_key" in field:
        return str(value[field["text_key"]])
    listed = lists.get(field["source"], []) if field["source"] else []
    named = next((item["name"] for item in listed if item.get("code", item.get("id")) == value), None)
    if isinstance(value, list):
        return ", ".join(value_of(field, one, lists) for one in value)
    return str(field.get("names", {}).get(value) or named or value)


def line_of(kind: str, fields: dict[str, Any], lists: Any) -> str:
    """Write an entry as its line in a list (``line.js``)."""
    described = page_data()["kinds"][kind]
    texts = []
    for name in described["line"]:
        field = described["fields"][name]
        text = value_of(field, fields.get(name), lists)
        texts.append(f"{field['label']}: {text}" if text and field["type"] == "NumberField" else text)
    return " · ".join([texts[0] or word("not_named"), *filter(None, texts[1:])])


def _label_of(kind: str, name: str) -> str | None:
    kinds = page_data()["kinds"]
    labels = (each["fields"].get(name, {}).get("label") for each in (kinds[kind], *kinds.values()))
    return next(filter(None, labels), None)


def reason_of(entry: dict[str, Any]) -> str:
    """Write why an entry came back or was not taken (``entries.js``)."""
    words = page_data()["words"]
    if entry.get("state") == PARKED:
        return word("unsendable")
    if entry.get("state") == REFUSED and entry["outcome"] == "conflict":
        name = f"conflict.{entry['code']}"
        return word(name if name in words else "conflict")
    if entry.get("state") == REFUSED:
        named = ((_label_of(entry["kind"], name), texts) for name, texts in entry["errors"].items())
        return " ".join(": ".join(filter(None, [label, " ".join(texts)])) for label, texts in named)
    reason = entry["reason"]
    name = _label_of(entry["kind"], reason) or words.get(f"reason.{reason}") or reason
    return ": ".join(filter(None, [name, entry["comment"]]))


def row(phone: Outbox, entry: dict[str, Any]) -> list[str]:
    """Return what the row of an entry says (``entries.js``)."""
    lists = phone.lists["bootstrap"]
    closed = lists["closed_months"]
    status = "void" if is_left_out(entry, closed) else entry["status"]
    is_going = status == WAITING and entry["fields"].get("withdrawn")
    photos = [one for one in phone.photos.values() if one["entry"] == entry["id"] and one["state"] == WAITING]
    said = [
        f"{page_data()['kinds'][entry['kind']]['name']} · {written(entry['happened_on'])}",
        word("status.withdrawing" if is_going else f"status.{status}"),
        line_of(entry["kind"], entry["fields"], lists),
        word("photos_waiting", number=number(len(photos))) if photos else "",
        reason_of(entry) if entry["status"] in (*TO_MEND, "void") else "",
        word("conflict.month_closed") if status != entry["status"] else "",
        word("logged_anew") if entry["is_anew"] else "",
        word("edit") if may_mend(entry, closed) else "",
    ]
    return list(filter(None, said))


def bar(phone: Outbox) -> list[str]:
    """Return what the bar says (``bar.js``)."""
    states = [copy["state"] for copy in phone.copies.values()]
    stuck = sum(state in (REFUSED, PARKED) for state in states)
    counts = dict(phone.lists["mine"]["received"])
    # What was read last month says nothing of this one; of this one, all that stands beside the month is added up.
    is_present = counts.pop("month") == today().isoformat()[:7]
    received = sum(counts.values())
    photos = sum(photo["state"] == WAITING for photo in phone.photos.values())
    waiting = states.count(WAITING)
    said = [
        word("waiting", number=number(waiting)),
        word("received_month", number=number(received if is_present else 0)),
        word("photos_waiting", number=number(photos)) if photos else "",
        word(f"trouble.{phone.trouble}") if phone.trouble and (waiting or photos) else "",
        word("stuck", number=number(stuck)) if stuck else "",
    ]
    return list(filter(None, said))


def home(phone: Outbox) -> dict[str, Any]:
    """Return what home says (``home.js``)."""
    user, mine, entries = phone.user or {}, phone.lists["mine"], own_entries(phone)
    closed = phone.lists["bootstrap"]["closed_months"]
    to_mend = [one for one in entries if one["status"] in TO_MEND and is_open(one, closed) and not one["is_anew"]]
    who = [user["name"], *((user.get(part) or {}).get("name") for part in ("team", "ward"))]
    return {
        "who": " · ".join(filter(None, who)),
        "bar": bar(phone),
        "to mend": [row(phone, entry) for entry in to_mend],
        "counts": {kind: _counts(kind, entries, mine) for kind in KINDS},
        "targets": _targets(phone),
    }


def _counts(kind: str, entries: list[dict[str, Any]], mine: Any) -> list[int]:
    """Return what was logged today, received and approved this month."""
    day = today().isoformat()
    own = [one for one in entries if one["kind"] == kind and one["happened_on"] == day]
    counted = [one for one in own if one["status"] != "void" and not one["fields"].get("withdrawn")]
    is_present = mine["received"]["month"] == day[:7]
    return [len(counted), *(mine[name][kind] if is_present else 0 for name in ("received", "approved"))]


def _targets(phone: Outbox) -> list[str]:
    bootstrap, mine = phone.lists["bootstrap"], phone.lists["mine"]
    areas = {area["id"]: area["name"] for area in bootstrap["neighbourhoods"]}
    day = mine.get("progress_on") or today().isoformat()
    said = []
    for one in mine.get("progress") or bootstrap["targets"]:
        name = one.get("name") or page_data()["measures"].get(one["measure"]) or one["measure"]
        where = areas.get(one.get("area")) or word("team_target" if one.get("team") else "ward_target")
        period = written(one["month"]) if one.get("month") else word("year", year=day[:4])
        figure, done = one["figure"], one.get("done")
        values = {"figure": number(figure), "done": number(done or 0), "percent": f"{(done or 0) * 100 // figure} %"}
        reached = word("of_target" if done is None else "done_of_target", **values)
        said.append(f"{name} · {where} · {period}: {reached}")
    return said


def mine(phone: Outbox) -> dict[str, Any]:
    """Return what the list of one's own entries says (``mine.js``)."""
    entries, closed = own_entries(phone), phone.lists["bootstrap"]["closed_months"]

    def group_of(entry: dict[str, Any]) -> str:
        if is_left_out(entry, closed):
            return "void"
        return "mend" if entry["status"] in TO_MEND else str(entry["status"])

    first = [one for group in GROUPS[:2] for one in entries if group_of(one) == group]
    numbers = {group: [group_of(one) for one in entries].count(group) for group in GROUPS}
    return {
        "filter": [f"{word(f'status.{group}')} ({number(many)})" for group, many in numbers.items() if many],
        "rows": [row(phone, one) for one in [*first, *(one for one in entries if one not in first)]],
        "photos refused": [photo["code"] for photo in phone.photos.values() if photo["state"] == PARKED],
    }


def choices(phone: Outbox) -> dict[str, Any]:
    """Return what the forms offer (``options.js``, ``doors.js``, ``form.js``)."""
    lists, seen = phone.lists["bootstrap"], phone.lists["mine"]["last_visited"]
    return {
        "neighbourhoods": [[one["id"], one["name"]] for one in lists["neighbourhoods"]],
        "usual neighbourhood": usual_area(phone),
        "services": {one["code"]: [one["name"], *one["outcomes"]] for one in lists["services"]},
        "topics": [[one["code"], one["name"]] for one in lists["topics"]],
        "places": [[one["id"], one["name"]] for one in lists["places"]],
        "teammates": [[one["id"], one["name"]] for one in lists["teammates"]],
        "households": _to_pick(lists["households"], "label", "neighbourhood", seen),
        "merchants": _to_pick(lists["merchants"], "name", "place", seen),
        "closed months": lists["closed_months"],
        "asks for a place": lists["settings"]["location"],
    }


def _to_pick(items: list[dict[str, Any]], text: str, tied: str, seen: dict[str, str]) -> list[list[Any]]:
    """Return what is searched: its name, the name folded, what choosing it fills in, and when somebody was there last.

    What somebody visited lately comes first.
    """
    ordered = sorted(items, key=lambda item: seen.get(item["id"], ""), reverse=True)
    last = [written(seen[item["id"]]) if item["id"] in seen else "" for item in ordered]
    return [[item[text], fold(item[text]), item[tied], day] for item, day in zip(ordered, last, strict=True)]

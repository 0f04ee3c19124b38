"""The types of events of a ward: its own list, a part of its settings, which begins with what wards do. Pure rules.

An event keeps the code of its type, so a code is given once and never comes back: a type that is used no more stays in
the list and has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.stored_json import StoredRecord
from app.text import fold

TYPE_NAME_LENGTH = 60
MOST_TYPES = 30
"""The most types of a ward, ended ones too: more are not looked through in a form."""

_OWN_PREFIX = "own_"
_CODE_LENGTH = 40
_SET_APART = re.compile(r"[^a-z0-9]+")


class EventType(StoredRecord, frozen=True):
    """A type of events: its code, and what the ward calls it. One that has ended is offered for no new event."""

    code: str = ""
    name: str = ""
    has_ended: bool = False


USUAL_EVENT_TYPES = (
    EventType("near_people", "Ngày Chủ nhật gần Dân"),
    EventType("no_paper", "Ngày không viết, không nhập hồ sơ"),
    EventType("mobile_identification", "Định danh mức 2 lưu động"),
    EventType("service_point", "Trực điểm dịch vụ công"),
    EventType("launch", "Ra quân"),
    EventType("cashless_market", "Chợ không dùng tiền mặt"),
    EventType("skills_class", "Lớp kỹ năng số"),
    EventType("other", "Việc khác"),
)
"""The types that a ward has until it changes the list. What they are called are names, which no language changes."""


def type_name(types: Iterable[EventType], code: str) -> str:
    """Return what a ward calls the type with a code; the code itself where it has none."""
    return next((each.name for each in types if each.code == code), code)


def new_type_code(types: Sequence[EventType], name: str) -> str:
    """Return the code of a type that a ward adds: its number makes it the only one, the words are for readers."""
    words = _SET_APART.sub("_", fold(name)).strip("_")
    return f"{_OWN_PREFIX}{len(types) + 1}_{words}"[:_CODE_LENGTH].rstrip("_")

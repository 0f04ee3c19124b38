"""Drafts of entries that the state machine of the log makes up, the people who send them, and their fields."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import sqlalchemy as sa
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.month import Month, today
from app.people.models import Membership
from app.permissions import Role
from tests.cast import (
    ALL_OF_A,
    ALL_OF_B,
    ANA,
    AREA_1,
    AREA_2,
    AREA_B,
    AREA_C,
    BO,
    BRUNO,
    DORA,
    LEO,
    MARKET_A,
    MARKET_B,
    MOVED,
    SINCE,
    TEAM_1,
    WARD_A,
    WARD_B,
    WARD_C,
)
from tests.events.event_rows import make_event

KINDS = ("visit", "installation", "training", "merchant")
OUTCOMES = ("installed", "activated", "self_sufficient", "declined", "ineligible")
WARD_OF = {AREA_1: WARD_A, AREA_2: WARD_A, ALL_OF_A: WARD_A, AREA_B: WARD_B, ALL_OF_B: WARD_B, AREA_C: WARD_C}
MATES = {WARD_A: [ANA, BRUNO, LEO], WARD_B: [BO, DORA], WARD_C: []}
NAMESPACE = UUID("0199a000-0000-7000-8000-000000000000")
NEVER_SENT = uuid5(NAMESPACE, "never sent")


class Post(NamedTuple):
    """Where somebody logs from one day to another."""

    ward: int
    team: int
    first: date
    last: date | None


@dataclass(frozen=True)
class Sender:
    """One of the cast, with areas to name, at times not theirs."""

    id: int
    areas: Sequence[int]


SENDERS = {
    "ana": Sender(ANA, (AREA_1, AREA_2, ALL_OF_A, AREA_1, AREA_2, ALL_OF_A, AREA_B)),
    "leo": Sender(LEO, (AREA_1, AREA_2)),
    "bruno": Sender(BRUNO, (AREA_2, AREA_1, ALL_OF_A)),
    "bo": Sender(BO, (AREA_B, ALL_OF_B, AREA_B, ALL_OF_B, AREA_C)),
    "moved": Sender(MOVED, (AREA_1, AREA_B)),
}
OCCASION = ("event", "place")
EVENTS = {WARD_A: (71, 72), WARD_B: (73, 74), WARD_C: (75, 76)}
OCCASIONS_OF: Mapping[int, Sequence[Mapping[str, int]]] = {
    ward: ({"event": first}, {"event": second, **places}, places)
    for (ward, (first, second)), places in zip(
        EVENTS.items(), ({"place": MARKET_A}, {"place": MARKET_B}, {}), strict=True
    )
}
"""The events and places that entries of a ward name."""

CHANGED_TEAM = timedelta(days=40)
"""So long ago Bruno went from team 1 to team 2 of his ward: an edit may bring an entry from one to the other."""


class Draft(NamedTuple):
    """What somebody is about to send, before it is known what of it is stored already."""

    number: int
    step: int
    kind: str | None
    months_back: int
    day: int
    count_later: int
    area: int
    household: int | None
    amount: int
    in_company: bool
    withdrawn: bool
    names_occasion: bool | None
    """Whether an event and a place are named; ``None`` where the phone knows neither."""


DRAFTS = st.builds(
    Draft,
    number=st.integers(0, 5),
    step=st.sampled_from([1, 1, 1, 1, 1, 2, 0, -1]),
    kind=st.sampled_from([None, None, None, None, None, *KINDS]),
    months_back=st.integers(0, 2),
    day=st.integers(1, 28),
    count_later=st.sampled_from([0, 0, 1, 2]),
    area=st.integers(0, 6),
    household=st.sampled_from([0, 1, 2, None]),
    amount=st.integers(1, 9),
    in_company=st.booleans(),
    withdrawn=st.sampled_from([False] * 6 + [True]),
    names_occasion=st.sampled_from([None, False, True]),
)


def months_ago(number: int) -> Month:
    """Return this month, the one before it, or an earlier one."""
    month = Month.current()
    for _ in range(number):
        month = month.previous()
    return month


def household_id(number: int) -> UUID:
    """Return the id of one of the few households that all senders visit."""
    return uuid5(NAMESPACE, f"door {number}")


def fields_of(draft: Draft, kind: str, area: int) -> dict[str, Any]:
    """Return the fields of a draft as its form would send them."""
    month = months_ago(draft.months_back)
    fields: dict[str, Any] = {
        "happened_on": min(month.first + timedelta(days=draft.day - 1), today()).isoformat(),
        "neighbourhood": area,
    }
    if draft.count_later:
        fields["count_in"] = str(months_ago(max(draft.months_back - draft.count_later, 0)))
    fields |= _occasion(draft, WARD_OF[area])
    if draft.in_company:
        fields["companions"] = MATES[WARD_OF[area]]
    if draft.withdrawn:
        fields["withdrawn"] = True
    match kind:
        case "visit":
            home = draft.household
            fields["household"] = None if home is None else {"id": str(household_id(home)), "label": f"Số {home}"}
            fields["barrier"] = ("none", "elderly_alone", "away")[draft.day % 3]
            fields |= {"met": "absent", "people": 0} if draft.amount == 1 else {"people": draft.amount}
        case "installation":
            fields |= {"outcome": OUTCOMES[draft.amount % 5], "people": draft.amount}
            # Any entry of hers: most often a visit, which may come before it, after it or never.
            fields["visit"] = str(uuid5(NAMESPACE, f"ana {draft.day % 6}"))
        case "training":
            fields["attendees"] = 20 + draft.amount
        case "merchant":
            fields["methods"] = ["vietqr"] if draft.amount % 2 else []
    return fields


def _occasion(draft: Draft, ward: int) -> dict[str, int | None]:
    """Return the fields of event and place: two that are null or named, or none from a phone that knows neither."""
    nothing: dict[str, int | None] = {} if draft.names_occasion is None else dict.fromkeys(OCCASION)
    return nothing | OCCASIONS_OF[ward][draft.amount % 3] if draft.names_occasion else nothing


def digest_of(fields: Mapping[str, Any]) -> str:
    """Return the digest that a receipt must carry."""
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def month_of(fields: Mapping[str, Any]) -> str:
    """Return the month in which an entry counts."""
    return fields.get("count_in") or fields["happened_on"][:7]


def lay_posts(session: Session) -> dict[int, list[Post]]:
    """Let Bruno have changed his team, and each ward have events; return everybody's posts."""
    last = today() - CHANGED_TEAM
    earlier = Membership(
        user_id=BRUNO, role=Role.MEMBER, ward_id=WARD_A, team_id=TEAM_1, valid_from=SINCE, valid_to=last
    )
    session.execute(
        sa.update(Membership).where(Membership.user_id == BRUNO).values(valid_from=last + timedelta(days=1))
    )
    session.add(earlier)
    session.add_all(make_event(id, ward_id=ward) for ward, ids in EVENTS.items() for id in ids)
    posts = defaultdict(list)
    for post in session.scalars(sa.select(Membership).where(Membership.team_id.is_not(None))):
        posts[post.user_id].append(Post(post.ward_id, post.team_id, post.valid_from, post.valid_to))
    return posts

"""Plausible work of a demonstration ward: the entries of each day, by member. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from app.demo.occasions import DutyAtEvent
from app.demo.states import state_of
from app.month import ZONE
from app.periods import Periods
from app.uuid7 import uuid7

HOUSEHOLDS_PER_AREA = 24
Entry = tuple[UUID, str, datetime, dict[str, object]]
"""The id of an entry, its kind, when it was recorded, and its fields."""

# The shares of the work that raise flags, so that the coordinator of the demonstration has something to review.
_VISITED_AGAIN = 0.04
_MANY_PEOPLE = 0.015
_AT_NIGHT = 0.015
_WRONG_CLOCK = 0.01
_EARLIEST = time(5, 5)
_SESSIONS_ARE_OVER = 17
"""The hour from which on all training sessions of a day are over, and can be logged."""

_WRITTEN_TWICE = 9
"""The household of some areas that is the one before it, under another id."""


@dataclass(frozen=True, slots=True)
class DayOfWork:
    """The entries that one member sends at the end of a day, from a phone whose clock may be wrong."""

    member_id: int
    sent_at: datetime
    entries: list[Entry]
    clock_ahead: timedelta


@dataclass
class WardWork:
    """A ward with its teams, each as (areas covered, members), and the values that its entries are made from.

    ``shown_members`` are the members with a printed account. ``duties`` are those at which somebody was present.
    """

    ward_id: int
    periods: Periods
    coordinator_id: int
    teams: Sequence[tuple[Sequence[int], Sequence[int]]]
    whole_ward: int
    places: Sequence[int]
    services: Mapping[str, int]
    area_word: str
    pace: float
    shown_members: Sequence[int] = ()
    duties: Sequence[DutyAtEvent] = ()
    _households: dict[tuple[int, int], UUID] = field(default_factory=dict)
    _last_numbers: dict[int, int] = field(default_factory=dict)
    _merchants: int = 0

    def day(self, day: date, rng: random.Random, *, is_last: bool = False) -> Iterator[DayOfWork]:
        """Yield the batches of a day; at weekends more people are at home, and teams make more visits.

        On the last day they are made early in the morning, before anything else of that day.
        """
        pace = self.pace * (1.6 if day.weekday() >= 5 else 0.8)
        for areas, members in self.teams:
            number = sum(rng.random() < pace / 4 for _ in range(4))
            if not number:
                continue
            member = rng.choice(members)
            begins = time(22, rng.randrange(10)) if rng.random() < _AT_NIGHT else time(17, rng.randrange(60))
            if is_last:
                begins = _EARLIEST
            at = datetime.combine(day, begins, ZONE).astimezone(UTC)
            entries: list[Entry] = []
            for _ in range(number):
                entries += self._one_stop(rng.choice(areas), day, at, rng)
                at += timedelta(minutes=rng.randint(6, 14))
            mate = rng.choice([each for each in members if each != member])
            if rng.random() < 0.3:
                for *_, fields in entries:
                    fields["companions"] = [mate]
            ahead = timedelta(hours=rng.choice([-2, -1]) if rng.random() < _WRONG_CLOCK else 0)
            yield DayOfWork(member, at + timedelta(minutes=20), entries, ahead)

    def _one_stop(self, area: int, day: date, at: datetime, rng: random.Random) -> Iterator[Entry]:
        """Yield the entries of one visit, training session or stall."""
        common = {"happened_on": day.isoformat(), "neighbourhood": area}
        draw = rng.random()
        if draw < 0.04 and at.astimezone(ZONE).hour >= _SESSIONS_ARE_OVER:
            yield uuid7(at, rng), "training", at, {**common, "neighbourhood": self.whole_ward, **_training(rng)}
        elif draw < 0.14:
            yield uuid7(at, rng), "merchant", at, {**common, **self._merchant(at, rng)}
        else:
            visit_id, visit = uuid7(at, rng), {**common, **self._visit(area, at, rng)}
            yield visit_id, "visit", at, visit
            met = visit["people"]
            if isinstance(met, int) and met and rng.random() < 0.5:
                helped = {**common, **self._installation(rng, met), "visit": str(visit_id)}
                at += timedelta(seconds=30)
                yield uuid7(at, rng), "installation", at, helped

    def _visit(self, area: int, at: datetime, rng: random.Random) -> dict[str, object]:
        met = rng.choices(["met", "absent", "declined"], [85, 12, 3])[0]
        topics = ["vneid", "public_services", "health_book", "cashless", "scam_warning", "social_insurance"]
        household = None if rng.random() < 0.08 else self._household(area, at, rng)
        return {
            "household": household,
            **({"state": state} if household and met == "met" and (state := state_of(household["id"])) else {}),
            "met": met,
            "people": 0 if met != "met" else rng.randint(13, 16) if rng.random() < _MANY_PEOPLE else rng.randint(1, 4),
            "topics": rng.sample(topics, rng.randint(1, 2)) if met == "met" else [],
            "barrier": "none" if rng.random() < 0.8 else rng.choice(["no_smartphone", "elderly_alone", "no_sim"]),
        }

    def _household(self, area: int, at: datetime, rng: random.Random) -> dict[str, str]:
        """Return the next household of the lane, or one of the last few once more."""
        last = self._last_numbers.get(area, 0)
        if last and rng.random() < _VISITED_AGAIN:
            number = max(1, last - rng.randint(0, 2))
        else:
            number = self._last_numbers[area] = last % HOUSEHOLDS_PER_AREA + 1
        id = self._households.setdefault((area, number), uuid7(at, rng))
        label = f"Số {number * 2 + 3}, ngõ {number % 6 + 1}"
        if number == _WRITTEN_TWICE and area % 5 == 0:
            # Two phones without a network have met the same house: a possible double for the coordinator.
            label = f"Số {number * 2 + 1} ngõ {(number - 1) % 6 + 1}"
        return {"id": str(id), "label": label}

    def _installation(self, rng: random.Random, met: int) -> dict[str, object]:
        """Return what one of the services was for some of the people ``met`` at a visit."""
        service = rng.choices(list(self.services), list(self.services.values()))[0]
        outcomes = ["installed", "activated"]
        weights = [3, 5]
        if service != "vneid_1":
            outcomes += ["self_sufficient", "declined", "ineligible"]
            weights += [4, 1, 1]
        return {
            "service": service,
            "outcome": rng.choices(outcomes, weights)[0],
            "people": min(rng.choices([1, 2, 3], [6, 3, 1])[0], met),
            "setting": "home",
        }

    def _merchant(self, at: datetime, rng: random.Random) -> dict[str, object]:
        self._merchants += 1
        methods = ["vietqr"] if rng.random() < 0.9 else []
        return {
            "merchant": {"id": str(uuid7(at, rng)), "name": f"Quầy hàng mẫu {self._merchants}"},
            "place": rng.choice(self.places) if self.places and rng.random() < 0.7 else None,
            "business_type": rng.choices(["stall", "household_business", "cooperative"], [6, 4, 1])[0],
            "methods": methods + (["e_wallet"] if rng.random() < 0.3 or not methods else []),
            "qr_valid": bool(methods) and rng.random() < 0.95 if methods else None,
            "in_use": rng.random() < 0.6,
            "e_invoice": rng.random() < 0.2,
            "e_contract": False,
            "marketplaces": ["Shopee"] if rng.random() < 0.1 else [],
        }


def _training(rng: random.Random) -> dict[str, object]:
    attendees = rng.randint(12, 60)
    women = rng.randint(attendees // 3, attendees)
    return {
        "topic": rng.choice(["digital_skills", "scam_warning", "public_services", "cashless"]),
        "title": "Buổi hướng dẫn mẫu",
        "venue": "Nhà văn hóa",
        "started_at": rng.choice(["08:00", "09:30", "14:30"]),
        "minutes": rng.choice([60, 90, 120]),
        "attendees": attendees,
        "women": women,
        "elderly": rng.randint(0, attendees // 2),
    }

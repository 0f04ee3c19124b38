"""The events of the articles in the demonstration's wards: when and where, and what people on duty do there. Data.

The days and the two markets are those of the articles; shifts, hours and who is on duty are made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from app.demo.help import HelpWithApps, HelpWithProcedures


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """An event of a unit. ``teams`` are the numbers of those that take part; of everybody's, none.

    ``needed`` is how many people a shift needs.
    """

    type_code: str
    title: str
    rule: str
    shifts: Sequence[tuple[time, time]]
    needed: int
    expected: int
    help: HelpWithApps | HelpWithProcedures
    place: str = ""
    venue: str = ""
    teams: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class DutyAtEvent:
    """A member who was on duty in a shift of a day, and what they are to log of it."""

    day: date
    member_id: int
    starts_at: time
    ends_at: time
    event_id: int
    place_id: int | None
    help: HelpWithApps | HelpWithProcedures


_PROCEDURES = {
    "certification": 5,
    "residence": 4,
    "civil_status": 3,
    "birth_death": 2,
    "social_insurance": 2,
    "other": 1,
}

EVENTS: Mapping[str, Sequence[PlannedEvent]] = {
    "An Khê": (
        PlannedEvent(
            "near_people",
            "Ngày Chủ nhật gần Dân",
            "FREQ=MONTHLY;BYDAY=1SU",
            [
                (time(7, 30), time(9)),
                (time(9), time(10, 15)),
                (time(10, 15), time(11, 30)),
                (time(13, 30), time(15)),
                (time(15), time(16, 15)),
                (time(16, 15), time(17, 30)),
            ],
            2,
            80,
            HelpWithProcedures(_PROCEDURES, {"guided": 6, "submitted": 3, "referred": 1}),
            venue="Bộ phận một cửa phường",
        ),
        *(
            PlannedEvent(
                "mobile_identification",
                f"Định danh mức 2 lưu động tại {market}",
                rule,
                [(time(7), time(9)), (time(9), time(10, 30))],
                3,
                270,
                HelpWithApps({"vneid_2": 1}, 35, 54, "market"),
                place=market[0].upper() + market[1:],
                teams=teams,
            )
            for market, rule, teams in (
                ("chợ Tân An", "FREQ=MONTHLY;BYDAY=1SA,3SA", range(1, 25)),
                ("chợ Thuận An", "FREQ=MONTHLY;BYDAY=2SA,4SA", range(25, 49)),
            )
        ),
    ),
    "Quảng Thắng": (
        PlannedEvent(
            "no_paper",
            "Ngày không viết, không nhập hồ sơ",
            "FREQ=WEEKLY;BYDAY=WE",
            [(time(7, 30), time(11, 30)), (time(13, 30), time(16, 30))],
            1,
            15,
            HelpWithProcedures(_PROCEDURES, {"guided": 1, "submitted": 8}),
            venue="Bộ phận một cửa UBND phường",
        ),
        PlannedEvent(
            "service_point",
            "Đoàn viên trực Điểm dịch vụ công trực tuyến",
            "FREQ=WEEKLY;BYDAY=MO,TH",
            [(time(8), time(10, 30))],
            1,
            8,
            HelpWithApps({"vneid_1": 2, "vneid_2": 3, "public_service_account": 3}, 2, 6, "service_point"),
            place="Điểm dịch vụ công trực tuyến",
        ),
    ),
}

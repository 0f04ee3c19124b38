"""The campaigns of the articles in the demonstration's wards: their days, areas and targets. Data.

That teams set out, for which service, and how many accounts An Khê had is of the articles; days, areas and all other
targets are made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.month import Month
from app.periods import Span

DAYS = 14
"""How long each campaign is."""

_BEGAN_BEFORE = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class PlannedCampaign:
    """A campaign of a unit: in the areas of these numbers, or without any in the whole ward.

    ``of_each_team`` are the targets of each team of its areas, ``together`` those of all of them, by what they are of.
    """

    name: str
    note: str = ""
    is_on: bool = False
    areas: Sequence[int] = ()
    of_each_team: Mapping[str, int] = field(default_factory=dict)
    together: Mapping[str, int] = field(default_factory=dict)

    def days(self, last: date) -> Span:
        """Return its days: around the last day of the demonstration, or at the beginning of the month before."""
        first = last - _BEGAN_BEFORE if self.is_on else Month.of(last).previous().first
        return Span(first, first + timedelta(days=DAYS - 1))


CAMPAIGNS: Mapping[str, Sequence[PlannedCampaign]] = {
    "An Khê": (
        PlannedCampaign(
            "Đợt cao điểm định danh mức 2 lưu động",
            "Lịch và địa điểm đăng trên Zalo “Chính quyền điện tử phường An Khê”.",
            of_each_team={"visit": 8},
            # Of the 8,000 accounts in seven months of 2024 that were printed, this is the part of fourteen days.
            together={"service.vneid_2": 526},
        ),
        PlannedCampaign(
            "Ra quân định danh mức 2 quanh chợ Tân An",
            "Gặp hộ vắng nhà ban ngày thì đến lại sau giờ làm.",
            is_on=True,
            areas=range(1, 25),
            of_each_team={"visit": 10, "service.vneid_2": 3},
        ),
    ),
    "Quảng Thắng": (
        PlannedCampaign(
            "Ra quân kích hoạt VNeID, tài khoản dịch vụ công",
            of_each_team={"visit": 8},
            together={"service.vneid_2": 20, "service.public_service_account": 20},
        ),
        PlannedCampaign(
            "Đợt cao điểm hồ sơ sức khỏe điện tử",
            is_on=True,
            areas=range(1, 5),
            of_each_team={"visit": 10, "installation.people": 4},
            together={"service.health_record": 6},
        ),
    ),
    "Lam Sơn": (
        PlannedCampaign(
            "Ra quân cài đặt chữ ký số cá nhân",
            of_each_team={"visit": 8},
            together={"service.digital_signature": 6, "service.marketplace": 2},
        ),
    ),
}

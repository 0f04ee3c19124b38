"""The six units of the demonstration: their names then, their codes today, and how each is divided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.periods import CALENDAR_DAY, MIDDLE_DAY
from app.places.models import NEIGHBOURHOOD_WORD, TEAM_WORD, PlaceType

_SERVICES: Mapping[str, int] = {
    "vneid_2": 6,
    "vneid_1": 1,
    "health_record": 2,
    "public_service_account": 5,
    "payment_account": 3,
    "digital_signature": 3,
    "social_security": 2,
    "provincial_app": 2,
    "etax_mobile": 1,
    "field_feedback": 1,
    "digital_literacy": 1,
    "telehealth": 1,
    "e_invoice": 1,
    "marketplace": 1,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of an article: its name then, its code today, and how it is divided.

    ``services`` are the services its teams help with here, weighed; ``pace`` is how many entries a team
    makes on a working day, on average. ``first_day`` is that of its reporting periods. ``service_points`` are places
    where no merchants are met.
    """

    key: str
    name: str
    code: str
    areas: Sequence[str]
    teams: int
    neighbourhood_word: str
    team_name: str
    pace: float
    note: str = ""
    team_word: str = TEAM_WORD
    places: Sequence[tuple[PlaceType, str]] = ()
    services: Mapping[str, int] = field(default_factory=lambda: dict(_SERVICES))
    first_day: int = CALENDAR_DAY
    service_points: Sequence[str] = ()


def _numbered(word: str, number: int) -> list[str]:
    return [f"{word} {each}" for each in range(1, number + 1)]


UNITS = (
    Unit(
        "Quảng Thắng",
        "Phường Quảng Thắng",
        "16417",
        _numbered("Phố", 8),
        8,
        "phố",
        "Tổ công nghệ số cộng đồng phố {}",
        0.7,
        note="Tên và số liệu công bố của năm 2023.",
        places=[(PlaceType.MARKET, "Chợ Quảng Thắng")],
        service_points=["Điểm dịch vụ công trực tuyến"],
    ),
    Unit(
        "Lam Sơn",
        "Phường Lam Sơn",
        "14812",
        _numbered("Khu phố", 6),
        6,
        "khu phố",
        "Tổ công nghệ số cộng đồng khu phố {}",
        0.6,
        note="Tên của năm 2024, thuộc thị xã Bỉm Sơn. Số khu phố ở đây là ví dụ.",
    ),
    Unit(
        "Hiệp Tân",
        "Phường Hiệp Tân",
        "27028",
        _numbered("Khu phố", 5),
        1,
        "khu phố",
        "Tổ công nghệ số phường",
        2.0,
        note="Bài báo không nói là phường Hiệp Tân nào; ở đây lấy phường đã thành Phường Phú Thạnh.",
        team_word="Tổ công nghệ số phường",
        first_day=MIDDLE_DAY,
    ),
    Unit(
        "Sông Cầu",
        "Phường Sông Cầu",
        "01843",
        _numbered("Tổ", 20),
        20,
        NEIGHBOURHOOD_WORD,
        "Tổ công nghệ số cộng đồng tổ {}",
        0.35,
        note="Tên và số liệu công bố của năm 2024.",
        places=[(PlaceType.STREET, "Tuyến phố văn minh, không dùng tiền mặt")],
    ),
    Unit(
        "Như Cố",
        "Xã Như Cố",
        "02086",
        _numbered("Thôn", 11),
        11,
        "thôn",
        "Tổ công nghệ số cộng đồng thôn {}",
        0.35,
        note="Tên và số liệu công bố của năm 2024.",
    ),
    Unit(
        "An Khê",
        "Phường An Khê",
        "20305",
        _numbered("Tổ dân phố", 90),
        90,
        NEIGHBOURHOOD_WORD,
        "Tổ CNSCĐ và Đề án 06 số {}",
        0.7,
        note="Số liệu công bố của năm 2024, trước khi nhập với Hòa Phát và Hòa An. Số tổ dân phố ở đây là ví dụ.",
        team_word="Tổ CNSCĐ và Đề án 06",
        places=[(PlaceType.MARKET, "Chợ Tân An"), (PlaceType.MARKET, "Chợ Thuận An")],
    ),
)

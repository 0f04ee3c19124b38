"""The teams and areas of a made-up ward, whose names are alike."""

from __future__ import annotations

from app.roster.team_names import NamedPlace, TeamNames

TEAMS = {
    1: "Tổ 1",
    2: "Tổ 2",
    12: "Tổ 12",
    4: "Tổ 4, Hòa Bình",
    5: "Tổ An Phú 5",
    6: "Tổ An Hòa 6",
    7: "Tổ An Hoà 6B",
    8: "Tổ Đông 8",
    9: "Tổ Tây 8",
    10: "Tổ Hoa",
    11: "Tổ Hóa",
    20: "Tổ CNSCĐ TDP 20",
}
AREAS = (
    NamedPlace("Tổ dân phố 1", frozenset({2})),
    NamedPlace("Tổ dân phố 3", frozenset({1, 2})),
    NamedPlace("Tổ dân phố 9", frozenset()),
    NamedPlace("Thôn Trung", frozenset({12})),
)
NAMES = TeamNames(TEAMS, AREAS)

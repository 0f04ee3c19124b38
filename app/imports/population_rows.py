"""What a row of a list of populations says: figures of groups, of the ward or of an area, as of a day. Pure rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.figures import MOST_FIGURE
from app.imports.list_areas import ListAreas
from app.imports.list_kind import KindColumn, ListRow, ValueType
from app.json_values import read_text
from app.localisation import day
from app.month import FIRST_DAY
from app.places.models import SOURCE_LENGTH
from app.places.population_names import GROUP_NAMES
from app.settings.area_names import AreaNames
from app.targets.subjects import HOUSEHOLDS
from app.text import fold

AREA, GROUP, FIGURE, AS_OF, SOURCE = "area", "group", "figure", "as_of", "source"
GROUP_HEADINGS: Mapping[str, Sequence[str]] = {
    HOUSEHOLDS: ("so ho", "ho", "so ho dan", "ho dan", "ho gia dinh", "so ho gia dinh", "households"),
    "residents": ("so nhan khau", "nhan khau", "dan so", "so khau", "khau", "so dan", "residents", "population"),
    "residents_14_plus": (
        *("nguoi tu 14 tuoi", "tu 14 tuoi", "so nguoi tu 14 tuoi", "nguoi tu du 14 tuoi", "tu du 14 tuoi tro len"),
        *("tu 14 tuoi tro len", "nhan khau tu 14 tuoi", "14 tuoi tro len", "14 and older"),
    ),
    "residents_15_plus": (
        *("nguoi tu 15 tuoi", "tu 15 tuoi", "so nguoi tu 15 tuoi", "nguoi tu du 15 tuoi", "tu du 15 tuoi tro len"),
        *("tu 15 tuoi tro len", "nhan khau tu 15 tuoi", "15 tuoi tro len", "15 and older"),
    ),
    "adults": (
        *("nguoi truong thanh", "nguoi tu 18 tuoi", "tu 18 tuoi", "so nguoi tu 18 tuoi", "tu du 18 tuoi tro len"),
        *("tu 18 tuoi tro len", "18 tuoi tro len", "adults"),
    ),
    "businesses": (
        *("ho kinh doanh", "so ho kinh doanh", "doanh nghiep ho kinh doanh", "so doanh nghiep ho kinh doanh"),
        *("co so kinh doanh", "so co so kinh doanh", "businesses"),
    ),
    "households_of_areas": ("so ho cua cac khu dan cu", "households of the neighbourhoods"),
    "neighbourhoods": ("so khu dan cu", "so to dan pho", "so thon", "so khu pho", "neighbourhoods"),
    "neighbourhood_halls": ("nha van hoa", "so nha van hoa", "neighbourhood halls"),
    "staff": ("can bo cong chuc", "so can bo cong chuc", "staff"),
    "inspections": ("tong so cuoc thanh tra kiem tra", "cuoc thanh tra kiem tra", "inspections"),
    "results": ("tong so ket qua thu tuc hanh chinh", "results of procedures"),
}
"""How the column of each group is headed in a list that has one for each, folded."""


def group_columns() -> Iterator[KindColumn]:
    """Yield the column of each group. That of areas is not called as the column is that names one."""
    for group, headings in GROUP_HEADINGS.items():
        label = _l("Number of neighbourhoods") if group == "neighbourhoods" else GROUP_NAMES[group]
        yield KindColumn(group, label, headings, ValueType.FIGURE)


class PopulationKey(NamedTuple):
    """Of whom a figure is; ``area_id`` is ``None`` for the whole ward."""

    group: str
    area_id: int | None
    as_of: date


class PopulationFigure(NamedTuple):
    """A figure with its source."""

    figure: int
    source: str


class ReadPopulations(NamedTuple):
    """What a row says, and a sentence about what of it is not stored."""

    figures: Mapping[PopulationKey, PopulationFigure]
    note: str = ""


@dataclass(frozen=True, slots=True)
class PopulationReader:
    """Understands rows, given the areas of the ward and its own names, and what a row has that names none itself.

    ``merged_on`` gives, of areas that others were merged into, the day up to which figures are of a smaller area.
    """

    areas: ListAreas
    ward_names: Mapping[int, str]
    merged_on: Mapping[int, date]
    today: date
    as_of: date
    source: str

    def read(self, row: ListRow) -> ReadPopulations:
        """Return the figures of a row; raises ``ValueError`` with a sentence where it cannot be understood."""
        area_id = self._area(row.values.get(AREA, ""))
        as_of = self._day(row.values.get(AS_OF, ""))
        source = read_text(row.values.get(SOURCE, self.source), SOURCE_LENGTH)
        figures = dict(_figures(row.values))
        if not figures:
            raise ValueError(_("There is no figure in this row."))
        if any(figure > MOST_FIGURE for figure in figures.values()):
            raise ValueError(_("A figure is too large to be one of people or households."))
        note = ""
        if area_id is not None:
            if HOUSEHOLDS not in figures:
                raise ValueError(_("Only of households a neighbourhood has a figure. Enter others for the whole ward."))
            others = [str(GROUP_NAMES[group]) for group in figures if group != HOUSEHOLDS]
            figures = {HOUSEHOLDS: figures[HOUSEHOLDS]}
            if others:
                note = _(
                    "Stored for the whole ward only, not for this neighbourhood: %(names)s.", names=", ".join(others)
                )
            self._check_merge(area_id, as_of)
        keys = {
            PopulationKey(group, area_id, as_of): PopulationFigure(figure, source) for group, figure in figures.items()
        }
        return ReadPopulations(keys, note)

    def _area(self, text: str) -> int | None:
        """Return the area that a text names; ``None`` for nothing, and for what the ward as a whole is called."""
        if not text or AreaNames(self.ward_names).every([text]):
            return None
        return self.areas.find(text)

    def _day(self, text: str) -> date:
        as_of = date.fromisoformat(text) if text else self.as_of
        if not FIRST_DAY <= as_of <= self.today:
            first, last = day(FIRST_DAY), day(self.today)
            raise ValueError(_("Enter a day from %(first)s to %(last)s.", first=first, last=last))
        return as_of

    def _check_merge(self, area_id: int, as_of: date) -> None:
        merged_on = self.merged_on.get(area_id)
        if merged_on is not None and as_of <= merged_on:
            words = _("Others were merged into it on %(day)s: only later figures are its own.", day=day(merged_on))
            raise ValueError(words)


def _figures(values: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield the figures of a row by their groups: each of a column of its own, and the one whose group a cell names."""
    for group in GROUP_HEADINGS:
        if group in values:
            yield group, int(values[group])
    if GROUP in values and FIGURE in values:
        yield _group(values[GROUP]), int(values[FIGURE])
    elif FIGURE in values:
        raise ValueError(_("Write of whom the figure is: households, residents …"))


def _group(text: str) -> str:
    """Return the group that a text names in either language; raises ``ValueError`` with a sentence."""
    words = " ".join(fold(text).replace(",", " ").split())
    for group, headings in GROUP_HEADINGS.items():
        if words in (group, *headings, " ".join(fold(str(GROUP_NAMES[group])).replace(",", " ").split())):
            return group
    names = ", ".join(str(GROUP_NAMES[group]) for group in GROUP_HEADINGS)
    raise ValueError(_("“%(name)s” is no group that is counted. These are: %(names)s.", name=text, names=names))


POPULATION_COLUMNS: Sequence[KindColumn] = (
    KindColumn(
        AREA,
        _l("Neighbourhood"),
        (
            *(
                "to dan pho",
                "tdp",
                "khu pho",
                "khu dan cu",
                "khoi pho",
                "khoi",
                "khu",
                "thon",
                "xom",
                "ap",
                "khom",
                "ban",
            ),
            *("buon", "lang", "to", "ten to", "ten to dan pho", "dia ban", "don vi", "neighbourhood", "area"),
        ),
        hint=_l("Empty for the whole ward."),
    ),
    *group_columns(),
    KindColumn(
        GROUP,
        _l("Who is counted"),
        ("nhom", "doi tuong", "chi tieu", "noi dung", "group", "who is counted"),
        hint=_l("Where a list has a line for each group: households, residents …"),
    ),
    KindColumn(FIGURE, _l("How many"), ("so luong", "so lieu", "figure", "how many", "number"), ValueType.FIGURE),
    KindColumn(
        AS_OF,
        _l("Counted on"),
        ("so lieu den ngay", "tinh den ngay", "den ngay", "ngay", "thoi diem", "as of", "counted on"),
        ValueType.DAY,
        hint=_l("Where it is empty, the day on which the list was given."),
    ),
    KindColumn(
        SOURCE,
        _l("Who says so"),
        ("nguon", "nguon so lieu", "theo nguon", "source", "who says so"),
        hint=_l("Where it is empty, who gave the list."),
        longest=SOURCE_LENGTH,
    ),
)

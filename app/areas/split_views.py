"""``/areas/split``: splitting an area of a ward by its households."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from app.access import requires
from app.areas.blueprint import bp
from app.areas.change_forms import first_day_field
from app.areas.change_pages import AskedChange, ChangePage, change_answer, make_or_show
from app.areas.changes import AreaSplit, ChangeOrder
from app.areas.checks import DAY
from app.areas.split_actions import begin_split, finish_split
from app.areas.split_area import split_whole_area
from app.areas.split_choices import AreaLane, AreaParty, households_of_area, lanes_of, merchants_of_area
from app.areas.split_entry import MOST_PARTS, ONE_BY_ONE, SplitEntry
from app.database import in_transaction, reader
from app.overview.populations import KnownPopulation
from app.overview.ward_month import WardMonth
from app.permissions import Permission
from app.places.models import AreaChange
from app.places.queries import covered_areas
from app.settings.list_access import ListAccess, list_access
from app.settings.list_pages import heading_of
from app.settings.ward_lists import Listed, WardList, is_in_use, rows_of_list


class SplitForm(FlaskForm):  # type: ignore[misc]
    """The first day of the parts of an area; the parts themselves are a :class:`SplitEntry`."""

    first_day = first_day_field()


@dataclass(frozen=True, slots=True)
class _SplitParties:
    """The households, lanes and merchants of an area, and the teams that cover it."""

    households: list[AreaParty]
    merchants: list[AreaParty]
    covering: set[int]

    @property
    def lanes(self) -> list[AreaLane]:
        return lanes_of(self.households)


@bp.get("/split")
@requires(Permission.PLACE_MANAGE)
def choose_area_to_split() -> str:
    """Show the areas of which one can be split."""
    access = list_access(Permission.PLACE_MANAGE)
    heading = heading_of(WardList.AREAS, access.ward)
    return render_template("areas/split_choice.html", access=access, heading=heading, areas=access.areas_in_use())


@bp.route("/<int(max=2147483647):id>/split", methods=["GET", "POST"])
@requires(Permission.PLACE_MANAGE)
def split(id: int) -> ResponseReturnValue:
    """Take the parts of an area, show the map of old and new, and make it when that was seen."""
    access = list_access(Permission.PLACE_MANAGE)
    area = access.line_or_404(WardList.AREAS, id)
    form = SplitForm()
    is_valid = form.validate_on_submit()
    standing = _standing(access, area, form)
    entry = SplitEntry.sent(request.form, standing.covering) if form.is_submitted() else None
    made: int | ChangePage = ChangePage()
    if entry is not None and "more" not in request.form:
        parties = standing.households, standing.merchants, standing.covering
        source = _("Given with the split of %(area)s", area=area.name)
        wanted = entry.split_of(id, *parties, form.first_day.data, source)
        if is_valid and not entry.has_errors:
            made = make_or_show(access, _asked(form, wanted, standing), request.form.get("confirmed"))
    return change_answer(
        access,
        "areas/split.html",
        form,
        made,
        is_wrong=entry is not None and entry.has_errors,
        area=area,
        entry=entry or SplitEntry.blank(standing.covering),
        standing=standing,
        population=_population(access, id),
        labels={each.id: each.label for each in standing.households},
        teams=_teams(access),
        most_parts=MOST_PARTS,
        one_by_one=ONE_BY_ONE,
    )


def _standing(access: ListAccess, area: Listed, form: SplitForm) -> _SplitParties:
    earliest = access.today if area.valid_from is None else max(access.today, area.valid_from + DAY)
    ward_id, area_id = access.ward.id, area.id
    first_day = earliest if form.first_day.errors else form.first_day.data or earliest
    return _SplitParties(
        households_of_area(reader(), ward_id, area_id, first_day),
        merchants_of_area(reader(), ward_id, area_id, first_day),
        {team for team, covered in reader().execute(covered_areas(ward_id, access.today)) if covered == area_id},
    )


def _population(access: ListAccess, area_id: int) -> KnownPopulation | None:
    """Return how many households an area has by the books today, where that is known."""
    month = access.ward.settings.periods.of(access.today)
    return WardMonth(reader(), access.ward, month, access.today).households_of_areas().get(area_id)


def _teams(access: ListAccess) -> dict[int, str]:
    rows = rows_of_list(reader(), WardList.TEAMS, access.ward.id)
    return {row.id: row.name for row in rows if is_in_use(row, access.today)}


def _asked(form: SplitForm, wanted: AreaSplit, parties: _SplitParties) -> AskedChange:
    parts = [
        (
            part.name,
            *(sorted(map(str, ids)) for ids in (part.household_ids, part.merchant_ids)),
            part.team_ids,
            part.population,
        )
        for part in wanted.parts
    ]
    entered = wanted.area_id, parts, wanted.remainder

    def rehearse(session: Session, order: ChangeOrder) -> AreaChange:
        part_ids = begin_split(session, order, wanted)
        return finish_split(session, order, wanted, part_ids, {})

    def make(order: ChangeOrder, check: Callable[[Session], None]) -> int:
        in_transaction(check)
        return split_whole_area(order, wanted)

    return AskedChange(form.first_day.day, entered, rehearse, make, _sizes(wanted, parties))


def _sizes(wanted: AreaSplit, parties: _SplitParties) -> list[tuple[int, int]]:
    """Return how many households and merchants each part would have."""
    given = [(len(part.household_ids), len(part.merchant_ids)) for part in wanted.parts]
    others = [pair for place, pair in enumerate(given) if place != wanted.remainder]
    homes, stalls = len(parties.households), len(parties.merchants)
    given[wanted.remainder] = homes - sum(pair[0] for pair in others), stalls - sum(pair[1] for pair in others)
    return given

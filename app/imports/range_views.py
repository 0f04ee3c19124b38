"""``/imports/house-numbers``: the houses of a lane by their numbers, where nobody has a list of them."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import requires
from app.database import reader
from app.imports.apply_actions import PartOutcome
from app.imports.blueprint import bp
from app.imports.house_range import HouseRange
from app.imports.import_access import ward_access
from app.imports.import_steps import apply_next, loaded_again, plan_import, store_list
from app.imports.kinds import KINDS
from app.imports.kinds.households import AREA
from app.imports.list_areas import ListAreas
from app.imports.list_kind import ListCode, ListOrigin, ListRow, PlannedRow, RowVerdict
from app.imports.models import Import
from app.imports.new_list import NewList
from app.imports.range_forms import RangeForm
from app.imports.written_address import ADDRESS
from app.month import now
from app.people.actor import Actor
from app.permissions import Permission
from app.targets.subjects import HOUSEHOLDS

_HOUSEHOLDS = KINDS[ListCode.HOUSEHOLDS]


class RangePreview(NamedTuple):
    """The numbers of the houses by what becomes of them: new, and of these nearly the same as others; there already."""

    new: list[str]
    similar: list[str]
    known: list[str]
    wrong: list[PlannedRow]


@bp.route("/house-numbers", methods=["GET", "POST"])
@requires(Permission.WARD_IMPORT)
def house_numbers() -> ResponseReturnValue:
    """Show what the houses of a lane would be, and add those that the ward does not have."""
    actor, ward = ward_access()
    form = RangeForm.of(ListAreas(reader(), ward.id, actor.today).names)
    preview = None
    if form.validate_on_submit():
        preview = _preview(actor, ward.id, form.range)
        if "add" in request.form and preview.new and not preview.wrong:
            return redirect(url_for("imports.show", import_id=_add(actor, ward.id, form.range).id))
    html = render_template(
        "imports/house_numbers.html", ward=ward, form=form, preview=preview, households_group=HOUSEHOLDS
    )
    return html, 422 if form.errors or (preview is not None and preview.wrong) else 200


def _preview(actor: Actor, ward_id: int, houses: HouseRange) -> RangePreview:
    """Return what the houses would be in the ward as it is."""
    planner = _HOUSEHOLDS.planner(reader(), ListOrigin(ward_id, actor, now(), actor.name, actor.today))
    preview = RangePreview([], [], [], [])
    for row, (number, label) in enumerate(zip(houses.numbers, houses.labels, strict=True), start=1):
        planned = planner.plan(ListRow(row, {AREA: houses.area, ADDRESS: label}))
        match planned.verdict:
            case RowVerdict.WRONG:
                preview.wrong.append(planned)
            case RowVerdict.SAME:
                preview.known.append(number)
            case RowVerdict.CHANGED if not planned.values["back"]:
                preview.known.append(number)
            case verdict:
                preview.new.append(number)
                if planned.problem and verdict is RowVerdict.NEW:
                    preview.similar.append(number)
    return preview


def _add(actor: Actor, ward_id: int, houses: HouseRange) -> Import:
    """Bring the houses in as a list, so that they can be taken back as one."""
    columns = {column.code: str(column.label) for column in _HOUSEHOLDS.columns}
    sheet = houses.sheet((columns[AREA], columns[ADDRESS]))
    digest = sha256("\n".join((houses.area, *houses.labels)).encode()).hexdigest()
    purpose = _("House numbers of a lane: %(range)s", range=houses.text)
    new = NewList(ListCode.HOUSEHOLDS, "", digest, actor.name, actor.today, purpose[:300])
    imported = store_list(reader(), ward_id, new, [sheet], actor.id, now())
    plan_import(reader(), imported, actor, now())
    outcome = PartOutcome.DONE
    while outcome is PartOutcome.DONE:
        imported = loaded_again(reader(), ward_id, imported.id)
        outcome = apply_next(reader(), imported, actor, now(), imported.version)
    if outcome is PartOutcome.FINISHED:
        flash(_("The houses are added."))
    return loaded_again(reader(), ward_id, imported.id)

"""``/imports/<number>``: what the rows of a list would do or did; applying it, taking it back, and giving it up."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import requires
from app.arguments import requested_number
from app.attachments import attachment
from app.database import in_transaction, reader
from app.imports.apply_actions import PartOutcome
from app.imports.blueprint import bp
from app.imports.choices import ListChoices, RowCounts
from app.imports.import_access import ImportAccess, import_access
from app.imports.import_steps import apply_next, stored_sheet, undo_next
from app.imports.models import ImportState
from app.imports.plan_actions import discard
from app.imports.plan_page import PlanPages, wrong_rows_of
from app.imports.queries import same_lists
from app.imports.undo_actions import StandsOnImportError
from app.imports.wording import RESULTS, STATE_NAMES, UNREAD_NAMES
from app.imports.wrong_rows import wrong_rows_workbook
from app.month import now
from app.people.audit import record_now, record_view, shows_names
from app.people.audit_events import AuditEvent
from app.people.queries import names_of
from app.permissions import Permission
from app.versions import SaveOutcome

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/<int(max=2147483647):import_id>")
@requires(Permission.WARD_IMPORT)
@shows_names("imports.show", _l("the rows of a list that came in"))
def show(import_id: int) -> ResponseReturnValue:
    """Show how far a list is: what its rows would do, how many are applied, or the result."""
    access = import_access(import_id)
    if access.imported.state is ImportState.READ:
        return redirect(url_for("imports.columns", import_id=import_id))
    page = _plan_page(access) if access.imported.state is ImportState.PLANNED else _outcome_page(access)
    if access.shows_names and access.imported.state is ImportState.PLANNED:
        record_view(reader(), now(), access.actor, access.ward.id, number=import_id)
    return page


@bp.get("/<int(max=2147483647):import_id>/wrong.xlsx")
@requires(Permission.WARD_IMPORT)
def wrong_rows(import_id: int) -> Response:
    """Return the wrong rows as a workbook, in which they can be mended and from which they can be brought in again."""
    access = import_access(import_id)
    if not access.imported.can_be_applied or not RowCounts.parse(access.imported.counts).wrong:
        abort(404)
    choices = ListChoices.from_json(access.imported.choices)
    sheet = stored_sheet(reader(), access.imported, choices.sheet)
    wrong = wrong_rows_of(reader(), access.imported)
    content = wrong_rows_workbook(sheet, choices.columns, wrong, access.kind)
    if access.shows_names:
        record_now(
            reader(), AuditEvent.NAMES_EXPORTED, now(), access.actor, access.ward.id, format="XLSX", number=import_id
        )
    return attachment(content, _XLSX, f"dong-sai-{import_id}.xlsx")


@bp.post("/<int(max=2147483647):import_id>/apply")
@requires(Permission.WARD_IMPORT)
def apply(import_id: int) -> ResponseReturnValue:
    """Apply the next part of a list, and go back to its page, from which the one after that is sent."""
    access = import_access(import_id)
    counts = RowCounts.parse(access.imported.counts)
    if access.imported.state is ImportState.PLANNED and counts.wrong and "skip" not in request.form:
        flash(_("Some rows are wrong. Say that they are to be left out, or mend them first."))
        return redirect(url_for("imports.show", import_id=import_id))
    match apply_next(reader(), access.imported, access.actor, now(), request.form.get("version", "")):
        case PartOutcome.PLANNED_AGAIN:
            flash(_("The ward has changed since the list was tried out. What is still to do was looked at once more."))
        case PartOutcome.FINISHED:
            flash(_("The list is applied."))
        case _:
            pass  # The page says how far it is, whoever applied the part.
    return redirect(url_for("imports.show", import_id=import_id))


@bp.post("/<int(max=2147483647):import_id>/undo")
@requires(Permission.WARD_IMPORT)
def undo(import_id: int) -> ResponseReturnValue:
    """Take back the last part of a list, and go back to its page, from which the one before that is sent."""
    access = import_access(import_id)
    try:
        outcome = undo_next(reader(), access.imported, access.actor, now(), request.form.get("version", ""))
    except StandsOnImportError as error:
        page = _outcome_page(import_access(import_id), reasons=[str(reason) for reason in error.reasons])
        return page, 409
    if outcome is PartOutcome.FINISHED:
        flash(_("The list is taken back. Everything is as it was before it came in."))
    return redirect(url_for("imports.show", import_id=import_id))


@bp.post("/<int(max=2147483647):import_id>/discard")
@requires(Permission.WARD_IMPORT)
def give_up(import_id: int) -> ResponseReturnValue:
    """Give up a list of which nothing was applied."""
    ward_id, seen = import_access(import_id).ward.id, request.form.get("version", "")
    reader().rollback()
    outcome = in_transaction(lambda session: discard(session, ward_id, import_id, seen))
    if outcome is SaveOutcome.CHANGED_MEANWHILE:
        flash(_("Somebody, or another window, went on with this list meanwhile. Look again."))
        return redirect(url_for("imports.show", import_id=import_id))
    flash(_("The list is given up. Nothing of it was applied, and its cells are deleted."))
    return redirect(url_for("imports.index"))


def _plan_page(access: ImportAccess) -> str:
    imported = access.imported
    sheet = stored_sheet(reader(), imported, ListChoices.from_json(imported.choices).sheet)
    pages = PlanPages(reader(), imported, sheet)
    return render_template(
        "imports/plan.html",
        access=access,
        counts=RowCounts.parse(imported.counts),
        wrong=pages.wrong(requested_number("wrong") or 1),
        changed=pages.changed(requested_number("changed") or 1),
        noted=pages.noted(requested_number("noted") or 1),
        same_list=reader().scalars(same_lists(access.ward.id, imported.digest, imported.id).limit(1)).first(),
        unread_names=UNREAD_NAMES,
    )


def _outcome_page(access: ImportAccess, reasons: list[str] | None = None) -> str:
    imported = access.imported
    ids = [imported.uploaded_by_id, imported.applied_by_id, imported.undone_by_id]
    people = {id: name for id, name in reader().execute(names_of(id for id in ids if id is not None))}
    endpoint, which, result_name = RESULTS.get(imported.kind, ("imports.index", None, ""))
    return render_template(
        "imports/outcome.html",
        access=access,
        counts=RowCounts.parse(imported.counts),
        state=STATE_NAMES[imported.state],
        people=people,
        reasons=reasons or [],
        result_address=url_for(endpoint, which=which) if result_name else None,
        result_name=result_name,
    )

"""``/imports/``: what can be brought in, with a template of each, and what came in so far."""

from __future__ import annotations

from flask import Response, abort, render_template

from app.access import requires
from app.attachments import attachment
from app.database import reader
from app.imports.blueprint import bp
from app.imports.choices import RowCounts
from app.imports.import_access import ward_access
from app.imports.kinds import KINDS
from app.imports.list_kind import ListCode
from app.imports.queries import imports_of
from app.imports.retention import delete_overdue_cells
from app.imports.template_choices import template_choices
from app.imports.templates import template_name, template_workbook
from app.imports.wording import KIND_SENTENCES, STATE_NAMES
from app.month import now
from app.permissions import Permission

_MOST_SHOWN = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/")
@requires(Permission.WARD_IMPORT)
def index() -> str:
    """Show what can be brought in, and what came in so far."""
    _actor, ward = ward_access()
    delete_overdue_cells(reader(), now())
    rows = reader().execute(imports_of(ward.id).limit(_MOST_SHOWN))
    return render_template(
        "imports/index.html",
        ward=ward,
        kinds=list(KINDS.values()),
        sentences=KIND_SENTENCES,
        imports=[(imported, name, RowCounts.parse(imported.counts)) for imported, name in rows],
        names={code: kind.name for code, kind in KINDS.items()},
        states=STATE_NAMES,
    )


@bp.get("/templates/<code>.xlsx")
@requires(Permission.WARD_IMPORT)
def template(code: str) -> Response:
    """Return the template of a kind of list, filled with what the ward can choose from."""
    _actor, ward = ward_access()
    if code not in set(KINDS):
        abort(404)
    kind = KINDS[ListCode(code)]
    content = template_workbook(kind, ward.name, template_choices(reader(), ward, kind))
    return attachment(content, _XLSX, template_name(kind, ward.name))

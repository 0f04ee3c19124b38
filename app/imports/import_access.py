"""The ward and the import that a page is about, as views load them."""

from __future__ import annotations

from typing import NamedTuple

from flask import abort
from flask_login import current_user

from app.database import reader
from app.imports.kinds import KINDS
from app.imports.list_kind import ListCode, ListKind
from app.imports.models import Import
from app.imports.queries import import_of
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission
from app.places.models import Ward

NAMED_KINDS = frozenset({ListCode.PEOPLE, ListCode.HOUSEHOLDS, ListCode.MERCHANTS})
"""Kinds of list whose rows name people, homes or stalls: who opens one leaves a line in the audit log."""


class ImportAccess(NamedTuple):
    """Who opens a page of an import of which ward."""

    actor: Actor
    ward: Ward
    imported: Import
    kind: ListKind

    @property
    def shows_names(self) -> bool:
        """Whether the rows name people, homes or stalls."""
        return self.imported.kind in NAMED_KINDS


def ward_access() -> tuple[Actor, Ward]:
    """Return who asks, with the ward whose lists they bring in; answer 403 or 404."""
    actor: Actor = current_user._get_current_object()
    return actor, own_ward_for(reader(), actor, Permission.WARD_IMPORT)


def import_access(import_id: int) -> ImportAccess:
    """Return who asks with an import of their ward; answer 403 or 404."""
    actor, ward = ward_access()
    imported = reader().scalar(import_of(ward.id, import_id))
    if imported is None or imported.kind not in KINDS:
        abort(404)
    return ImportAccess(actor, ward, imported, KINDS[imported.kind])

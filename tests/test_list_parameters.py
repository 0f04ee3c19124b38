"""A list of any length is one parameter: the text of the statement stays the same."""

from __future__ import annotations

from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.list_parameters import in_list
from app.logbook.models import Entry
from app.places.models import Neighbourhood
from tests.actions import log_entries
from tests.cast import AREA_1, AREA_2, WARD_A
from tests.client import Visitor
from tests.factories import make_entry


def test_numbers_texts_and_ids_are_found(app: Flask, ana: Visitor) -> None:
    sent = make_entry()
    log_entries(ana, sent, make_entry())
    entry_id, kinds = UUID(sent["id"]), ["visit", "it's", "o\N{COMBINING ACUTE ACCENT}"]
    areas = sa.select(Neighbourhood.id).where(in_list(Neighbourhood.id, "ids")).order_by(Neighbourhood.id)
    of_ward = sa.select(Entry.id).where(Entry.ward_id == WARD_A)
    with app.app_context():
        connection = reader().connection()
        for ids in ([AREA_2, AREA_1], [AREA_1], []):
            assert list(connection.scalars(areas, {"ids": ids})) == sorted(ids)
        by_id = of_ward.where(in_list(Entry.id, "ids"))
        assert list(connection.scalars(by_id, {"ids": [uuid4(), entry_id]})) == [entry_id]
        assert len(list(connection.scalars(of_ward.where(in_list(Entry.kind, "kinds")), {"kinds": kinds}))) == 2
        assert not list(connection.scalars(of_ward.where(~in_list(Entry.kind, "kinds")), {"kinds": kinds}))

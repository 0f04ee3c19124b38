"""Saving settings of a ward and its phones sending entries do not wait for each other on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.catalogue.own_service_actions import OwnServiceValues, add_own_service
from app.database import insert_rows, table_of, writer
from app.logbook.flags import FLAGS, Setting
from app.logbook.models import Entry
from app.month import Month, now
from app.months.actions import save_narrative
from app.months.narrative import Narrative
from app.places.models import Ward
from app.places.queries import lock_ward
from app.places.ward_settings import CatalogueChoice
from app.settings.actions import flags_version, save_flags
from app.settings.service_choice import choice_version, save_choice
from app.settings.template_actions import keep_template
from app.targets.actions import set_targets
from app.targets.keys import TargetKey
from app.versions import SaveOutcome
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.conftest import Apps
from tests.factories import make_entry

ENTRY = table_of(Entry)
NO_LONGER = sa.text("SET LOCAL lock_timeout = '300ms'")


def _save_flags(session: Session) -> object:
    off = {flag.code: Setting(False, flag.threshold) for flag in FLAGS}
    version = flags_version(session.get_one(Ward, WARD_A))
    return save_flags(session, WARD_A, off, True, version, CARLA, now()) is SaveOutcome.SAVED


def _set_target(session: Session) -> object:
    return set_targets(session, WARD_A, 2026, {TargetKey("visit"): 7}, CARLA, now())


def _save_words(session: Session) -> object:
    words = Narrative(**dict.fromkeys(Narrative.__struct_fields__, "ví dụ"))
    return (
        save_narrative(session, WARD_A, Month.of(date(2026, 1, 1)), None, words, "", CARLA, now()) is SaveOutcome.SAVED
    )


def _save_choice(session: Session) -> object:
    chosen, version = CatalogueChoice(hidden=["vneid_1"]), choice_version(session.get_one(Ward, WARD_A))
    return save_choice(session, WARD_A, chosen, CatalogueChoice(), version, CARLA, now()) is SaveOutcome.SAVED


def _add_service(session: Session) -> object:
    values = OwnServiceValues("Camera an ninh", "", "xã hội số", {"activated"})
    return add_own_service(session, WARD_A, values, CARLA, now())[1] is SaveOutcome.SAVED


SAVES: tuple[Callable[[Session], object], ...] = (
    _save_flags,
    _set_target,
    _save_words,
    _save_choice,
    _add_service,
    lambda session: keep_template(session, WARD_A, "a.docx", b"PK", CARLA, now()) or True,
)


@pytest.fixture
def app(apps: Apps) -> Iterator[Flask]:
    """Return an app on PostgreSQL: in SQLite there is one writer at a time."""
    with apps.lend("postgresql") as app:
        yield app


@pytest.fixture
def row(app: Flask) -> dict[str, Any]:
    """Return the row of an entry that is not stored yet."""
    Visitor(app, "ana").sync(make_entry())
    with app.app_context():
        [stored] = writer().execute(sa.select(ENTRY)).mappings().all()
    return {**stored, "id": uuid4()}


def _insert(session: Session, row: dict[str, Any]) -> None:
    insert_rows(session.connection(), Entry, [row])


@pytest.mark.parametrize("save", SAVES)
def test_settings_are_saved_while_an_entry_is_being_stored(
    app: Flask, row: dict[str, Any], save: Callable[[Session], object]
) -> None:
    with app.app_context():
        _insert(writer(), row)
        with app.app_context():
            writer().execute(NO_LONGER)
            assert save(writer())
            writer().commit()
        writer().commit()


@pytest.mark.parametrize("save", SAVES)
def test_an_entry_is_stored_while_settings_are_being_saved(
    app: Flask, row: dict[str, Any], save: Callable[[Session], object]
) -> None:
    with app.app_context():
        assert save(writer())
        writer().flush()
        with app.app_context():
            writer().execute(NO_LONGER)
            _insert(writer(), row)
            writer().commit()
        writer().commit()


def test_ward_lock_makes_two_savers_wait_for_each_other(app: Flask) -> None:
    with app.app_context():
        lock_ward(writer(), WARD_A)
        with app.app_context():
            writer().execute(NO_LONGER)
            with pytest.raises(OperationalError, match="lock timeout"):
                lock_ward(writer(), WARD_A)
            writer().rollback()

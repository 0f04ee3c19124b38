"""docs/measures.md: each figure that is printed has its label there, with its measure and its unit."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from flask_babel import gettext as _

from app.catalogue.terms import OUTCOME_NAMES
from app.config import ROOT
from app.database import reader
from app.logbook.kinds import HEADLINES, KINDS
from app.month import today
from app.overview.area_table import table_of_areas
from app.overview.household_figures import states_of_ward
from app.overview.ward_month import WardMonth
from app.places.models import Ward
from app.reports.share_text import share_text
from app.targets.subjects import HOUSEHOLDS, service_measures
from tests.actions import log_entries
from tests.cast import WARD_A
from tests.client import Visitor
from tests.factories import household
from tests.months.steps import LAST, entry_of
from tests.reports.steps import report_of

pytestmark = pytest.mark.one_engine

_ROW = re.compile(r"\| (?P<label>[^|]+) \| (?P<measures>[^|]+) \| (?P<unit>[^|]+) \| (?P<what>[^|]+) \|")


class Line(NamedTuple):
    """A line of the table: a label with the measures that it adds up and its unit."""

    label: str
    measures: str
    unit: str


def written() -> set[Line]:
    """Return the lines of the documentation."""
    text = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    rows = [found for line in text.splitlines() if (found := _ROW.fullmatch(line)) and found["label"] != "Label"]
    return {Line(row["label"].replace("`", ""), row["measures"].replace("`", ""), row["unit"]) for row in rows}


def in_code() -> Iterator[Line]:
    """Yield the lines that the code prints: headlines, what divides them, outcomes, and indicators."""
    for headline in HEADLINES:
        yield Line(str(headline.label), headline.measure, str(headline.unit))
    yield Line(_("Different households reached"), HOUSEHOLDS, _("households"))
    for kind in KINDS.values():
        for divided in kind.breakdowns:
            for measure, label in divided.labels(
                {divided.source: {"<group>": "<nhóm>"}} if divided.source else {}
            ).items():
                yield Line(f"{divided.title}: {label}", measure, str(divided.unit))
    for outcome, name in OUTCOME_NAMES.items():
        yield Line(str(name), f"installation.<service>.{outcome}", "người")
    with (ROOT / "app/catalogue/data/indicators.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Line(row["name_vi"], row["measures"] or "–", row["unit_vi"])


def test_every_figure_of_the_code_is_in_the_table_and_no_other(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/?lang=vi"):
        wanted, states = set(in_code()), {line for line in written() if line.measures.split(".")[-1] in _STATES}
    assert wanted - written() == set(), "add a row to docs/measures.md"
    assert written() - wanted - states == set(), "a row of docs/measures.md that nothing prints"


_STATES = {"people_14", "people_18", "people_60", "smartphones", "internet", "shares_phone"}


def test_labels_of_the_state_of_households_are_in_the_table(app: Flask) -> None:
    known = {(line.label, line.measures) for line in written()}
    with app.test_request_context("/?lang=vi"):
        states = states_of_ward(WardMonth(reader(), reader().get_one(Ward, WARD_A), LAST, today()))
    for line in (*states.people, *states.equipment):
        assert (line.label, line.code) in known


def test_sentences_say_the_unit_of_their_measure(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/?lang=vi"):
        for headline in HEADLINES:
            assert f"5 {headline.unit}" in headline.sentence(5), headline.measure


def test_labels_and_units_of_a_report_are_those_of_the_table(app: Flask, ana: Visitor) -> None:
    log_entries(
        ana,
        entry_of(LAST, household=household("Số 1")),
        entry_of(LAST, "installation", service="digital_literacy", outcome="activated"),
        entry_of(LAST, "merchant", business_type="household_business"),
        entry_of(LAST, "training"),
    )
    found = report_of(app)
    known = {(line.label, line.unit): line.measures for line in written()}
    services = [row for section in found.results for row in section.rows if row.code.startswith("service.")]
    assert [(row.unit, row.period) for row in services] == [("người", 1)]
    rows = [row for section in found.results for row in section.rows if row not in services]
    assert len(rows) > len(HEADLINES)
    for row in rows:
        assert (row.name, row.unit) in known, row.code
    with app.test_request_context("/?lang=vi"):
        columns = table_of_areas([], {}, 0, None, ()).columns
        shared = [line.partition(":")[0].removeprefix("• ") for line in share_text(found).splitlines() if "•" in line]
    assert all(known[column.name, column.unit] == column.measure for column in columns)
    assert shared
    assert set(shared) <= {line.label for line in written()}


def test_services_count_who_uses_them_or_completed_the_course() -> None:
    assert service_measures("x") == [
        f"installation.x.{outcome}" for outcome in ("activated", "self_sufficient", "completed", "confirmed")
    ]

"""A further kind that carries a place is its file, a line in the list of kinds and its template, and nothing else.

It is tried in a copy of the app, because modules go over the kinds as they are imported.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.config import ROOT
from app.reports.csv_export import COLUMNS
from tests.cast import MARKET_A
from tests.conftest import ENGINES, Databases

KIND = ROOT / "tests" / "fifth_kind"
LISTED = "_LATER: tuple[type[Kind], ...] = (AssistanceKind,)"
MARKET = "Chợ Quảng Thắng"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the app with the fifth kind."""
    root = tmp_path_factory.mktemp("fifth_kind")
    for folder in ("app", "templates"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("docs", "migrations", "static", "tests"):
        (root / folder).symlink_to(ROOT / folder)
    kinds = root / "app" / "logbook" / "kinds"
    shutil.copy(KIND / "service_desk.py", kinds)
    shutil.copy(KIND / "service_desk.html", root / "templates" / "logbook")
    listed = (kinds / "__init__.py").read_text(encoding="utf-8")
    assert listed.count(LISTED) == 1
    listed = listed.replace(LISTED, "_LATER = (AssistanceKind, ServiceDeskKind)")
    above = "from app.logbook.kinds.training"
    imported = f"from app.logbook.kinds.service_desk import ServiceDeskKind\n{above}"
    (kinds / "__init__.py").write_text(listed.replace(above, imported), encoding="utf-8")
    return root


@pytest.fixture(scope="module", params=ENGINES)
def found(request: pytest.FixtureRequest, databases: Databases, checkout: Path) -> Iterator[Any]:
    """Return what the app with the fifth kind shows of entries of it."""
    url = databases.fresh(request.param)
    command = [sys.executable, "-m", "tests.fifth_kind.run", url]
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    yield json.loads(done.stdout)
    databases.drop(url)


def test_fifth_kind_is_received_with_its_place(found: Any) -> None:
    assert found["outcomes"] == ["stored", "stored", "refused place", "stored", "stored"]


def test_fifth_kind_has_its_place_in_the_log(found: Any) -> None:
    """The column, the fields as the wire has them, and what stood there before a correction."""
    desk = ["service_desk", MARKET_A, MARKET_A]
    assert found["entries"] == [["merchant", MARKET_A, MARKET_A], desk, desk]
    assert found["before"] == {"place": MARKET_A, "helped": 9}
    assert [(fields["place"], fields["helped"]) for fields in found["mine"]] in ([(1, 4), (1, 3)], [(1, 3), (1, 4)])


def test_fifth_kind_is_counted(found: Any) -> None:
    assert found["measures"] == {"service_desk": 2, "service_desk.people": 7}
    assert found["differences"] == []


def test_fifth_kind_has_its_pages(found: Any) -> None:
    assert set(found["statuses"].values()) == {200}, found["statuses"]
    pages = found["pages"]
    assert 'data-field="place" data-type="IdField"' in pages["form"]
    assert {name for name, text in pages.items() if "ervice desk" in text} >= {
        "home",
        "form",
        "manifest",
        "ward",
        "entries",
        "queue",
        "report",
        "targets",
    }
    assert "/log/service_desk" in pages["worker"]
    assert all(MARKET in pages[name] for name in ("entries", "queue", "report"))


def test_fifth_kind_adds_its_columns_at_the_end_of_the_export(found: Any) -> None:
    """A spreadsheet that goes by the position of a column goes on."""
    assert {tuple(row) for row in found["csv"]} == {(*COLUMNS, "helped")}
    rows = sorted((row["kind"], row["place"], row["helped"]) for row in found["csv"])
    desks = [("service_desk", MARKET, number) for number in ("3", "4")]
    assert rows == [("merchant", MARKET, ""), *desks]

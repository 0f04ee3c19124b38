"""``flask area merge``, ``split``, ``map``, ``undo`` and ``changes``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from app.database import reader
from app.month import today
from app.places.queries import areas_of_ward
from tests.areas.ward import area
from tests.cast import AREA_1, AREA_2, TEAM_1, WARD_A
from tests.households.steps import listed
from tests.terminal import run

DAY = today().isoformat()
OF_A = ("--ward", "16417")


def _run(app: Flask, *arguments: str) -> tuple[int, str]:
    return run(app, "area", *arguments, *OF_A)


def _names(app: Flask) -> list[str]:
    with app.app_context():
        areas = areas_of_ward(reader(), WARD_A)
        return [each.name for each in areas if each.valid_to is None and not each.is_whole_ward]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the path of a file that a test writes."""
    return tmp_path / "map.txt"


def test_dry_run_says_what_a_map_would_do_and_changes_nothing(app: Flask, file: Path) -> None:
    listed(app, "Số 1", "Số 2")
    file.write_text("Phố 1; Phố 2 -> Khu A\n", encoding="utf-8-sig")
    code, output = _run(app, "map", str(file), "--from", DAY, "--dry-run")
    expected = "Phố 1; Phố 2 -> Khu A: 2 households, 0 merchants, 0 entries, Tổ 1, Tổ 2 (3 people)"
    assert (code, output.splitlines()) == (0, [expected, "Nothing was changed."])
    assert area(app, AREA_1) == (None, None, None, None)


def test_map_is_made_listed_and_undone(app: Flask, file: Path) -> None:
    csv = file.with_suffix(".csv")
    csv.write_text("Cũ,Mới\nPhố 1,Khu A\nPhố 2,Khu B\n", encoding="utf-8")
    assert _run(app, "map", str(csv), "--from", DAY)[0] == 0
    assert _names(app) == ["Khu A", "Khu B"]
    [change] = json.loads(_run(app, "changes", "--json")[1])
    assert (change["kind"], change["became"]) == ("map", ["Phố 1 -> Khu A", "Phố 2 -> Khu B"])
    assert _run(app, "undo", "1") == (0, "Change 1 is taken back.\n")
    assert _names(app) == ["Phố 1", "Phố 2"]
    assert "Khu A" not in _run(app, "list")[1]


def test_errors_of_a_map_are_named_by_line(app: Flask, file: Path) -> None:
    file.write_text("Phố 1 -> Khu A\nPhố 9 -> Khu B\nPhố 2", encoding="utf-8")
    code, output = _run(app, "map", str(file), "--from", DAY)
    assert code == 1
    assert "Line 2: there is no “Phố 9” in the ward." in output
    assert "Line 3: write what the neighbourhoods become" in output
    file.write_bytes("Phố 1 -> Khu Á".encode("cp1258", "ignore"))
    assert "is not text in UTF-8" in _run(app, "map", str(file), "--from", DAY)[1]


def test_areas_are_merged_into_a_new_one_or_into_one_that_goes_on(app: Flask) -> None:
    assert _run(app, "merge", "Phố 1", "Phố 2", "--from", DAY)[0] == 2
    assert "not in this ward" in _run(app, "merge", "Phố 1", "Phố 3", "--from", DAY, "--name", "Khu A")[1]
    assert _run(app, "merge", "Phố 1", "Phố 2", "--from", DAY, "--into", "Phố 2")[0] == 0
    assert area(app, AREA_1)[1] == AREA_2
    assert "was merged or split already" in _run(app, "merge", "Phố 1", "Phố 2", "--from", DAY, "--name", "K")[1]
    assert _run(app, "undo", "2")[0] == 2


def test_area_is_split_by_a_list_of_addresses(app: Flask, file: Path) -> None:
    listed(app, "Số 1", "Số 2")
    file.write_text("số 1\nSố 7\n", encoding="utf-8")
    arguments = ("split", "Phố 1", "--from", DAY, "--part", "Phố 1A", str(file), "--rest", "Phố 1B")
    assert "not in the area: Số 7" in _run(app, *arguments)[1]
    file.write_text("số 1\n", encoding="utf-8")
    assert _run(app, *arguments)[0] == 0
    assert _names(app) == ["Phố 1A", "Phố 1B", "Phố 2"]
    assert json.loads(run(app, "team", "list", *OF_A, "--json")[1])[0] == {
        "id": TEAM_1,
        "name": "Tổ 1",
        "areas": ["Phố 1A", "Phố 1B"],
        "since": None,
        "until": None,
    }


@pytest.mark.parametrize("day", ["0001-01-01", "2020-01-01"])
@pytest.mark.parametrize("command", ["merge", "split", "map"])
def test_a_first_day_that_is_a_slip_is_refused_in_words(app: Flask, file: Path, command: str, day: str) -> None:
    file.write_text("Phố 1 -> Khu A", encoding="utf-8")
    arguments = {
        "merge": ("Phố 1", "Phố 2", "--name", "Khu A"),
        "split": ("Phố 1", "--part", "Phố 1A", str(file), "--rest", "Phố 1B"),
        "map": (str(file), "--dry-run"),
    }
    code, output = _run(app, command, *arguments[command], "--from", day)
    assert (code, output.startswith("Error: "), "\n" in output.strip()) == (1, True, False)
    assert _names(app) == ["Phố 1", "Phố 2"]

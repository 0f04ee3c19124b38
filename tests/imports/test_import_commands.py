"""Lists come in by the command line, and are taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.imports.command_columns import place_of
from tests.imports.page_steps import everything, imported, part_types
from tests.terminal import run

LIST = "Tên chợ;Số quầy\nChợ Quảng Thắng;12\nChợ Mới;5\nChợ Cũ;6\n"
WARD = ("--ward", "16417")


@pytest.fixture
def file(tmp_path: Path, place_kind: object) -> Path:
    """Return a list of places."""
    assert place_kind
    path = tmp_path / "cho.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_list_is_tried_out_applied_and_taken_back(app: Flask, file: Path) -> None:
    before = everything(app)
    status, printed = run(app, "import", "merchants", str(file), *WARD, "--dry-run")
    assert (status, "new 2, changed 1, same 0, wrong 0." in printed) == (0, True)
    assert everything(app) == before
    status, printed = run(app, "import", "merchants", str(file), *WARD, "--given-on", "2026-01-02")
    assert (status, "is applied: new 2, changed 1." in printed) == (0, True)
    status, printed = run(app, "import", "merchants", str(file), *WARD)
    assert (status, "same 3" in printed, "Nothing is applied." in printed) == (0, True, True)
    assert part_types(app, 2) == {"change"}
    assert run(app, "import", "list", *WARD)[1].count("cho.csv") == 3
    assert run(app, "import", "undo", "2") == (0, "Import 2 is taken back.\n")
    assert everything(app) == before
    status, printed = run(app, "import", "undo", "2")
    assert (status, "nothing to take back" in printed) == (1, True)


def test_wrong_rows_stop_a_list_unless_they_are_left_out(app: Flask, file: Path) -> None:
    file.write_text(LIST + "!;1\n", encoding="utf-8")
    before = everything(app)
    status, printed = run(app, "import", "merchants", str(file), *WARD)
    assert (status, "row 5: Write a name without an exclamation mark." in printed) == (1, True)
    assert everything(app) == before
    status, printed = run(app, "import", "merchants", str(file), *WARD, "--skip-wrong")
    assert (status, "is applied: new 2, changed 1." in printed) == (0, True)


@pytest.mark.one_engine
def test_columns_are_named_by_their_letters(app: Flask, file: Path) -> None:
    file.write_text("Chợ Một;5\nChợ Hai;6\n", encoding="utf-8")
    status, printed = run(app, "import", "merchants", str(file), *WARD, "--columns", "A=name, B=count")
    assert (status, "new 2" in printed) == (0, True)
    assert run(app, "import", "merchants", str(file), *WARD, "--columns", "name")[0] == 2
    assert [place_of(letters) for letters in ("A", "Z", "aa", "CV")] == [0, 25, 26, 99]


@pytest.mark.one_engine
def test_what_cannot_be_done_is_explained(app: Flask, file: Path) -> None:
    assert run(app, "import", "merchants", str(file), "--ward", "99999")[0] == 2
    assert run(app, "import", "nothing", str(file), *WARD)[0] == 2
    assert run(app, "import", "undo", "77")[0] == 2
    file.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    status, printed = run(app, "import", "merchants", str(file), *WARD)
    assert (status, printed.startswith("Error: ")) == (1, True)


@pytest.mark.one_engine
def test_the_number_of_a_person_is_stored_of_no_command_line(app: Flask, file: Path) -> None:
    given = "--given-by", "CCCD 001099012345", "--purpose", "hỏi 001099012345"
    assert run(app, "import", "merchants", str(file), *WARD, "--skip-wrong", *given)[0] == 0
    stored = imported(app, 1)
    assert "001099012345" not in f"{stored.given_by} {stored.purpose}"


def test_a_number_that_the_database_cannot_hold_names_no_import(app: Flask) -> None:
    assert run(app, "import", "undo", "99999999999")[0] == 2

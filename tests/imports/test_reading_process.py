"""Whatever a file does to the process that reads it, the server goes on and says one sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.config import ROOT
from app.imports import reading_process
from app.imports.file_reader.file_type import read
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.reading import read_file
from app.imports.reading_process import sheets_of
from tests.imports.workbooks import archive, csv_of, members_of, ods, xlsx, xlsx_of

BUSY = 20.0  # seconds


@contextmanager
def open_file(content: BytesIO) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        file.write(content.getvalue())
        file.seek(0)
        yield file


def refusal_of_program(monkeypatch: pytest.MonkeyPatch, program: str, seconds: float = BUSY) -> Refusal:
    """Return what is said of a file when the process that reads it does what ``program`` says."""
    monkeypatch.setattr(reading_process, "_START", program)
    with open_file(BytesIO(b"a")) as file, pytest.raises(UnreadableFileError) as error:
        sheets_of(file, "x", seconds=seconds)
    return error.value.refusal


@pytest.mark.parametrize(
    ("program", "refusal"),
    [
        ("import os; os.abort()", Refusal.ENDED),
        ("import sys; sys.exit(3)", Refusal.ENDED),
        ("import os; os.kill(os.getpid(), 9)", Refusal.ENDED),
        ("print('half an answer')", Refusal.ENDED),
        ("", Refusal.ENDED),
        ("import signal, time; signal.alarm(1); time.sleep(20)", Refusal.TOO_LONG),
    ],
)
def test_process_that_ends_badly_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, program: str, refusal: Refusal
) -> None:
    assert refusal_of_program(monkeypatch, program) is refusal


def test_process_that_takes_too_long_is_killed_with_what_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    numbers = tmp_path / "numbers"
    program = (
        "import os, subprocess, sys, time\n"
        "started = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(numbers)!r}, 'w').write(f'{{os.getpid()}} {{started.pid}}')\n"
        "time.sleep(60)"
    )
    assert refusal_of_program(monkeypatch, program, seconds=3) is Refusal.TOO_LONG
    for number in map(int, numbers.read_text().split()):
        assert is_gone(number)


def is_gone(number: int) -> bool:
    for _try in range(50):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        if f"{number} (" in (stat := Path(f"/proc/{number}/stat").read_text()) and ") Z " in stat:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space of a process")
def test_file_that_needs_too_much_memory_ends_its_process_alone() -> None:
    # One text of 8 MB that stands in a thousand cells, each of which python-calamine gives a copy.
    text = "a" * 8_000_000
    cells = "<c t='s'><v>0</v></c>" * 100
    file = xlsx_of(
        f"<sheetData>{f'<row>{cells}</row>' * 10}</sheetData>",
        {
            "xl/sharedStrings.xml": '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"<si><t>{text}</t></si></sst>"
        },
    )
    with open_file(file) as opened, pytest.raises(UnreadableFileError) as error:
        sheets_of(opened, "x")
    assert error.value.refusal in {Refusal.ENDED, Refusal.UNPACKS_TOO_LARGE}


def test_process_knows_neither_the_app_nor_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for others")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///not-for-others.db")
    program = reading_process._START.replace("main(sys.argv[2])", "__name__") + (
        "\nimport os\n"
        "assert not {'flask', 'sqlalchemy', 'app.config', 'asyncio'}.intersection(sys.modules), sorted(sys.modules)\n"
        "assert not {'SECRET_KEY', 'DATABASE_URL'}.intersection(os.environ)\n"
        "print('clean')"
    )
    ended = subprocess.run(
        [sys.executable, "-I", "-c", program, str(ROOT / "app"), "x"],
        capture_output=True,
        text=True,
        check=False,
        env={key: os.environ[key] for key in reading_process._PASSED_ON if key in os.environ},
    )
    assert ended.stdout == "clean\n", ended.stderr


def test_files_are_read_one_at_a_time_from_several_threads() -> None:
    files = [csv_of([[str(number)]]) for number in range(2)]
    with ThreadPoolExecutor(2) as pool:
        sheets = list(pool.map(lambda file: read_file(file, "x"), files))
    assert [sheet[0].rows[0][0].text for sheet in sheets] == ["0", "1"]


def test_signals_of_the_server_are_not_changed() -> None:
    before = signal.getsignal(signal.SIGCHLD), signal.getsignal(signal.SIGALRM)
    read_file(csv_of([["a"]]), "x")
    assert (signal.getsignal(signal.SIGCHLD), signal.getsignal(signal.SIGALRM)) == before


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_garbage_is_refused_or_read(content: bytes) -> None:
    garbage(content)


XLSX, ODS = xlsx([["Họ tên", 1, True]]).getvalue(), ods([["Họ tên", 1, True]]).getvalue()


@settings(max_examples=150)
@given(st.sampled_from([XLSX, ODS]), st.integers(0), st.binary(min_size=1, max_size=8))
def test_damaged_workbook_is_refused_or_read(workbook: bytes, place: int, damage: bytes) -> None:
    place %= len(workbook)
    garbage(workbook[:place] + damage + workbook[place + len(damage) :])


PARTS = {name: content for name, content in members_of(BytesIO(XLSX)).items() if name.startswith("xl/")}


@settings(max_examples=100)
@given(st.sampled_from(sorted(PARTS)), st.integers(0), st.binary(min_size=1, max_size=8))
def test_workbook_with_damaged_xml_is_refused_or_read(name: str, place: int, damage: bytes) -> None:
    content = PARTS[name]
    place %= len(content)
    members = {**members_of(BytesIO(XLSX)), name: content[:place] + damage + content[place + len(damage) :]}
    garbage(archive(members).getvalue())


def garbage(content: bytes) -> None:
    """Read a file as the process for that does, where an error would end the process."""
    with suppress(UnreadableFileError):
        read(BytesIO(content), "x")

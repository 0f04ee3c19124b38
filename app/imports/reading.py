"""Lists that come in as a file or as pasted cells, read into sheets of cells.

What stands in a file is read by a process of its own (:mod:`app.imports.file_reader`), which has 512 MB and 30 seconds
and knows no database, since no program that reads other people's workbooks can be trusted with all of them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from app.imports.file_reader.limits import MOST_BYTES
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.packed_rows import unpacked_rows
from app.imports.pasted_cells import pasted_rows
from app.imports.reading_process import sheets_of
from app.imports.refusal_messages import message_of
from app.imports.sheets import ListSheet
from app.json_types import Message
from app.one_at_a_time import OneAtATime

_CHUNK = 64 * 1024  # bytes
_reading = OneAtATime(timeout=5.0)


class FileRefusedError(Exception):
    """A list cannot be read; ``message`` says to its owner why, and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def read_file(content: IO[bytes] | Path, file_name: str) -> Sequence[ListSheet]:
    """Return the sheets of a workbook or of a CSV file that are not hidden and not empty: at least one.

    What a file is, its bytes say and not its name. The rows are unpacked when they are asked for. One file is read at
    a time: raises :class:`~app.one_at_a_time.BusyError` when others are being read, and :class:`FileRefusedError`.
    """
    with tempfile.TemporaryFile() as file:
        try:
            _copy(content, file)
            with _reading.alone():
                sheets = sheets_of(file, file_name)
        except UnreadableFileError as error:
            raise FileRefusedError(message_of(error.refusal, error.place)) from error
    return [ListSheet(sheet.name, unpacked_rows(sheet), sheet.merged) for sheet in sheets]


def read_pasted(text: str) -> ListSheet:
    """Return the sheet that cells of a spreadsheet are when they are pasted; raises :class:`FileRefusedError`."""
    try:
        return ListSheet("", pasted_rows(text))
    except UnreadableFileError as error:
        raise FileRefusedError(message_of(error.refusal, error.place)) from error


def _copy(content: IO[bytes] | Path, file: IO[bytes]) -> None:
    """Copy what came in to a file of the operating system, which another process can read."""
    if isinstance(content, Path):
        with content.open("rb") as opened:
            return _copy(opened, file)
    size = 0
    while chunk := content.read(_CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise UnreadableFileError(Refusal.TOO_LARGE)
        file.write(chunk)
    if not size:
        raise UnreadableFileError(Refusal.EMPTY)
    file.seek(0)
    return None

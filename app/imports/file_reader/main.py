"""The process that reads one file: from its standard input to packed sheets on its standard output.

It is started without the rest of the app, with neither its settings nor its database.
"""

from __future__ import annotations

import gc
import resource
import signal
import sys
from typing import IO

import msgspec

from app.imports.file_reader.file_type import read
from app.imports.file_reader.limits import MEMORY, SECONDS
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.packed_rows import ReadFile


def main(name: str) -> None:
    """Read the file on standard input, whose name ``name`` only names its sheet when it has none of its own."""
    _limit()
    # Nothing here refers to itself in a circle, and looking for that among millions of cells takes a third of the time.
    gc.disable()
    sys.stdout.buffer.write(msgspec.msgpack.encode(_read(sys.stdin.buffer, name)))


def _read(file: IO[bytes], name: str) -> ReadFile:
    try:
        return ReadFile(read(file, name))
    except UnreadableFileError as error:
        return ReadFile(refusal=error.refusal, place=error.place)
    except MemoryError:
        return ReadFile(refusal=Refusal.ENDED)


def _limit() -> None:
    """Limit memory and time. The parent counts the seconds too; here they also hold when the parent is gone."""
    signal.alarm(SECONDS + 5)
    limits = {
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            # macOS does not know all of them. The extents that are checked before a file is read bound it there.
            continue

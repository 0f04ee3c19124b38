"""Reads a file in a process of its own, which ends when it takes too much memory or time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from typing import IO

import msgspec
import structlog

from app.config import ROOT
from app.imports.file_reader.limits import SECONDS
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.packed_rows import PackedSheet, ReadFile

log = structlog.get_logger()

_START = """
import importlib, sys, types
# The package itself is the factory of the whole app, which takes a second to import and knows the database.
package = types.ModuleType("app")
package.__path__ = [sys.argv[1]]
sys.modules["app"] = package
importlib.import_module("app.imports.file_reader.main").main(sys.argv[2])
"""
_PASSED_ON = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What of the environment the process gets: nothing that is secret."""


_DECODER = msgspec.msgpack.Decoder(ReadFile)


def sheets_of(file: IO[bytes], name: str, *, seconds: float = SECONDS) -> list[PackedSheet]:
    """Return the sheets of an open file of the operating system; raises :class:`UnreadableFileError`.

    The process and all that it may have started are killed when ``seconds`` are over.
    """
    with tempfile.TemporaryFile() as result:
        _run(file, result, name, seconds)
        result.seek(0)
        try:
            read = _DECODER.decode(result.read())
        except msgspec.DecodeError as error:
            raise UnreadableFileError(Refusal.ENDED) from error
    if read.refusal:
        raise UnreadableFileError(read.refusal, read.place)
    return read.sheets


def _run(file: IO[bytes], result: IO[bytes], name: str, seconds: float) -> None:
    environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    # One arena for all threads of the process, since each takes 64 MB of the address space.
    environment["MALLOC_ARENA_MAX"] = "1"
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-c", _START, str(ROOT / "app"), name],
        stdin=file,
        stdout=result,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=environment,
        start_new_session=True,
    )
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        log.warning("reading a file took too long")
        raise UnreadableFileError(Refusal.TOO_LONG) from error
    finally:
        if process.poll() is None:
            # It is the head of a group of its own, so that nothing of it goes on.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if code in {-signal.SIGALRM, -signal.SIGXCPU}:
        raise UnreadableFileError(Refusal.TOO_LONG)
    if code:
        log.warning("reading a file failed", code=code)
        raise UnreadableFileError(Refusal.ENDED)

"""Reads every statement of the tests, on both databases, and notes what the app asks without naming its ward.

A structure is looked at once; after that, a statement costs one look into a dictionary.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import sqlalchemy as sa

from app.config import ROOT
from app.database import Base
from app.ward_tables import WARD_COLUMN, Placement, tables_placed
from tests.scale.cross_ward_reads import APART, CROSS_WARD_READS, PASSED_ON
from tests.scale.named_wards import Named, wards_of

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a statement, if anything; nothing where each of some lists of wards has one."""

    problem: str = ""
    lists: Sequence[str] = ()


_FINE = Finding()
_SEVERAL = "reads several wards"


class Recorder:
    """Collects what is wrong until somebody takes it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[str, Finding] = {}
        self._problems: list[str] = []

    def note(
        self, _connection: object, _cursor: object, statement: str, _parameters: object, context: Any, _many: bool
    ) -> None:
        """Look at a statement that is about to be sent."""
        text = statement if context.compiled is None else str(context.compiled)
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = _finding(text, context)
        problem = found.problem
        if not problem or (found.lists and _have_one(context.compiled_parameters[0], found.lists)):
            return
        caller = _caller()
        if caller is None:
            return
        if caller in CROSS_WARD_READS:
            return
        with self._lock:
            self._problems.append(f"{caller} {problem}:\n{text}")

    def take(self) -> list[str]:
        """Return what was wrong since the last time."""
        with self._lock:
            problems, self._problems = self._problems, []
        return problems


def _have_one(parameters: Mapping[str, object], lists: Iterable[str]) -> bool:
    """Return whether each list has one value; its values are numbered from 1."""
    return not any(f"{name}_2" in parameters for name in lists)


def _finding(text: str, context: Any) -> Finding:
    if context.isddl:
        return _FINE
    compiled = context.compiled
    if compiled is None or isinstance(compiled.statement, sa.TextClause):
        in_words = _ward_tables().intersection(_WORD.findall(text))
        return Finding("asks in words, in which no ward can be found") if in_words else _FINE
    wards = wards_of(compiled.statement)
    least = wards.least()
    if least is Named.ONE:
        return _FINE
    if least is Named.NONE:
        return Finding("does not name the ward of each table")
    if wards.least(lists_have_one=True) is not Named.ONE:
        return Finding(_SEVERAL)
    # SQLAlchemy may have copied the parameter of a list, which is then called after its column again.
    lists = [
        name
        for bind, name in compiled.bind_names.items()
        if bind.expanding and (bind.key in wards.lists or name.startswith(WARD_COLUMN))
    ]
    return Finding(_SEVERAL, lists)


def _ward_tables() -> set[str]:
    return {table.name for table in tables_placed(Base.metadata, Placement.WARD)}


def _caller() -> str | None:
    """Return the function of the app that asks; nothing where a test, a migration or an operator's command does."""
    caller = None
    for frame in _frames():
        path = Path(frame.f_code.co_filename)
        if frame.f_code.co_filename == __file__ or not path.is_relative_to(ROOT):
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if caller is None and not name.startswith("app."):
            if name.startswith(("tests.", "migrations.")):
                return None
            continue
        if name.startswith(APART) or path.stem.endswith("commands"):
            return None
        if caller is None and name not in PASSED_ON:
            caller = f"{name}.{frame.f_code.co_qualname}"
    return caller


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        yield frame
        frame = frame.f_back


RECORDER = Recorder()


def start() -> None:
    """Read what is sent from now on, over every engine of this process."""
    sa.event.listen(sa.Engine, "before_cursor_execute", RECORDER.note)

"""Requests sent to a server, with what came of them and how much time of processors each of them took."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

from tests.bench.load import Outcome
from tests.bench.processor_time import Usage

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Measured:
    """An outcome, and its cost in milliseconds of processors a request."""

    outcome: Outcome
    cost: Usage

    @property
    def both(self) -> float:
        """The time of processors of app and database together."""
        return self.cost.app + self.cost.database


def measured(process: Executor, usage: Callable[[], Usage], run: Callable[[Given], Outcome], work: Given) -> Measured:
    """Let ``process`` do the work; ``usage`` returns what the server has used so far."""
    before = usage()
    outcome = process.submit(run, work).result()
    return Measured(outcome, (usage() - before).per_request(outcome.answers))

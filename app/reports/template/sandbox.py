"""The sandbox in which templates run: what they may do to a text, and how many steps they may take. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import SandboxedEnvironment

FILTERS = ("capitalize", "length", "lower", "trim", "upper")
"""Filters that a template may use. None of them takes an argument, and none makes a text longer."""

_WEIGHED = "weighed"
"""The filter that no template can name, and that each of its loops goes through."""


class OverflowingError(Exception):
    """The template writes more than any report is long, or takes more steps than any report needs."""


class Budget:
    """The rest of a limit that all parts of a template share while they are rendered."""

    def __init__(self, remaining: int) -> None:
        self.remaining = remaining

    def take(self, number: int = 1) -> None:
        """Use some of the rest. Raises :class:`OverflowingError` when it is too little."""
        self.remaining -= number
        if self.remaining < 0:
            raise OverflowingError


class _CountedList(list[Any]):
    """A list for a loop: each of its items takes as many steps as the loop has expressions."""

    def __init__(self, items: Iterable[Any], steps: Budget, weight: int) -> None:
        super().__init__(items)
        self.steps = steps
        self.weight = weight

    def __iter__(self) -> Iterator[Any]:
        self.steps.take()
        for each in super().__iter__():
            self.steps.take(1 + self.weight)
            yield each


class CountingEnvironment(SandboxedEnvironment):
    """The environment of templates, which counts look-ups and filters."""

    steps = Budget(0)

    def counting(self, steps: Budget) -> CountingEnvironment:
        """Return an environment that is the same, and counts."""
        counting = self.overlay()
        assert isinstance(counting, CountingEnvironment)
        counting.steps = steps
        counting.filters = {name: _counting(made, steps) for name, made in self.filters.items()}
        counting.filters[_WEIGHED] = partial(_CountedList, steps=steps)
        return counting

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a part of something, by ``a.part``."""
        self.steps.take()
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a part of something, by ``a["part"]``."""
        self.steps.take()
        return super().getitem(obj, argument)


def _counting(made: Callable[[Any], Any], steps: Budget) -> Callable[[Any], Any]:
    def counted(value: Any) -> Any:
        steps.take()
        return made(value)

    return counted


def count_loop_steps(parsed: nodes.Template, environment: SandboxedEnvironment) -> None:
    """Let each loop count the expressions of an item: names and comparisons that nothing else counts."""
    for loop in list(parsed.find_all(nodes.For)):
        weight = sum(1 for each in loop.body for _expression in each.find_all(nodes.Expr))
        keyword = nodes.Keyword("weight", nodes.Const(weight))
        loop.iter = nodes.Filter(loop.iter, _WEIGHED, [], [keyword], None, None)
        loop.iter.set_lineno(loop.lineno).set_environment(environment)


def _environment() -> CountingEnvironment:
    environment = CountingEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.tests = {}
    return environment


ENVIRONMENT = _environment()

"""Reading pages of the roster."""

from __future__ import annotations

import re

from tests.client import Visitor

_LINE = re.compile(r'<li data-(person|invitation)="(\d+)" data-state="(\w+)">\s*<a href="[^"]+">([^<]+)</a>')
_COUNT = re.compile(r'data-filter="(\w+)"[^>]*>[^<]*?(\d+)</a>')


def listed(visitor: Visitor, path: str = "/people/") -> list[tuple[str, str]]:
    """Return the given name and the state of everybody on a page of the list, in its order."""
    text = visitor.get(path).text
    return [(name.split()[-1], state) for _kind, _id, state, name in _LINE.findall(text)]


def counts(visitor: Visitor, path: str = "/people/") -> dict[str, int]:
    """Return how many people a page of the list counts in each state."""
    return {state: int(number) for state, number in _COUNT.findall(visitor.get(path).text)}

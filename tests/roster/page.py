"""Reading pages of the roster."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

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


_VERSION = re.compile(r'name="version" value="(\w+)"')
_ADDRESS = re.compile(r"http://localhost/invite/([\w-]{20,})")


def version_in(visitor: Visitor, path: str) -> str:
    """Return the version that the forms of a page hold."""
    found = _VERSION.search(visitor.get(path).text)
    assert found, f"{path} holds no version"
    return found[1]


def change(visitor: Visitor, user_id: int, what: str, **form: str) -> TestResponse:
    """Send a form of a person's page as it was opened just now."""
    path = f"/people/{user_id}"
    version = form.pop("version", None) or version_in(visitor, path)
    return visitor.post(f"{path}/{what}", version=version, **form)


def tokens_in(page: str) -> list[str]:
    """Return the tokens of the links that a page shows, each once."""
    return list(dict.fromkeys(_ADDRESS.findall(page)))

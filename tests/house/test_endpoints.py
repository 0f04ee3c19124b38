"""Default deny: every endpoint is guarded, open on purpose, or a page of one's own account."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.security import OPEN_ENDPOINTS
from tests.client import ORIGIN, Visitor

FOR_ANYBODY_SIGNED_IN = {
    "people.account",
    "people.change_password",
    "people.revoke_device",
    "people.sign_out",
}
"""Pages about oneself. They show and change nothing but the account of who asks."""

EXAMPLES = {"uuid": "0199a000-0000-7000-8000-000000000001", "int": 1, "string": "example", "default": "example"}


def _rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def example_path(app: Flask, rule: Rule) -> str:
    """Return an address that ``rule`` answers, with made-up values for its parts."""
    values: dict[str, Any] = {
        part: EXAMPLES.get(type(converter).__name__.removesuffix("Converter").lower(), "example")
        for part, converter in rule._converters.items()
    }
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def test_every_endpoint_is_guarded(sqlite_app: Flask) -> None:
    for endpoint, view in sqlite_app.view_functions.items():
        is_guarded = hasattr(view, "guarded_by")
        assert is_guarded or endpoint in OPEN_ENDPOINTS | FOR_ANYBODY_SIGNED_IN, (
            f"{endpoint} is guarded by nothing: put @requires(Permission.…) under its route, and let the view "
            f"ask may() of what it loads. A rule of another kind is named in <view>.guarded_by"
        )
        assert not (is_guarded and endpoint in OPEN_ENDPOINTS), (
            f"{endpoint} is guarded and open at once: take it off OPEN_ENDPOINTS"
        )


def test_the_lists_name_endpoints_that_exist(sqlite_app: Flask) -> None:
    unknown = (OPEN_ENDPOINTS | FOR_ANYBODY_SIGNED_IN) - sqlite_app.view_functions.keys()
    assert not unknown, f"{sorted(unknown)} are no endpoints any more: take them off the list"


def test_a_stranger_is_sent_to_sign_in_or_told_so(sqlite_app: Flask) -> None:
    stranger = Visitor(sqlite_app)
    checked = 0
    for rule in _rules(sqlite_app):
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            path = example_path(sqlite_app, rule)
            response = stranger.http.open(path, method=method, headers={"Origin": ORIGIN})
            asks_to_sign_in = response.headers.get("Location") == "/login" or response.status_code == 401
            if rule.endpoint in OPEN_ENDPOINTS:
                assert not asks_to_sign_in, f"{method} {path} is open, but asks to sign in"
            elif path.startswith("/api/"):
                assert (response.status_code, "Location" in response.headers) == (401, False), f"{method} {path}"
                assert method == "HEAD" or response.json == {"error": "signed_out"}, f"{method} {path}"
            else:
                assert response.headers.get("Location") == "/login", f"{method} {path} lets a stranger in"
            checked += 1
    assert checked > len(sqlite_app.view_functions)


@pytest.mark.parametrize("path", ["/nowhere", "/people/1", "/api/v1/nowhere", "/static/nowhere.css"])
def test_what_does_not_exist_is_not_found(sqlite_app: Flask, path: str) -> None:
    assert Visitor(sqlite_app).get(path).status_code == 404
    assert Visitor(sqlite_app, "ana").get(path).status_code == 404

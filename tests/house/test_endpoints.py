"""Default deny: every endpoint says who may open it: a permission, an audience, or a rule of its own.

The table in permission_matrix.py holds which endpoints are open to whom.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from app.access import Audience, access_to, guarded_by, is_open, open_to_strangers, open_to_users, requires
from app.permissions import Permission
from tests.client import ORIGIN, Visitor

OPEN_TO_STRANGERS = {
    "guides.guide_page",
    "guides.index",
    "guides.security_contact",
    "health.alive",
    "health.ready",
    "people.choose_language",
    "people.invitation",
    "people.sign_in",
    "pwa.card",
    "pwa.counting",
    "pwa.form",
    "pwa.help",
    "pwa.home",
    "pwa.install",
    "pwa.manifest",
    "pwa.messages",
    "pwa.households",
    "pwa.mine",
    "pwa.offline",
    "pwa.worker",
    "start.first_start",
    "static",
    "sync.session_state",
}
OPEN_TO_USERS = {
    "overview.home",
    "people.account",
    "people.change_password",
    "people.revoke_device",
    "people.sign_out",
}
"""The way home, which every role has, and pages that show and change nothing but the account of the user who asks."""

EXAMPLES = {"uuid": "0199a000-0000-7000-8000-000000000001", "integer": 1, "string": "example", "default": "example"}


def _rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def example_path(app: Flask, rule: Rule) -> str:
    """Return an address that ``rule`` answers, with made-up values for its parts."""
    values: dict[str, Any] = {
        part: min(converter.items)
        if isinstance(converter, AnyConverter)
        else EXAMPLES.get(type(converter).__name__.removesuffix("Converter").lower(), "example")
        for part, converter in rule._converters.items()
    }
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def test_every_endpoint_declares_who_may_open_it(sqlite_app: Flask) -> None:
    for endpoint in sqlite_app.view_functions:
        assert access_to(sqlite_app, endpoint) is not None, (
            f"{endpoint} does not say who may open it: put @requires(Permission.…) under its route, and let the view "
            f"ask may() of what it loads. A page of the user's own account has @open_to_users; a rule of another kind "
            f"is named by @guarded_by"
        )


@pytest.mark.parametrize(
    ("audience", "endpoints"), [(Audience.STRANGERS, OPEN_TO_STRANGERS), (Audience.USERS, OPEN_TO_USERS)]
)
def test_endpoints_without_a_permission_are_those_agreed_on(
    sqlite_app: Flask, audience: Audience, endpoints: set[str]
) -> None:
    declared = {name for name in sqlite_app.view_functions if access_to(sqlite_app, name) is audience}
    assert declared == endpoints, "a view that opens its page to more people is agreed on here"


@pytest.mark.parametrize(
    "declare", [open_to_strangers, open_to_users, guarded_by("a rule"), requires(Permission.FIGURES_READ)]
)
def test_a_view_declares_once_who_may_open_it(declare: Callable[[Any], Any]) -> None:
    @requires(Permission.ENTRY_READ)
    def view() -> str:
        return "shown"

    with pytest.raises(TypeError, match="declares twice"):
        declare(view)


def test_a_stranger_is_sent_to_sign_in_or_refused(sqlite_app: Flask) -> None:
    stranger = Visitor(sqlite_app)
    checked = 0
    for rule in _rules(sqlite_app):
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            path = example_path(sqlite_app, rule)
            response = stranger.http.open(path, method=method, headers={"Origin": ORIGIN})
            asks_to_sign_in = response.headers.get("Location") == "/login" or response.status_code == 401
            if is_open(sqlite_app, rule.endpoint):
                assert not asks_to_sign_in, f"{method} {path} is open, but asks to sign in"
            elif path.startswith("/api/"):
                assert (response.status_code, "Location" in response.headers) == (401, False), f"{method} {path}"
                assert method == "HEAD" or response.json == {"error": "signed_out"}, f"{method} {path}"
            else:
                assert response.headers.get("Location") == "/login", f"{method} {path} lets a stranger in"
            checked += 1
    assert checked > len(sqlite_app.view_functions)


@pytest.mark.parametrize("path", ["/nowhere", "/person/1", "/api/v1/nowhere", "/static/nowhere.css"])
def test_unknown_addresses_are_not_found(sqlite_app: Flask, path: str) -> None:
    assert Visitor(sqlite_app).get(path).status_code == 404
    assert Visitor(sqlite_app, "ana").get(path).status_code == 404


MOST_ID = 2**31 - 1


def test_no_address_has_a_number_that_the_database_cannot_hold(sqlite_app: Flask) -> None:
    found = [
        rule.rule
        for rule in _rules(sqlite_app)
        for converter in rule._converters.values()
        if isinstance(converter, IntegerConverter) and not (converter.max and converter.max <= MOST_ID)
    ]
    assert not found, f"write <int(max={MOST_ID}):…>, so that a larger number is not found: {found}"

"""Cookies and the content policy of an answer, taken apart."""

from __future__ import annotations

from werkzeug.test import TestResponse


def policy_of(response: TestResponse) -> dict[str, str]:
    """Return the content security policy, by directive."""
    parts = response.headers["Content-Security-Policy"].split("; ")
    return {name: sources for name, _, sources in (part.partition(" ") for part in parts)}


def cookies_of(response: TestResponse) -> dict[str, str]:
    """Return the attributes of each cookie that an answer sets."""
    headers = response.headers.getlist("Set-Cookie")
    return {header.split("=", 1)[0]: header.partition(";")[2].lower() + ";" for header in headers}

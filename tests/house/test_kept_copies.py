"""No browser keeps what was shown to somebody who is signed in: every endpoint is walked, so a new one is, too."""

from __future__ import annotations

from flask import Flask

from tests.client import ORIGIN, Visitor
from tests.house.test_endpoints import example_path

SAME_FOR_EVERYBODY = {
    "static",
    "pwa.card",
    "pwa.counting",
    "pwa.form",
    "pwa.help",
    "pwa.home",
    "pwa.install",
    "pwa.manifest",
    "pwa.households",
    "pwa.mine",
    "pwa.offline",
    "pwa.messages",
    "pwa.worker",
}
"""What a phone keeps, to open without a line: the same bytes for everybody, without names, tokens and cookies."""

EXAMPLES = {"pwa.form": "/log/visit", "pwa.messages": "/log/words-vi-example.js"}
PEOPLE = ("ana", "carla", "eva", "ada")


def _forbids_copies(cache_control: str | None) -> bool:
    return cache_control == "no-store"


def test_personal_pages_are_stored_nowhere(sqlite_app: Flask) -> None:
    visitors = [Visitor(sqlite_app, name) for name in PEOPLE] + [Visitor(sqlite_app)]
    for rule in sqlite_app.url_map.iter_rules():
        if rule.endpoint in SAME_FOR_EVERYBODY | {"people.sign_out"}:
            continue
        path = example_path(sqlite_app, rule)
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            for visitor in visitors:
                answer = visitor.http.open(path, method=method, headers={"Origin": ORIGIN})
                kept = answer.headers.get("Cache-Control")
                assert answer.data is not None, "what is streamed has to be read to its end"
                assert _forbids_copies(kept), (
                    f"{method} {path} ({answer.status_code}) may be kept: {kept}. Say nothing of it in the view; "
                    f"what is the same for everybody goes into SAME_FOR_EVERYBODY"
                )


def test_cacheable_answers_are_the_same_for_everybody(sqlite_app: Flask) -> None:
    visitors = [Visitor(sqlite_app, name) for name in PEOPLE] + [Visitor(sqlite_app)]
    for rule in sqlite_app.url_map.iter_rules():
        if rule.endpoint in SAME_FOR_EVERYBODY - {"static"}:
            path = EXAMPLES.get(rule.endpoint) or example_path(sqlite_app, rule)
            answers = [visitor.http.get(path) for visitor in visitors]
            assert len({answer.data for answer in answers}) == 1, path
            assert not any("Set-Cookie" in answer.headers for answer in answers), path


def test_signing_out_leaves_nothing_in_the_browsers_cache(sqlite_app: Flask) -> None:
    """But all that the phone keeps to itself: entries that wait, and the pages that open without a line."""
    answer = Visitor(sqlite_app, "ana").post("/logout")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert _forbids_copies(answer.headers["Cache-Control"])

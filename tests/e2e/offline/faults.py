"""Faults that requests of a phone meet: answers that are lost, or that another machine gives."""

from __future__ import annotations

from playwright.sync_api import Route

from tests.e2e.offline.phone import Fault, batch_of


def lose_answer(route: Route) -> None:
    """Let the server handle the request, and drop its answer."""
    route.fetch()
    route.abort()


def answer_with(status: int, body: str = "", content_type: str = "text/html", **headers: str) -> Fault:
    """Return a fault that answers in place of the server, which does not get the request."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda route: route.fulfill(status=status, body=body, content_type=content_type, headers=named)


def refuse_entries(route: Route) -> None:
    """Answer as a ward that refuses each entry for its note."""
    receipts = [
        {"id": one["id"], "revision": one["revision"], "outcome": "refused", "code": "invalid", "digest": ""}
        | {"errors": {"note": ["Ghi chú này chưa rõ."]}}
        for one in batch_of(route)
    ]
    route.fulfill(json={"receipts": receipts})

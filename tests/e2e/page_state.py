"""A page in one state, as one person of the cast sees it, and what leads there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.e2e import offline_actions

MEMBERS = {"ana", "bo", "bruno", "leo", "nina"}
PHONE_PAGES = "/log/"
"""Pages whose script fetches the user's own data and sets ``data-ready`` when it is done."""

SMALL_PHONE_PAGES = (PHONE_PAGES, "/login", "/account", "/review/")
SMALL_PHONE_STATES = {"member", "member-empty", "report-of-person"}
"""Pages that somebody opens on the smallest phone with the largest text: the phone's, and a reviewer's."""


@dataclass(frozen=True)
class PageState:
    """A page as one person of the cast sees it, after ``action`` was done on it."""

    name: str
    path: str
    person: str | None = None
    status: int = 200
    action: Callable[[Page], None] | None = None
    is_typical: bool = False
    """Whether it shows what all states of its page share, or colours that the others do not have.

    Contrast and English are checked in typical states only.
    """

    @property
    def address(self) -> str:
        """Its path without the query."""
        return self.path.partition("?")[0]

    @property
    def is_for_a_desk(self) -> bool:
        """Whether it is also opened on an office's computer: all but the members' pages are."""
        return self.action is None and self.person not in MEMBERS

    @property
    def is_for_a_small_phone(self) -> bool:
        """Whether it is also opened on the smallest phone with text twice as large: what members and reviewers open."""
        return self.path.startswith(SMALL_PHONE_PAGES) or self.name in SMALL_PHONE_STATES

    @property
    def needs_worker(self) -> bool:
        """Whether it needs the service worker."""
        return self.action is not None and self.action.__module__ == offline_actions.__name__

    def open(self, page: Page) -> None:
        """Open the page, and do what leads to this state."""
        answer = page.goto(self.path)
        assert answer is not None
        assert answer.status == self.status, f"{self.path} answers {answer.status}"
        if self.path.startswith(PHONE_PAGES):
            page.locator("html[data-ready]").wait_for()
        if self.action:
            self.action(page)

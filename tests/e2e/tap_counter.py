"""Taps on a phone, counted: the tests promise in how few taps work is logged."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page


@dataclass
class TapCounter:
    """Taps on a page and counts the taps. Typing does not count, but tapping a field first does."""

    page: Page
    count: int = field(default=0)

    def tap(self, target: str | Locator) -> None:
        """Tap a visible element."""
        locator = self.page.locator(target) if isinstance(target, str) else target
        locator.tap()
        self.count += 1

    def type(self, target: str, text: str) -> None:
        """Tap a field and type."""
        self.tap(target)
        self.page.locator(target).press_sequentially(text)

    def choose(self, name: str, value: str) -> None:
        """Tap the label of one of several answers."""
        control = self.page.locator(f"[name='{name}'][value='{value}']")
        self.tap(self.page.locator("label", has=control))

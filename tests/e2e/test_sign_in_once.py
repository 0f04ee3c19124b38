"""A second tap on signing in, while the first is on its way, sends nothing more."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.offline.phone_actions import wait_for_script

_SUBMIT = "document.getElementById('sign-in').requestSubmit()"


def test_second_tap_does_not_sign_in_twice(page: Page) -> None:
    page.goto("/login")
    page.fill("[name=phone]", "0900000101")
    page.fill("[name=password]", "a password")
    page.evaluate("""() => {
      globalThis.posts = 0;
      globalThis.asked = 0;
      document.getElementById("sign-in").submit = () => { globalThis.posts += 1; };
      const { fetch } = globalThis;
      globalThis.fetch = (...request) => {
        globalThis.asked += 1;
        return fetch(...request);
      };
    }""")
    page.evaluate(_SUBMIT)
    wait_for_script(page, "posts === 1")
    page.evaluate(_SUBMIT)
    page.evaluate("fetch('/api/v1/session').then((answer) => answer.json())")
    assert page.evaluate("[posts, asked]") == [1, 2], (
        "the connection is looked for once, besides the test's own request"
    )

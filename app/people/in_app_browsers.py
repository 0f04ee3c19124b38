"""Browsers inside other apps, such as Zalo's, by the name that they send. Pure.

They keep nothing safely, cannot install an app, and share no password with the phone's own browser.
"""

from __future__ import annotations

import re
from enum import StrEnum

# Those of static/js/page/common/browser.js.
_INSIDE = re.compile(
    r"Zalo|FBAN|FBAV|FB_IAB|Messenger|Instagram|TikTok|musical_ly|Bytedance|MicroMessenger|Viber|\bLine/|; wv\)", re.I
)
_APPLE = re.compile(r"iPhone|iPad|iPod")


class Phone(StrEnum):
    """The kind of a phone, by which its own browser has another name."""

    ANDROID = "android"
    IPHONE = "iphone"


def phone_of(user_agent: str) -> Phone | None:
    """Return what kind of phone a browser says it is on; ``None`` for computers, and iPads that say they are one."""
    if _APPLE.search(user_agent):
        return Phone.IPHONE
    return Phone.ANDROID if "Android" in user_agent else None


def is_inside_app(user_agent: str) -> bool:
    """Return whether a page is open inside another app."""
    # Every browser of an iPhone calls itself Safari; a page inside another app does not.
    return bool(_INSIDE.search(user_agent)) or (phone_of(user_agent) is Phone.IPHONE and "Safari/" not in user_agent)


def chrome_link(address: str) -> str:
    """Return a link that opens a page of ours in Chrome on Android, if the app around it lets it."""
    scheme, rest = address.split("://", 1)
    return f"intent://{rest}#Intent;scheme={scheme};package=com.android.chrome;end"

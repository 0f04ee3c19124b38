"""Steps of the tests of taking in a phone's file: the file, its page, and what the page says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from app.month import now
from tests.cast import ANA
from tests.client import ORIGIN, Visitor, check_page

Visit = Callable[..., Visitor]


def written(*entries: Any, member: int = ANA, photos: Any = (), **changed: Any) -> bytes:
    """Return the file that a phone writes."""
    file = {
        "format": "tung-nha/waiting",
        "version": 1,
        "exported_at": now().isoformat(),
        "member": {"id": member, "name": "whatever the phone thinks", "ward": None},
        "entries": list(entries),
        "photos": list(photos),
    }
    return json.dumps(file | changed).encode()


def hand_in(coordinator: Visitor, content: bytes, name: str = "cho-gui.json") -> TestResponse:
    """Choose a file on the page and send it."""
    token = coordinator.session()["csrf"].encode()
    parts = [
        b'--part\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token,
        b'--part\r\nContent-Disposition: form-data; name="file"; filename="' + name.encode() + b'"\r\n\r\n' + content,
        b"--part--\r\n",
    ]
    headers = {"Origin": ORIGIN, "Content-Type": "multipart/form-data; boundary=part"}
    response = coordinator.http.post("/waiting/", data=b"\r\n".join(parts), headers=headers)
    if response.mimetype == "text/html":
        check_page(response.text)
    return response


def counted(page: TestResponse, what: str = "") -> tuple[int, int, int]:
    """Return what a page says was received now, known, and refused."""
    assert page.status_code == 200, page.text
    numbers = [re.search(rf'data-{what}{name}="(\d+)"', page.text) for name in ("stored", "known", "refused")]
    received, known, refused = (int(number[1]) if number else -1 for number in numbers)
    return received, known, refused


def refusals(page: TestResponse) -> dict[str, str]:
    """Return the outcome of each entry that a page names as not taken in."""
    return dict(re.findall(r'<li data-entry="([^"]*)" data-outcome="(\w+)"', page.text))


def reason_of(page: TestResponse, entry: Any) -> str:
    """Return what a page says of an entry that was not taken in."""
    return page.text.split(f'data-entry="{entry["id"]}"')[1].split("</li>")[0]

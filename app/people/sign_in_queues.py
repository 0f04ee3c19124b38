"""The queues in which sign-ins wait for a thread; see :mod:`app.serving.queues`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request

from app.config import Config
from app.people.known_device import KnownDevice, cookie_name

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

THREADS: Mapping[str, int] = {"sign in": 2, "sign in on a known device": 1}
"""How many threads of a process each queue has: with both full one of four stays free for everybody else.

Of strangers one thread checks a password, and the other refuses those who have waited long meanwhile, which is quick.
"""


def queue_of(config: Config, environ: WSGIEnvironment) -> str | None:
    """Return the queue of a sign-in, or ``None`` for any other request.

    For whom the device is known is not asked here, only whether its cookie was signed here.
    """
    if environ["REQUEST_METHOD"] != "POST" or environ["PATH_INFO"] != "/login":
        return None
    cookie = Request(environ).cookies.get(cookie_name(is_https=config.is_https))
    is_known = bool(KnownDevice.read(cookie, config.secret_key).marks)
    return "sign in on a known device" if is_known else "sign in"

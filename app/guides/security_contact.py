"""``security.txt`` after RFC 9116: whom to tell about a hole in security."""

from __future__ import annotations

from datetime import datetime, timedelta

_VALID_FOR = timedelta(days=30)


def security_txt(contact: str, origin: str | None, now: datetime) -> str:
    """Return the file. ``contact`` is an address with its scheme, ``origin`` where the app is reached, if known.

    The time up to which it is valid moves on with each answer, at midnight UTC.
    """
    expires = (now + _VALID_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {contact}", f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: vi, en"]
    if origin:
        lines += [f"Canonical: {origin}/.well-known/security.txt", f"Policy: {origin}/guides/bao-mat"]
    return "\n".join(lines) + "\n"

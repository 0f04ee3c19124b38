"""The cookie by which a device shows who has signed in on it before; pure, it opens nothing by itself.

A guess on such a device counts there alone (:mod:`app.people.guess_limits`), so others' guesses keep nobody out. It
says so of several people, since teams share phones. Of a number it holds only a mark that nobody can read it from, or
make: an HMAC over device, number and password hash. So a new password ends what the marks on all other devices are
worth, like their sessions; and so does the new hash of an old password, though not the sessions. Signing out leaves
them.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from itsdangerous import BadSignature, Signer

KEPT = timedelta(days=400)
"""The lifetime of the cookie, since it was last written."""

MOST_PEOPLE = 8
"""The most users that a device knows; the one who signed in longest ago is forgotten first."""

_MARK_BYTES = 16
_SALT = "known device"


def cookie_name(*, is_https: bool) -> str:
    """Return what the cookie is called; by HTTPS no other host of the same domain can set it."""
    return "__Host-known-device" if is_https else "known-device"


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device with the marks of who has signed in on it, the last one first."""

    id: str
    marks: tuple[str, ...] = ()

    @classmethod
    def read(cls, cookie: str | None, secret_key: str) -> KnownDevice:
        """Return what a cookie says, or a new device when there is none that was signed here."""
        try:
            text = Signer(secret_key, _SALT).unsign(cookie or "").decode()
        except (BadSignature, UnicodeError):
            return cls(secrets.token_urlsafe(_MARK_BYTES))
        id, *marks = text.split(".")
        return cls(id, tuple(marks))

    def written(self, secret_key: str) -> str:
        """Return the cookie."""
        return Signer(secret_key, _SALT).sign(".".join((self.id, *self.marks))).decode()

    def knows(self, phone: str, password_hash: str, secret_key: str) -> bool:
        """Return whether somebody has signed in here with this number and the password that it still has."""
        return self._mark(phone, password_hash, secret_key) in self.marks

    def with_user(self, phone: str, password_hash: str, secret_key: str) -> KnownDevice:
        """Return the device after somebody signed in on it."""
        mark = self._mark(phone, password_hash, secret_key)
        others = [other for other in self.marks if other != mark]
        return KnownDevice(self.id, (mark, *others[: MOST_PEOPLE - 1]))

    def _mark(self, phone: str, password_hash: str, secret_key: str) -> str:
        message = "\n".join((_SALT, self.id, phone, password_hash)).encode()
        digest = hmac.digest(secret_key.encode(), message, sha256)
        return urlsafe_b64encode(digest[:_MARK_BYTES]).decode().rstrip("=")

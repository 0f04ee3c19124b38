"""The settings of one running app, read from the environment once."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa
from click import ClickException

ROOT = Path(__file__).resolve().parent.parent
SESSION_LIFETIME = timedelta(days=90)
MAX_BODY = 512 * 1024  # bytes, of any request but a photo
_CONTACT = re.compile(r"mailto:[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+|https://\S+\.\S+|tel:\+\d{8,15}")
LONGEST_ADDRESS = 1900
"""The longest address of a redirect or link, in bytes: some proxies take no more than 2,048."""


class ConfigurationError(ClickException):
    """A setting cannot be used; the message says which one and what it should be.

    The ``flask`` command prints what is a ``ClickException``, and ends with an error.
    """


class Pooling(StrEnum):
    """For how long a pooler in front of PostgreSQL, such as PgBouncer, gives out one of its connections."""

    SESSION = "session"
    """For as long as the app is connected; so it is without a pooler, too."""

    TRANSACTION = "transaction"
    """For one transaction."""


@dataclass(frozen=True, slots=True)
class Config:
    """The configuration: the database, the public address, and the key for signatures."""

    database_url: str
    secret_key: str
    public_origin: str | None = None
    testing: bool = False
    security_contact: str | None = None
    """Whom to tell about a hole in security, as an address with its scheme: ``mailto:``, ``https:`` or ``tel:``."""
    photo_folder: Path | None = None
    """The folder of the photos' bytes; without one they are in the database."""

    read_url: str | None = None
    """The address of PostgreSQL's replica that is read from; without one, what is written to is read."""

    pooling: Pooling = Pooling.SESSION

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Config:
        """Read the settings, which are all optional; ``docs/deploy.md`` lists them."""
        instance = ROOT / "instance"
        try:
            url = database_url(environ.get("DATABASE_URL", ""), instance)
            return cls(
                database_url=url,
                read_url=checked_read_url(environ.get("DATABASE_READ_URL", ""), url),
                pooling=checked_pooling(environ.get("DATABASE_POOLING", "")),
                secret_key=environ.get("SECRET_KEY") or _kept_secret(instance / "secret_key"),
                public_origin=checked_origin(environ.get("PUBLIC_ORIGIN", "")),
                security_contact=checked_contact(environ.get("SECURITY_CONTACT", "")),
                photo_folder=usable_folder(environ.get("PHOTO_FOLDER", "")),
            )
        except OSError as error:
            raise ConfigurationError(f"the folder {instance} cannot be used: {error.strerror}") from error

    @property
    def is_https(self) -> bool:
        """Whether people reach the app by HTTPS, so that cookies and headers may insist on it."""
        return self.public_origin is not None and self.public_origin.startswith("https:")

    def for_flask(self) -> dict[str, object]:
        """Return what Flask and the extensions read."""
        return {
            "TUNG_NHA": self,
            "SECRET_KEY": self.secret_key,
            "TESTING": self.testing,
            "MAX_CONTENT_LENGTH": MAX_BODY,
            "MAX_FORM_PARTS": 100,
            "PERMANENT_SESSION_LIFETIME": SESSION_LIFETIME,
            "SESSION_COOKIE_NAME": "__Host-session" if self.is_https else "session",
            "SESSION_COOKIE_SECURE": self.is_https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            # The cookie of whoever uses the app is signed anew once a day, not by every answer.
            "SESSION_REFRESH_EACH_REQUEST": False,
            "WTF_CSRF_CHECK_DEFAULT": False,
            # A token lives as long as the session that it is tied to.
            "WTF_CSRF_TIME_LIMIT": None,
            "BABEL_DEFAULT_LOCALE": "vi",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
            "COMPRESS_ALGORITHM": ["br", "gzip"],
            # Hardly slower than the usual level 4 here, and 7 % smaller over all that a phone keeps.
            "COMPRESS_BR_LEVEL": 7,
            "COMPRESS_ALGORITHM_STREAMING": ["br"],
            # What is shorter fits into one packet anyway, and to compress it takes a fifth of its request.
            "COMPRESS_MIN_SIZE": 500,  # bytes
            "COMPRESS_REGISTER": False,
        }


def database_url(text: str, instance: Path) -> str:
    """Return the SQLAlchemy address for ``DATABASE_URL``; empty means SQLite in ``instance``."""
    if not text:
        instance.mkdir(exist_ok=True)
        return f"sqlite:///{instance / 'tung-nha.sqlite3'}"
    url = _parsed_url(text, "DATABASE_URL")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ConfigurationError("DATABASE_URL must name SQLite or PostgreSQL")
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise ConfigurationError("DATABASE_URL must name a file: a database in memory has no second connection")
    return url.render_as_string(hide_password=False)


def checked_read_url(text: str, written: str) -> str | None:
    """Return the SQLAlchemy address for ``DATABASE_READ_URL``, or ``None`` when it is not set.

    ``written`` is the address of the database that is written to.
    """
    if not text:
        return None
    url = _parsed_url(text, "DATABASE_READ_URL")
    if {url.get_backend_name(), sa.make_url(written).get_backend_name()} != {"postgresql"}:
        raise ConfigurationError("DATABASE_READ_URL must name a replica of the PostgreSQL database in DATABASE_URL")
    return url.render_as_string(hide_password=False)


def checked_pooling(text: str) -> Pooling:
    """Return what ``DATABASE_POOLING`` says; empty means ``session``."""
    try:
        return Pooling(text or Pooling.SESSION)
    except ValueError:
        raise ConfigurationError("DATABASE_POOLING must be session or transaction") from None


def _parsed_url(text: str, setting: str) -> sa.URL:
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise ConfigurationError(f"{setting} is not a database address") from error
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgres", "postgresql"} else url


def checked_origin(text: str) -> str | None:
    """Return ``PUBLIC_ORIGIN`` without a trailing slash, or ``None`` when it is not set."""
    if not text:
        return None
    try:
        parts = urlsplit(text.rstrip("/"))
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
        raise ConfigurationError("PUBLIC_ORIGIN must look like https://tungnha.example.vn")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def checked_contact(text: str) -> str | None:
    """Return ``SECURITY_CONTACT`` with its scheme, which mail may lack, or ``None`` when it is not set."""
    text = text.strip()
    if not text:
        return None
    address = text if _CONTACT.fullmatch(text) else f"mailto:{text}"
    if not _CONTACT.fullmatch(address):
        raise ConfigurationError("SECURITY_CONTACT must look like mailto:anninh@example.vn, https://… or tel:+84…")
    return address


def usable_folder(text: str) -> Path | None:
    """Return ``PHOTO_FOLDER``, made if it was not there, or ``None`` when it is not set."""
    if not text:
        return None
    folder = Path(text)
    if not folder.is_absolute():
        raise ConfigurationError("PHOTO_FOLDER must be the whole path of a folder, such as /srv/tung-nha-photos")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"PHOTO_FOLDER cannot be made: {error.strerror}") from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise ConfigurationError("PHOTO_FOLDER cannot be written to by the user who runs the app")
    return folder


def _kept_secret(path: Path) -> str:
    """Return the signing key kept at ``path``, making it the first time."""
    path.parent.mkdir(exist_ok=True)
    if not path.exists() or not path.read_text():
        # Written beside and linked into place, so that nobody ever reads half a key; who is first wins.
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with open(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        if path.exists() and not path.read_text():
            path.unlink()
        with suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text()

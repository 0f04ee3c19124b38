"""Issuing the link of the first start, looking it up and using it up. Nothing here commits."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.people.queries import has_accounts
from app.start.models import VALID_FOR, StartLink

_TOKEN_BYTES = 32
_ONLY_ID = 1


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A link that was just made: its token, which nobody can look up later, and until when it can be used."""

    token: str
    valid_until: datetime


def issue_link(session: Session, now: datetime) -> IssuedLink | None:
    """Make a new link in the place of the last one, or remove it and return ``None`` when anybody has an account."""
    session.execute(sa.delete(StartLink))
    if session.scalar(has_accounts()):
        return None
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    link = StartLink(id=_ONLY_ID, token_hash=_hash_of(token), created_at=now)
    session.add(link)
    return IssuedLink(token, link.valid_until)


def opens(session: Session, token: str, now: datetime) -> bool:
    """Return whether a token opens the first start: it is that of the link, in time, and nobody has an account."""
    link = session.scalar(sa.select(StartLink).where(StartLink.token_hash == _hash_of(token)))
    # A clock that is set right by some minutes meanwhile, back or forth, ends no link.
    is_in_time = link is not None and abs(now - link.created_at) < VALID_FOR
    return is_in_time and not session.scalar(has_accounts())


def use_up(session: Session, token: str, now: datetime) -> bool:
    """Use the link of a token up, and return whether it was good; of several who do that at once one alone succeeds."""
    if not opens(session, token, now):
        return False
    # Others who use it wait here for the end of this transaction, and then find no link.
    used = session.execute(sa.delete(StartLink).where(StartLink.token_hash == _hash_of(token)))
    return bool(used.rowcount)  # type: ignore[attr-defined]


def _hash_of(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

"""Actions on people: signing in and out, passwords, new accounts. Actions never commit."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import insert_rows
from app.month import local_day
from app.one_at_a_time import BusyError
from app.people.audit_events import AuditEvent
from app.people.guess_limits import WINDOW, Limits
from app.people.invitation_queries import open_resets
from app.people.models import AuditRecord, Device, Invitation, Membership, SignInFailure, User
from app.people.passwords import hash_password, is_hashed_in_nfc
from app.people.queries import failures_by_key, may_sign_in
from app.permissions import Role, Scope
from app.places.models import Ward

LABEL_LENGTH = 120


class PhoneTakenError(Exception):
    """Another account has this phone number."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess that was counted: the key of who made it, and its rows."""

    key: str
    ids: tuple[UUID, ...]


def record_event(
    session: Session, event: AuditEvent, at: datetime, actor_id: int | None, ward_id: int | None, **detail: object
) -> None:
    """Add a record to the audit log, in the transaction of the change that it records.

    ``detail`` holds codes and figures, and what a person of the ward's own was called before; never a citizen's name or
    a household's label.
    """
    session.add(AuditRecord(at=at, actor_id=actor_id, ward_id=ward_id, event=event, detail=detail))


def add_record(
    connection: Connection, event: AuditEvent, at: datetime, actor_id: int | None, ward_id: int | None, **detail: object
) -> None:
    """Add a record as :func:`record_event` does, in a transaction without a session."""
    row = {"at": at, "actor_id": actor_id, "ward_id": ward_id, "event": event, "detail": detail}
    insert_rows(connection, AuditRecord, [row])


def count_guess(session: Session, limits: Limits, now: datetime) -> Guess | timedelta:
    """Count a guess at a password before it is checked, or return how long to wait when it is one too many.

    Guesses take turns here: of many at once no more are counted than may be made. Nothing is stored of one too many.
    """
    if session.connection().dialect.name == "postgresql":
        # SQLite has one writer anyway.
        session.execute(sa.text("LOCK TABLE sign_in_failure IN SHARE ROW EXCLUSIVE MODE"))
    session.execute(sa.delete(SignInFailure).where(SignInFailure.at <= now - WINDOW))
    # What a wrong clock dated in the future is of now, and grows old from now on.
    session.execute(sa.update(SignInFailure).where(SignInFailure.at > now).values(at=now))
    wait = limits.wait(failures_by_key(session, limits.keys, now), now)
    if wait is not None:
        return wait
    guess = Guess(limits.keys[0], tuple(_random_id() for _ in limits.keys))
    session.add_all(SignInFailure(id=id, key=key, at=now) for id, key in zip(guess.ids, limits.keys, strict=True))
    return guess


def take_back(session: Session, guess: Guess) -> None:
    """Forget a guess that was right, and the slips before it as far as its first key counts them."""
    of_owner = sa.or_(SignInFailure.id.in_(guess.ids), SignInFailure.key == guess.key)
    session.execute(sa.delete(SignInFailure).where(of_owner))


def renew_hash(session: Session, user_id: int, stored_hash: str, password: str, now: datetime) -> str:
    """Hash a password that was just checked again, if its hash was made before passwords were normalised to NFC.

    A password that somebody has changed meanwhile stays changed; while many are hashed, the old hash stays. Returns the
    hash that is stored now unless the password was changed meanwhile.
    """
    # Hashing takes long: it is done before the first statement takes the write lock.
    try:
        new_hash = None if is_hashed_in_nfc(password, stored_hash) else hash_password(password)
    except BusyError:
        return stored_hash
    if new_hash is None:
        return stored_hash
    session.execute(sa.update(User).where(*_still_has(user_id, stored_hash, now)).values(password_hash=new_hash))
    return new_hash


def sign_in(session: Session, user_id: int, checked_hash: str, label: str, now: datetime) -> UUID | None:
    """Open a device for a user who showed the password behind ``checked_hash``; return its id.

    Returns ``None`` when the password was changed since it was checked, which takes long, or the account has ended for
    good.
    """
    # PostgreSQL keeps the row until the end of the transaction: a password given meanwhile finds the device to revoke.
    unchanged = sa.select(User.id).where(*_still_has(user_id, checked_hash, now)).with_for_update(key_share=True)
    if session.scalar(unchanged) is None:
        return None
    device = Device(id=_random_id(), user_id=user_id, label=label[:LABEL_LENGTH], created_at=now, last_seen_at=now)
    session.add(device)
    return device.id


def _still_has(user_id: int, password_hash: str, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return User.id == user_id, User.password_hash == password_hash, may_sign_in(local_day(now))


def revoke_device(session: Session, user_id: int, device_id: UUID, now: datetime) -> bool:
    """Sign a user's device out; tell whether there was such a device."""
    result = session.execute(
        sa.update(Device)
        .where(Device.id == device_id, Device.user_id == user_id, Device.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def sign_everybody_out(session: Session, now: datetime) -> int:
    """Sign all devices out; return how many those were."""
    result = session.execute(sa.update(Device).where(Device.revoked_at.is_(None)).values(revoked_at=now))
    return int(result.rowcount)  # type: ignore[attr-defined]


def note_everywhere(session: Session, event: AuditEvent, at: datetime, **detail: object) -> None:
    """Add a line about what was done at the server for all wards: one to the audit log of each."""
    for ward_id in session.scalars(sa.select(Ward.id).order_by(Ward.id)):
        record_event(session, event, at, None, ward_id, **detail)


def give_password(session: Session, user_id: int, password: str, now: datetime) -> None:
    """Give a user a new password, whatever the present one is, and sign all devices out."""
    set_password(session, user_id, hash_password(password), now)


def set_password(session: Session, user_id: int, password_hash: str, now: datetime) -> None:
    """Store the hash of a new password, whatever the present one is, and sign all devices out."""
    session.execute(sa.update(User).where(User.id == user_id).values(password_hash=password_hash))
    _sign_out(session, user_id, None, now)


def change_password(
    session: Session, user_id: int, checked_hash: str, password: str, keep_device: UUID, now: datetime
) -> str | None:
    """Give a user who showed the password behind ``checked_hash`` a new one, and sign all other devices out.

    Returns the new hash, or ``None`` when the password was changed since it was checked, or the account has ended for
    good.
    """
    # Who showed the present password comes before the crowd that has yet to show one.
    new_hash = hash_password(password, first=True)
    unchanged = sa.update(User).where(*_still_has(user_id, checked_hash, now))
    if not session.execute(unchanged.values(password_hash=new_hash)).rowcount:  # type: ignore[attr-defined]
        return None
    _sign_out(session, user_id, keep_device, now)
    return new_hash


def _sign_out(session: Session, user_id: int, keep_device: UUID | None, now: datetime) -> None:
    """Sign a user's devices out after the password changed, and end the links that would set it anew."""
    withdraw_resets(session, user_id, now)
    session.execute(
        sa.update(Device)
        .where(Device.user_id == user_id, Device.id.is_distinct_from(keep_device), Device.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def withdraw_resets(session: Session, user_id: int, now: datetime) -> None:
    """End the links that would set a user's password anew."""
    session.execute(sa.update(Invitation).where(open_resets(user_id)).values(withdrawn_at=now))


def add_user(
    session: Session, *, phone: str, name: str, password: str, role: Role, place: Scope, now: datetime
) -> User:
    """Add an account with its first post, which is held at ``place`` from today on.

    Raises :class:`PhoneTakenError` when the number has one; the caller's changes stay.
    """
    user = add_account(session, phone, name, hash_password(password), now)
    session.add(first_post(user.id, role, place, local_day(now)))
    return user


def add_account(session: Session, phone: str, name: str, password_hash: str, now: datetime) -> User:
    """Add an account that has no post yet; raises as :func:`add_user`."""
    user = User(phone=phone, name=name, password_hash=password_hash, created_at=now)
    # What the caller has added by now is written first, so that what it violates is not taken for this.
    session.flush()
    try:
        with session.begin_nested():
            session.add(user)
    except sa.exc.IntegrityError as error:
        # Both engines name what was violated: the constraint or the column.
        if "phone" not in str(error.orig).split("\n")[0]:
            raise
        raise PhoneTakenError(phone) from error
    return user


def first_post(user_id: int, role: Role, place: Scope, since: date) -> Membership:
    """Return a post of a user at ``place``, without an end. The province of a ward is the ward's to know."""
    province_id = place.province_id if place.ward_id is None else None
    ids = {"province_id": province_id, "ward_id": place.ward_id, "team_id": place.team_id}
    return Membership(user_id=user_id, role=role, valid_from=since, **ids)


def _random_id() -> UUID:
    return UUID(bytes=secrets.token_bytes(16), version=4)

"""What waits on the phone, and how it goes to the ward: ``outbox/`` and ``page/post.js`` of release 0.1."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from app.month import now
from tests.frozen.phone import keys
from tests.frozen.transcript import ORIGIN

BATCH = 20
WAITING, REFUSED, PARKED, UNSAVED = "waiting", "refused", "parked", "unsaved"
TAKEN = ("stored", "known")
WIRE_KEYS = ("id", "kind", "revision", "recorded_at", "form", "fields")
PHOTO_CODES = {400: "unreadable", 410: "gone", 413: "too_large", 415: "unreadable", 422: "unreadable"}
READINGS = {"bootstrap": keys.BOOTSTRAP, "mine": keys.MINE}


class UnsentError(Exception):
    """Something was not answered; ``reason`` is a word of the page."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def moment() -> str:
    """Return the time as ``toISOString`` writes it."""
    return now().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def digest(fields: Any) -> str:
    """Return the digest of an entry's fields (``digest.js``)."""
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def fits(copy: dict[str, Any], receipt: dict[str, Any]) -> bool:
    """Tell whether a receipt is about exactly this copy (``receipts.js``)."""
    is_same = (receipt["id"], receipt["revision"]) == (copy["id"], copy["revision"])
    return is_same and (receipt["outcome"] not in TAKEN or receipt["digest"] == copy["digest"])


@dataclass
class Outbox:
    """The phone's store and its sender, for one person. Every answer is checked for the keys that it reads."""

    app: Flask
    number: int
    user: dict[str, Any] | None = None
    lists: dict[str, Any] = field(default_factory=dict)
    copies: dict[str, dict[str, Any]] = field(default_factory=dict)
    photos: dict[str, dict[str, Any]] = field(default_factory=dict)
    anew: dict[str, str] = field(default_factory=dict)
    trouble: str | None = None
    is_offline: bool = False

    def __post_init__(self) -> None:
        self.http = self.app.test_client()
        self._etags: dict[str, str] = {}
        self._ids = self._count()

    def _count(self) -> Iterator[str]:
        for each in range(1, 1000):
            yield str(UUID(int=(0x0199_F000_0000_7000_8000 << 48) + (self.number << 16) + each))

    def new_id(self) -> str:
        """Return an id as ``ids.js`` makes it, but the same each time."""
        return next(self._ids)

    def _ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> TestResponse:
        if self.is_offline:
            raise UnsentError("no_network")
        given = {"Origin": ORIGIN} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.open(path, method=method, data=body, headers=given)

    def session(self) -> dict[str, Any]:
        """Ask who is signed in (``server.js``)."""
        answer = answered(self._ask("/api/v1/session"), "unavailable")
        keys.check("session", keys.SESSION, answer)
        return answer

    def open(self) -> None:
        """Open a page of the phone while there is a line: ``begin.js``, then the post starts."""
        try:
            user = self.session()["user"]
            if user is None or user["role"] not in ("member", "leader", "coordinator"):
                raise UnsentError("signed_out" if user is None else "no_logging")
            self.user = user
            self.refresh()
        except UnsentError as error:
            self.trouble = error.reason
        else:
            self.deliver()

    def refresh(self) -> None:
        """Read anew what changed at the ward (``post.js``)."""
        found = {name: self._read(name) for name in READINGS}
        for name, body in found.items():
            keys.check(name, READINGS[name], body)
        if found["bootstrap"]["user"]["id"] != self._user_id:
            raise UnsentError("signed_out")
        self.lists = found

    def _read(self, name: str) -> Any:
        etag = self._etags.get(name)
        response = self._ask(f"/api/v1/{name}?lang=vi", **({"If_None_Match": etag} if etag else {}))
        if etag and response.status_code == 304:
            return self.lists[name]
        body = answered(response, "unavailable")
        self._etags[name] = response.headers.get("ETag", "")
        return body

    @property
    def _user_id(self) -> int:
        assert self.user is not None, "nobody has opened this phone"
        return int(self.user["id"])

    def save(self, entries: list[dict[str, Any]], replaces: str | None = None) -> None:
        """Keep entries until the ward has them (``store.js``), and try to send them."""
        for entry in entries:
            copy = {**entry, "digest": digest(entry["fields"]), "state": WAITING}
            present = self.copies.get(copy["id"])
            if present:
                is_same = present["digest"] == copy["digest"] and present["state"] == WAITING
                is_same = is_same and present["revision"] >= copy["revision"]
                copy["revision"] = present["revision"] if is_same else max(copy["revision"], present["revision"] + 1)
            self.copies[copy["id"]] = copy
        if replaces:
            self.copies.pop(replaces, None)
            self.anew[replaces] = entries[0]["id"]
        ids = {entry["id"] for entry in entries}
        for photo in self.photos.values():
            if photo["entry"] in ids and photo["state"] == UNSAVED:
                photo["state"] = WAITING
            elif replaces and photo["entry"] == replaces:
                photo |= {"entry": entries[0]["id"], "state": WAITING}
        self.deliver()

    def deliver(self, *, again: bool = False) -> None:
        """Send what waits, as ``post.js`` does; ``trouble`` says what stood in the way."""
        if not any(self._is_to_go(one, again) for one in [*self.copies.values(), *self.photos.values()]):
            return
        self.trouble = None
        try:
            if self._flush(again):
                self.refresh()
        except UnsentError as error:
            self.trouble = error.reason

    @staticmethod
    def _is_to_go(one: dict[str, Any], again: bool) -> bool:
        return one["state"] == WAITING or (again and one["state"] == PARKED)

    def _flush(self, again: bool) -> int:
        """Send entries, then photos (``sender.js``); return how many receipts were acted on."""
        session = self.session()
        if session["user"] is None or session["user"]["id"] != self._user_id:
            raise UnsentError("signed_out")
        ready = [copy for copy in self.copies.values() if self._is_to_go(copy, again)]
        tried = {(copy["id"], copy["revision"]) for copy in ready}
        batches = [ready[i : i + BATCH] for i in range(0, len(ready), BATCH)]
        settled = sum(self._send_batch(batch, session["csrf"]) for batch in batches)
        for photo in [photo for photo in self.photos.values() if self._is_to_go(photo, again)]:
            if self.copies.get(photo["entry"], {"state": REFUSED})["state"] == REFUSED:
                self._send_photo(photo, session["csrf"])
        if any((copy["id"], copy["revision"]) in tried and copy["state"] == WAITING for copy in self.copies.values()):
            raise UnsentError("unavailable")
        return settled

    def _send_batch(self, batch: list[dict[str, Any]], token: str) -> int:
        """Send a batch; one that cannot be read as a whole is halved until the faulty entry stands alone."""
        try:
            receipts = self._send(batch, token)
        except UnsentError as error:
            if error.reason != "unsendable":
                raise
            if len(batch) == 1:
                batch[0] |= {"state": PARKED, "code": "unsendable", "errors": {}}
                return 0
            middle = (len(batch) + 1) // 2
            return self._send_batch(batch[:middle], token) + self._send_batch(batch[middle:], token)
        return sum(self._settle(receipt) for receipt in receipts)

    def _send(self, entries: list[dict[str, Any]], token: str) -> list[dict[str, Any]]:
        wire = {"sent_at": moment(), "entries": [{key: entry[key] for key in WIRE_KEYS} for entry in entries]}
        body = json.dumps(wire, ensure_ascii=False).encode()
        headers = {"X_CSRF_Token": token, "Content_Type": "application/json"}
        answer = answered(self._with_token(headers, "/api/v1/sync", "POST", body))
        keys.check("sync", keys.SYNC, answer)
        receipts: list[dict[str, Any]] = answer["receipts"]
        for i, receipt in enumerate(receipts):
            keys.check(f"receipts[{i}]", keys.RECEIPT, receipt)
        return receipts

    def _with_token(self, headers: dict[str, str], path: str, method: str, body: bytes) -> TestResponse:
        """Send with the token of the session; a refused one is fetched anew once."""
        response = self._ask(path, method, body, **headers)
        if response.status_code != 403 or response.json["error"] != "csrf":  # type: ignore[index]
            return response
        session = self.session()
        if session["user"] is None or session["user"]["id"] != self._user_id:
            raise UnsentError("signed_out")
        return self._ask(path, method, body, **{**headers, "X_CSRF_Token": session["csrf"]})

    def _settle(self, receipt: dict[str, Any]) -> int:
        """Act on a receipt (``store.js``): a copy goes only when the ward has exactly it."""
        copy = self.copies.get(receipt["id"])
        if copy is None or not fits(copy, receipt):
            return 0
        if receipt["outcome"] in TAKEN:
            del self.copies[copy["id"]]
            if copy["fields"].get("withdrawn"):
                self.photos = {id: one for id, one in self.photos.items() if one["entry"] != copy["id"]}
        else:
            copy |= {"state": REFUSED, **{key: receipt[key] for key in ("outcome", "code", "errors")}}
        return 1

    def _send_photo(self, photo: dict[str, Any], token: str) -> None:
        """Send a photo; it goes from here when the ward has exactly its bytes, and is set aside when it is refused."""
        headers = {"X_CSRF_Token": token, "Content_Type": "image/jpeg"}
        path = f"/api/v1/photos/{photo['id']}?entry={photo['entry']}"
        response = self._with_token(headers, path, "PUT", photo["jpeg"])
        code = PHOTO_CODES.get(response.status_code)
        if response.status_code == 409:
            keys.check("photo", keys.ERROR, response.json)
            code = response.json["error"]  # type: ignore[index]
        if code is None:
            answer = answered(response)
            keys.check("photo", keys.PHOTO, answer)
            if answer["digest"] == sha256(photo["jpeg"]).hexdigest():
                del self.photos[photo["id"]]
        elif code != "unknown_entry":
            photo |= {"state": PARKED, "code": code}

    def keep_photo(self, entry: str, jpeg: bytes) -> str:
        """Keep a photo of an entry that is being written (``photos.js``); return its id."""
        id = self.new_id()
        self.photos[id] = {"id": id, "entry": entry, "jpeg": jpeg, "state": UNSAVED}
        return id

    def waiting_file(self) -> dict[str, Any]:
        """Return the file of what waits (``waiting_file.js``)."""
        user = self.user or {}
        photos = [photo for photo in self.photos.values() if photo["state"] != UNSAVED]
        return {
            "format": "tung-nha/waiting",
            "version": 1,
            "exported_at": moment(),
            "member": {"id": user["id"], "name": user["name"], "ward": user["ward"]},
            "entries": [{key: copy[key] for key in WIRE_KEYS} for copy in self.copies.values()],
            "photos": [
                {"id": one["id"], "entry": one["entry"], "jpeg": b64encode(one["jpeg"]).decode()} for one in photos
            ],
        }


def answered(response: TestResponse, unreadable: str = "unsendable") -> Any:
    """Return the body of a good answer (``server.js``); whatever else comes back is unsent."""
    body = response.get_json(silent=True) if response.is_json else None
    if response.status_code == 401:
        raise UnsentError("signed_out")
    if response.status_code == 403 and (body or {}).get("error") == "forbidden":
        raise UnsentError("forbidden")
    if response.status_code in (400, 413):
        raise UnsentError(unreadable)
    if response.status_code != 200 or body is None:
        raise UnsentError("unavailable")
    return body

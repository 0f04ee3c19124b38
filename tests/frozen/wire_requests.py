"""The requests of the transcript: each address of the wire, and each outcome and code that can be had from it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from tests.cast import AREA_1, AREA_B, PASSWORD, PHONES
from tests.frozen.transcript import ORIGIN
from tests.frozen.ward import picture

Request = dict[str, Any]
SYNC, PHOTOS, MONTH = "/api/v1/sync", "/api/v1/photos", "month=2026-08"
FIELDS: Mapping[str, dict[str, Any]] = {
    "visit": {"household": None, "met": "met", "people": 2, "topics": ["vneid"], "barrier": "none"},
    "installation": {"service": "vneid_2", "outcome": "activated", "people": 1, "setting": "home", "visit": None},
    "training": {
        "topic": "cashless",
        "title": "Ví dụ",
        "started_at": "19:30",
        "minutes": 90,
        "attendees": 30,
        "women": 18,
    },
    "merchant": {
        "merchant": {"id": "0199d000-0000-7000-8000-0000000000aa", "name": "Quầy khác"},
        "business_type": "stall",
        "methods": ["vietqr"],
        "qr_valid": None,
        "account_tail": "1234",
    },
}


def made_up(number: int) -> str:
    """Return an id that only the transcript uses."""
    return str(UUID(int=(0x0199_D000_0000_7000_8000 << 48) + number))


def entry(number: int | str, kind: str = "visit", *, revision: Any = 1, **fields: Any) -> dict[str, Any]:
    """Return an entry as it stands on the wire; a number is that of an id that only the transcript uses."""
    common = {"happened_on": "2026-11-19", "neighbourhood": AREA_1}
    return {
        "id": made_up(number) if isinstance(number, int) else number,
        "kind": kind,
        "revision": revision,
        "recorded_at": "2026-11-19T08:00:00.000Z",
        "form": 1,
        "fields": {**common, **FIELDS.get(kind, {}), **fields},
    }


def _get(path: str, who: str = "ana", **more: Any) -> Request:
    return {"who": who, "method": "GET", "path": path, **more}


def _post(path: str, who: str = "ana", *, headers: Mapping[str, str] | None = None, **more: Any) -> Request:
    """Return a request as a phone sends it; ``headers`` change its own, and an empty one is left away."""
    usual = {"Origin": ORIGIN, "X-CSRF-Token": "{csrf}", "Content-Type": "application/json"}
    given = {name: value for name, value in {**usual, **(headers or {})}.items() if value}
    return {"who": who, "method": "POST", "path": path, "headers": given, **more}


def _sync(*entries: Any, who: str = "ana", **more: Any) -> Request:
    return _post(SYNC, who, json={"entries": list(entries), **more})


def _photo(photo: Any, of: Any, content: bytes, who: str = "ana", **headers: str) -> Request:
    path = f"{PHOTOS}/{photo}?entry={of}"
    usual = {"Content-Type": "image/jpeg"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return {**_post(path, who, headers=usual), "method": "PUT", "base64": b64encode(content).decode()}


def sign_in(name: str, password: str = PASSWORD) -> list[Request]:
    """Return what somebody's browser sends to sign in, and what it asks next."""
    form = {"phone": PHONES[name], "password": password, "csrf_token": "{csrf}"}
    return [
        _get("/login", name),
        {"who": name, "method": "POST", "path": "/login", "headers": {"Origin": ORIGIN}, "form": form},
        _get("/api/v1/session", name),
    ]


def requests(ids: Mapping[str, str]) -> Iterator[Request]:
    """Yield all requests, in order; ``ids`` names entries of the scenario."""
    for part in (_strangers, _readings, _errors, _receipts, _edits, _photos, _waiting, _files):
        yield from part(ids)


def _strangers(_ids: Mapping[str, str]) -> Iterator[Request]:
    yield from (
        _get(path, "") for path in ("/healthz", "/readyz", "/api/v1/session", "/api/v1/bootstrap", "/api/v1/mine")
    )
    yield from (_get(path, "") for path in ("/", "/log/", "/offline", "/reports/entries.csv", "/api/v1/nothing"))
    yield {**_sync(who=""), "headers": {"Content-Type": "application/json"}}
    yield _sync(who="")
    for _ in range(6):
        # The sixth attempt has to wait.
        yield from sign_in("nina", "sai")[:2]
    for name in ("ana", "bruno", "leo", "carla", "dora", "eva", "ada", "moved"):
        yield from sign_in(name)


def _readings(_ids: Mapping[str, str]) -> Iterator[Request]:
    for who in ("ana", "carla", "eva", "ada"):
        yield from (_get(f"/api/v1/{name}?lang=vi", who) for name in ("bootstrap", "mine"))
    yield _get("/api/v1/mine?lang=vi", "bruno")
    for path in ("/api/v1/bootstrap?lang=vi", "/api/v1/mine?lang=vi"):
        yield _get(path, headers={"If-None-Match": "{etag}"})
    yield _get("/", "eva")


def _errors(_ids: Mapping[str, str]) -> Iterator[Request]:
    """Ask for each error of a whole request."""
    good = entry(1)
    yield _post(SYNC, headers={"Origin": "https://elsewhere.example"}, json={"entries": [good]})
    yield _post(SYNC, headers={"X-CSRF-Token": "old"}, json={"entries": [good]})
    yield _post(SYNC, headers={"Content-Type": "text/plain"}, json={"entries": [good]})
    yield _post(SYNC, repeated=["[", 524_289])
    yield _post(SYNC, repeated=["[", 3])
    yield from (_post(SYNC, json=body) for body in ([], {}, {"entries": {}}))
    yield _sync(*[{}] * 101)
    yield _sync(good, who="eva")
    yield _get(SYNC)
    yield _sync()


def _receipts(ids: Mapping[str, str]) -> Iterator[Request]:
    """Send what is stored, known and refused, each beside others."""
    yield _sync(*(entry(number, kind) for number, kind in enumerate(FIELDS, start=1)))
    yield _sync(
        *(entry(number, kind) for number, kind in enumerate(FIELDS, start=1)), sent_at="2026-11-19T20:00:00.000Z"
    )
    yield _sync(entry(5, note="Cùng đi", companions=[3], location={"lat": 19.80349, "lng": 105.77611, "accuracy": 12}))
    wrong = [
        entry("no id"),
        entry(6, "repair"),
        entry(7, revision=0),
        *(
            entry(8, **field)
            for field in ({"people": 51}, {"met": "asleep"}, {"met": "absent"}, {"topics": ["nothing"]})
        ),
        *(entry(8, **field) for field in ({"colour": "red"}, {"happened_on": "2026-11-21"}, {"neighbourhood": 99})),
        *(entry(8, **field) for field in ({"note": "038 099 001 234"}, {"companions": [7]}, {"people": None})),
        *(entry(8, "installation", **field) for field in ({"service": "nothing"}, {"outcome": "met"}, {"people": 0})),
        entry(8, "installation", service="vneid_1", outcome="declined"),
        *(entry(8, "training", **field) for field in ({"women": 31}, {"started_at": "25:00"}, {"minutes": 1})),
        *(entry(8, "merchant", **field) for field in ({"bank_bin": "97"}, {"place": 2}, {"merchant": None})),
        entry(8, happened_on="2026-08-10"),
        entry(8, happened_on="2026-08-10", count_in="2026-09"),
        "no entry",
        {**entry(8), "fields": []},
    ]
    yield _sync(*wrong, entry(9))
    # Late work counts in the open month that its author chose.
    yield _sync(entry(10, happened_on="2026-08-10", count_in="2026-11"), entry(11, happened_on="2026-10-30"))
    yield _sync(entry(12, neighbourhood=AREA_B))
    yield _sync(entry(13, happened_on="2026-11-01"), entry(15, neighbourhood=AREA_B), who="moved")
    yield _sync(entry(ids["submitted"], people=1), entry(14), who="bruno")


def _edits(ids: Mapping[str, str]) -> Iterator[Request]:
    """Send what was changed: taken, too late, and in conflict."""
    yield _sync(entry(1, revision=2, people=4), entry(2, "installation", revision=5, people=2))
    yield _sync(entry(1, revision=2, people=5), entry(1, people=9), entry(1, "training", revision=3))
    yield _sync(entry(13, revision=2, neighbourhood=AREA_B), who="moved")
    yield _sync(*(entry(ids[name], revision=9, people=1) for name in ("approved", "void", "late", "withdrawn")))
    yield _sync(entry(ids["left out"], revision=9, people=1), who="bruno")
    yield _sync(entry(ids["returned"], revision=2, people=4))
    yield _sync({**entry(3, "training", revision=2), "fields": {"withdrawn": True}})
    yield _sync(entry(3, "training", revision=3))
    yield _get("/api/v1/mine?lang=vi", headers={"If-None-Match": "{etag}"})


def _photos(ids: Mapping[str, str]) -> Iterator[Request]:
    """Bring photos: taken, known, and each way in which one is refused."""
    red = picture("red")
    first = _photo(made_up(101), made_up(1), red)
    yield from (first, first)
    yield _photo(made_up(101), made_up(1), picture("blue"))
    yield _photo(made_up(102), made_up(99), red)
    yield _photo(made_up(102), ids["submitted"], red, "bruno")
    yield from (
        _photo(made_up(102), made_up(3), red),
        _photo("no-id", made_up(1), red),
        _photo(made_up(102), "no-id", red),
    )
    yield _photo(made_up(102), made_up(1), b"no picture")
    yield _photo(made_up(102), made_up(1), red, Content_Type="image/png")
    yield {**_photo(made_up(102), made_up(1), b""), "base64": "", "repeated": ["x", 4 * 2**20 + 1]}
    yield _photo(made_up(102), made_up(1), red, X_CSRF_Token="old")
    yield _photo(made_up(102), made_up(1), red, Origin="https://elsewhere.example")
    yield from (
        _photo(made_up(103 + n), made_up(1), picture(colour)) for n, colour in enumerate(("tan", "teal", "gold"))
    )
    yield from (_photo(made_up(107), made_up(1), picture("pink")), _photo(made_up(108), made_up(1), picture("plum")))
    for who in ("ana", "carla", "bruno", "eva", "ada", ""):
        yield from (_get(f"/photos/{ids['photo']}{part}", who) for part in ("", "/preview"))


def _waiting(_ids: Mapping[str, str]) -> Iterator[Request]:
    """Take in the file of a phone: once, again, as the phone that came back to life, and what is none."""

    def taken(name: str | None, who: str = "carla") -> Request:
        form = {"csrf_token": "{csrf}"}
        files = {"files": {"file": name}} if name else {}
        return {"who": who, "method": "POST", "path": "/waiting/", "headers": {"Origin": ORIGIN}, "form": form, **files}

    yield _get("/waiting/", "carla")
    yield from (taken("waiting-file.json"), taken("waiting-file.json"))
    yield from (taken("words.json"), taken(None), taken("waiting-file.json", "ana"), taken("waiting-file.json", "dora"))


def _files(_ids: Mapping[str, str]) -> Iterator[Request]:
    """Ask for the files of a month as everybody; what stands in them is read in the prints."""
    for name in ("entries.csv", "month.xlsx", "month.docx"):
        yield from (_get(f"/reports/{name}?{MONTH}", who) for who in ("ana", "leo", "carla", "eva", "ada", ""))
    yield _get(f"/reports/month.xlsx?{MONTH}&ward=99901", "eva")
    yield _get(f"/reports/month.docx?{MONTH}&edition=2", "carla")
    yield _get("/reports/month.xlsx?month=2026-09&edition=1", "carla")
    yield _get(f"/reports/month.docx?{MONTH}&lang=en", "carla")
    yield from (
        _get(path) for path in ("/log/", "/log/mine", "/log/visit", "/log/nothing", "/manifest.webmanifest", "/sw.js")
    )
    yield {
        "who": "ana",
        "method": "POST",
        "path": "/logout",
        "headers": {"Origin": ORIGIN},
        "form": {"csrf_token": "{csrf}"},
    }
    yield from (_get("/api/v1/session"), _get("/api/v1/mine"), _sync(entry(1)))

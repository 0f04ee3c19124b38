"""Where this version does otherwise than release 0.1 on purpose: one list, each difference with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from itertools import zip_longest
from typing import Any, NamedTuple

MISSING = "«missing»"
ANYTHING = "«anything»"
"""What stands for any value in a named difference whose place has a ``*``."""

MOST_REPORTED = 20

Difference = tuple[str, Any, Any]
"""A place with what release 0.1 had there and what is there now."""


class Named(NamedTuple):
    """A difference that is meant.

    ``place`` is a path as a failing test prints it, in which ``*`` stands for anything. Beside it stand what release
    0.1 had there, what stands there now, and why.
    """

    place: str
    was: Any
    now: Any
    reason: str


class Reworded(NamedTuple):
    """A wording that is meant: where release 0.1 wrote ``was`` within a text, this version writes ``now``.

    ``subject`` is what is compared. A text may hold several of them, and has to be the same in all else.
    """

    subject: str
    was: str
    now: str
    reason: str


_MERGED = "the households and merchants of a merged area go with the area that stands for it, and to the team of that"
_FROM_60 = "a column says from which age on people are counted: Trong đó từ 60 tuổi"
_UNLISTED = "phones need the names of what is hidden or has ended: an entry that names it is shown and corrected there"
_NO_COPIES = "What one user was shown must not come back by Back, on a shared phone, after they signed out."

_OWN_NUMBER = "a phone that is passed on fills in the number of who signs in next"

_CONTACTS = "who is helped with two apps counts twice: these are contacts, lượt người"
_SIGN_UPS = "a merchant who signs up twice counts twice: these are sign-ups, lượt đăng ký"
_BY_ENTRY = "a sum of people by entry holds who is in two entries twice, and a household is counted where nobody was in"

_SHORT_WORDS = "phones show short names of areas and teams, and the ward's number on the member's card"

_BANKS = "the last column of the export names the bank, of which bank_bin has the six digits"

_AREA_OF_TODAY = "the last column names the area that has an entry's figures today, beside the recorded one"
_OCCASIONS = "the last columns name the event and the place of an entry; merchants had a place before"

_HANDED_IN = "each entry of a phone's file is named with its outcome"

_TOPICS = "a session may have several topics: the column topics has all of them, topic the first"

_HELP_WITH_PROCEDURES = "the columns of a kind that came later stand last"

_ANNEXES = (
    "an open month has the annexes that the ward chooses: areas and teams in one table, no attendance, which with the "
    "amounts is a list of payments; columns without a figure are left out. Closed months keep all of them"
)

NAMED: tuple[Named, ...] = (
    Named("transcript/* POST /waiting//answer/body/*", MISSING, 'data-outcome="stored"', _HANDED_IN),
    Named("transcript/* POST /waiting//answer/body/*", MISSING, 'data-outcome="known"', _HANDED_IN),
    Named("transcript/051 carla GET /api/v1/bootstrap?lang=vi/answer/body/households/6/neighbourhood", 7, 2, _MERGED),
    Named(
        "phone/the other's phone/forms/households/1", MISSING, ["Số 2, ngõ Ví Dụ", "so 2, ngo vi du", 2, ""], _MERGED
    ),
    Named("phone/the other's phone/forms/merchants/1", MISSING, ["Quầy Ví Dụ", "quay vi du", 1, ""], _MERGED),
    *(
        Named(f"transcript/*/bootstrap?lang=vi/answer/body/settings/{key}", MISSING, now, _SHORT_WORDS)
        for key, now in (("neighbourhood_short", "TDP"), ("team_short", "Tổ CNSCĐ"), ("contact_phone", ""))
    ),
    Named(
        "transcript/*GET /api/v1/mine*/answer/body/entries/*/team",
        MISSING,
        ANYTHING,
        "after a move the phone does not offer the area of the last entry, which was another team's",
    ),
    *(
        Named(
            "transcript/* GET /reports/entries.csv?month=2026-08/answer/headers/Content-Disposition",
            'attachment; filename="entries-2026-08.csv"',
            f'attachment; filename="nhat-ky-thang-08-2026-99901{whose}.csv"',
            "files of entries are named after month, ward, and the team or person whose they are",
        )
        for whose in ("", "-to-1", "-ca-nhan")
    ),
    Named("transcript/*/headers/Cache-Control", "private, no-cache", "no-store", _NO_COPIES),
    Named("transcript/*/headers/Cache-Control", "private, max-age=86400", "no-store", _NO_COPIES),
    Named("transcript/*GET /api/v1/*/answer/body/user/phone", MISSING, ANYTHING, _OWN_NUMBER),
    Named("transcript/*GET /api/v1/bootstrap*/answer/body/unlisted", MISSING, ANYTHING, _UNLISTED),
    Named(
        "transcript/024 nina POST /login/answer/headers/Retry-After",
        "300",
        "60",
        "nobody is kept from signing in for longer than a minute, whoever guessed at the number",
    ),
    Named("prints/entries.csv?month=*/columns/39", MISSING, "bank", _BANKS),
    Named("prints/entries.csv?month=*/bank", MISSING, ANYTHING, _BANKS),
    Named("prints/entries.csv?month=*/columns/40", MISSING, "event", _OCCASIONS),
    Named("prints/entries.csv?month=*/columns/41", MISSING, "place", _OCCASIONS),
    Named("prints/entries.csv?month=*/place", MISSING, ANYTHING, _OCCASIONS),
    *(
        Named(f"prints/entries.csv?month=*/columns/{number}", MISSING, name, _HELP_WITH_PROCEDURES)
        for number, name in ((42, "procedure"), (43, "fee_online"), (44, "needed_attendant"))
    ),
    Named("prints/entries.csv?month=*/columns/45", MISSING, "neighbourhood_today", _AREA_OF_TODAY),
    Named("prints/entries.csv?month=*/neighbourhood_today", MISSING, ANYTHING, _AREA_OF_TODAY),
    Named("prints/entries.csv?month=*/topics", MISSING, ANYTHING, _TOPICS),
    Named("prints/month.docx?month=2026-11/*", ANYTHING, ANYTHING, _ANNEXES),
    Named("prints/month.xlsx?month=2026-10/*", ANYTHING, ANYTHING, _ANNEXES),
    Named("prints/month.pdf*", MISSING, "60", _FROM_60),
    Named("prints/*", "người", "lượt người", _CONTACTS),
    Named("prints/*", "điểm bán", "lượt đăng ký", _SIGN_UPS),
    Named(
        "prints/month.docx?month=*/0",
        MISSING,
        "in the default layout",
        "a ward's own template is a form without loops; one with loops is kept, and the default letter is delivered",
    ),
)
"""Every difference there is, and no other: one that no longer occurs fails the tests as well."""

_ONE_WORD = "one thing has one word: đến, hướng dẫn, khu dân cư, số ghi trong nhật ký"
_NO_PRONOUN = "a text addresses nobody as bạn; it says what to do"

REWORDED: tuple[Reworded, ...] = (
    Reworded(
        "prints",
        "Người được giúp cài, dùng ứng dụng | người |",
        "Lượt người được giúp cài, dùng ứng dụng | lượt người |",
        _CONTACTS,
    ),
    Reworded("prints", "Người được giúp cài, dùng ứng dụng", "Lượt người được giúp cài, dùng ứng dụng", _CONTACTS),
    Reworded("prints", "người cài đặt, sử dụng ứng dụng", "lượt người cài đặt, sử dụng ứng dụng", _CONTACTS),
    Reworded("prints", "(điểm bán)", "(lượt đăng ký)", _SIGN_UPS),
    Reworded("prints", "| điểm bán |", "| lượt đăng ký |", _SIGN_UPS),
    Reworded("prints", "Điểm bán đăng ký không tiền mặt", "Lượt đăng ký thanh toán không tiền mặt", _SIGN_UPS),
    Reworded(
        "prints",
        "chỉ tính người đã kích hoạt hoặc tự dùng được; người mới cài chưa tính.",
        "chỉ tính người đã kích hoạt, tự dùng được hoặc hoàn thành khóa học; người mới cài chưa tính. "
        "Cộng theo bản ghi: người có trong hai bản ghi được tính hai lần.",
        _BY_ENTRY,
    ),
    Reworded("prints", "một lần, cả trong lũy kế", "một lần, cả trong lũy kế; gồm cả hộ vắng nhà", _BY_ENTRY),
    Reworded("prints", " %", "%", "Vietnamese writes a percentage without a space: 98,9%"),
    Reworded("prints", "ăng ký không tiền mặt", "ăng ký thanh toán không tiền mặt", "what is without cash is paying"),
    Reworded("prints", "ĐĂNG KÝ KHÔNG TIỀN MẶT", "ĐĂNG KÝ THANH TOÁN KHÔNG TIỀN MẶT", "what is without cash is paying"),
    Reworded("prints", "lượt ngày tham gia", "ngày công", "a day of one person is a ngày công"),
    Reworded("prints", "Trong đó người cao tuổi", "Trong đó từ 60 tuổi", _FROM_60),
    Reworded("prints", "lượt thăm hộ", "lượt đến hộ", _ONE_WORD),
    Reworded("prints", "hướng dẫn tại nhà", "hướng dẫn tại hộ", _ONE_WORD),
    Reworded("prints", "Đã hỗ trợ", "Đã hướng dẫn", _ONE_WORD),
    Reworded("prints", "số đếm được từ sau", "số ghi trong nhật ký từ sau", _ONE_WORD),
    Reworded("prints", "chỉ là số nhật ký đếm được", "chỉ là số ghi trong nhật ký", _ONE_WORD),
    Reworded("prints", "hộ được đến ở hai địa bàn", "hộ có người đến ở hai khu dân cư", _ONE_WORD),
    Reworded("transcript", "Không có ai ở nhà:", "Vắng nhà:", "the answer is called Vắng nhà"),
    Reworded("transcript", "Mục này cần được điền.", "Hãy điền mục này.", _NO_PRONOUN),
    Reworded("transcript", "ngày làm việc vẫn giữ nguyên", "ngày làm vẫn giữ nguyên", _ONE_WORD),
    Reworded(
        "transcript",
        "Khu dân cư này không thuộc phường mà bạn được ghi.",
        "Không được ghi việc ở khu dân cư này.",
        _NO_PRONOUN,
    ),
)
"""Every wording that was changed in a text that is compared; what is counted and stored stays the same."""


def compare(
    subject: str,
    was: Any,
    now: Any,
    named: tuple[Named, ...] = NAMED,
    reworded: tuple[Reworded, ...] = REWORDED,
) -> None:
    """Assert that ``now`` is what release 0.1 had, but for what is named, and that what is named is there."""
    reworded = tuple(one for one in reworded if one.subject == subject)
    found, used = _split_off_rewordings(_differences(subject, was, now), reworded)
    unnamed = [each for each in found if not any(_is_named(each, one) for one in named)]
    reported = "\n".join(f"  {place}\n    was {was!r}\n    now {now!r}" for place, was, now in unnamed[:MOST_REPORTED])
    assert not unnamed, f"{len(unnamed)} differences from release 0.1 that {__name__} does not name:\n{reported}"
    own = [one for one in named if one.place.partition("/")[0] == subject]
    gone = [one.place for one in own if not any(_is_named(each, one) for each in found)]
    gone += [one.was for one in reworded if one not in used]
    assert not gone, f"differences from release 0.1 that are named, but no longer there: {gone}"


def _split_off_rewordings(
    differences: Iterator[Difference], reworded: tuple[Reworded, ...]
) -> tuple[list[Difference], set[Reworded]]:
    """Return the differences that no rewording explains, and the rewordings that explain the others."""
    found, used = [], set()
    for place, was, now in differences:
        written = [one for one in reworded if isinstance(was, str) and one.was in was]
        if written and _reworded(was, written) == now:
            used |= set(written)
        else:
            found.append((place, was, now))
    return found, used


def _reworded(text: Any, reworded: list[Reworded]) -> Any:
    """Return ``text`` as this version writes it."""
    for one in reworded:
        text = text.replace(one.was, one.now)
    return text


def _is_named(found: Difference, named: Named) -> bool:
    place, was, now = found
    return fnmatchcase(place, named.place) and named.was in (was, ANYTHING) and named.now in (now, ANYTHING)


def _differences(place: str, was: Any, now: Any) -> Iterator[Difference]:
    """Yield the path of each leaf that differs, with what was there and what is there now."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted(was.keys() | now.keys()):
            yield from _differences(f"{place}/{key}", was.get(key, MISSING), now.get(key, MISSING))
    elif isinstance(was, list) and isinstance(now, list):
        yield from _of_lists(place, was, now)
    elif was != now or type(was) is not type(now):
        yield place, was, now


def _of_lists(place: str, was: list[Any], now: list[Any]) -> Iterator[Difference]:
    """Yield what differs between two lists; what was put in between or taken out does not shift the rest."""
    texts = [[json.dumps(item, sort_keys=True) for item in items] for items in (was, now)]
    for _, a, b, c, d in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        for i, (one, other) in enumerate(zip_longest(was[a:b], now[c:d], fillvalue=MISSING), start=a):
            yield from _differences(f"{place}/{i}", one, other)

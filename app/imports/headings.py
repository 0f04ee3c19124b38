"""Which column of a kind a heading names, in Vietnamese or English, with or without tones. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flask_babel import force_locale

from app.figures import narrowed
from app.imports.list_kind import KindColumn, ListKind, ValueType
from app.localisation import LANGUAGES
from app.roster.list_headings import HEADINGS, PERSONAL_HEADINGS, ListColumn, PersonalType, heading_key
from app.text import fold

ROW_HEADINGS = frozenset({"dong trong danh sach goc", "row in the first list"})
PROBLEM_HEADINGS = frozenset({"can sua", "to be mended"})
"""The two columns that the workbook of wrong rows has in front, in each language."""

_YEARS_WORD = r"(?:nam|year)"
_YEAR = re.compile(rf"\b(?:{_YEARS_WORD} )?((?:19|20)\d\d)\b")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\([^()]*$")
_UNIT = re.compile(r"[,:–-]?\s*(?:đvt|dvt|đơn vị(?: tính)?|don vi(?: tinh)?|unit)\s*[:.].*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_TOTALS = (re.compile(r"(?:tong|total) (?:number of |of )?"), re.compile(r"tong (?:so|cong) "))
# fmt: off
_CONNECTING = frozenset({
    "cua", "trong", "lien", "tai", "o", "theo", "thuoc", "hien", "dang", "phu", "thuong", "day", "can", "dan", "tren",
    "of", "in", "per", "at", "by", "on", "the",
})
_ANOTHER = frozenset({
    "truong", "pho", "vien", "me", "cha", "vo", "chong", "bo", "con", "cu", "moi", "chu", "ngheo",
})
# fmt: on
_ANYTHING_MAY_FOLLOW = frozenset({ValueType.TEXT, ValueType.PHONE})
_NAMES_OF_PEOPLE = frozenset(heading for heading in HEADINGS[ListColumn.NAME] if heading.startswith(("ho ", "full ")))
_PARTS_OF_NAME = frozenset({"ho", "ho dem", "ho lot", "ho va dem", "ho va ten dem", "ho va ten lot", "ho va chu dem",
                            "ho va chu lot", "ten dem", "ten", "first name", "last name"})  # fmt: skip
_RUNNING = frozenset(HEADINGS[ListColumn.RUNNING]) | {"so tt", "thu tu", "tt", "s t t", "stt", "no", "number", "order"}
_YEAR_HEADINGS = frozenset({"nam", "year", "nam bao cao", "nam thong ke", "so lieu nam", "reporting year"})
_PERSONAL = {heading: type for type, headings in PERSONAL_HEADINGS.items() for heading in headings}
_PHONES = frozenset(HEADINGS[ListColumn.PHONE])
_OTHER = frozenset(HEADINGS[ListColumn.OTHER])
_ALSO_PERSONAL = (
    (PersonalType.IDENTITY, ("so cccd", "cccd", "cmnd", "can cuoc", "so dinh danh", "ma dinh danh", "bhyt")),
    (PersonalType.BIRTH, ("ngay sinh", "nam sinh", "ngay thang nam sinh", "sinh ngay", "sinh nam")),
    (PersonalType.CONTACT, ("so dien thoai", "dien thoai", "sdt", "so dt", "so zalo", "email")),
    (PersonalType.HEALTH, ("benh", "khuyet tat", "suc khoe", "tinh trang suc khoe")),
    (PersonalType.ACCOUNT, ("so tai khoan", "stk", "so tk")),
)


class Heading(NamedTuple):
    """What a heading names: a column of the kind by its code, and of which year, if it says so.

    ``rank`` is larger the less sure it is. ``is_part`` says that it names a part of a name, which other columns go on.
    """

    code: str
    rank: int = 0
    year: int = 0
    is_part: bool = False


class KindHeadings:
    """The headings by which the columns of a kind are recognised."""

    def __init__(self, kind: ListKind) -> None:
        self._columns: Mapping[str, KindColumn] = {column.code: column for column in kind.columns}
        self._codes = dict(_headings_of(kind.columns))
        self._names = next((code for heading, code in self._codes.items() if heading in _NAMES_OF_PEOPLE), "")
        self._longest_first = sorted(self._codes, key=len, reverse=True)

    def find(self, texts: Sequence[str]) -> Heading | None:
        """Return what a heading names, given the ways to read it, the best one first: with what stands above it."""
        for text in texts:
            for key, year in _keys(text):
                if found := self._exact(key, year):
                    return found
        for text in texts:
            for key, year in _keys(text):
                if found := self._beginning(key, year):
                    return found
        return None

    def _exact(self, key: str, year: int) -> Heading | None:
        if code := self._codes.get(key):
            return Heading(code, 0, year, key in _PARTS_OF_NAME and code == self._names)
        return Heading(self._names, 0, year, True) if self._names and key in _PARTS_OF_NAME else None

    def _beginning(self, key: str, year: int) -> Heading | None:
        for heading in self._longest_first:
            if key.startswith(heading + " "):
                code = self._codes[heading]
                if _may_follow(key[len(heading) :].split(), heading, self._columns[code].value):
                    return Heading(code, 1, year)
        return None


def _headings_of(columns: Sequence[KindColumn]) -> Iterator[tuple[str, str]]:
    """Yield the headings of columns with their codes, the weakest first: the last one of the same text counts.

    The labels of templates are among them in all languages, since a template may come from a colleague.
    """
    for column in reversed(columns):
        if column.value is ValueType.PHONE:
            yield from ((heading, column.code) for heading in HEADINGS[ListColumn.PHONE])
    for column in reversed(columns):
        for heading in (column.code.replace("_", " "), *column.headings):
            yield _words(heading), column.code
    for language in LANGUAGES:
        with force_locale(language):
            yield from [(_words(str(column.label)), column.code) for column in reversed(columns)]


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _may_follow(rest: Sequence[str], heading: str, value: ValueType) -> bool:
    """Return whether words behind a known heading leave its meaning as it is."""
    if rest[0] in _CONNECTING:
        return True
    return value in _ANYTHING_MAY_FOLLOW and " " in heading and rest[0] not in _ANOTHER


def _keys(text: str) -> Iterator[tuple[str, int]]:
    """Yield the keys that a heading may be looked up by: as it is, without units, its year, and words of totals."""
    years = {int(year) for year in _YEAR.findall(fold(text))}
    year = max(years, default=0)
    bare = _UNIT.sub("", _BRACKETS.sub(" ", narrowed(text)))
    keys = [_words(each) for each in (text, bare)]
    keys += [" ".join(_YEAR.sub(" ", key).split()) for key in keys]
    keys += [key[found.end() :] for key in keys for total in _TOTALS if (found := total.match(key))]
    yield from ((key, year) for key in dict.fromkeys(keys) if key)


def is_running_number(text: str) -> bool:
    """Return whether a heading is that of running numbers."""
    return heading_key(text) in _RUNNING


def is_name_heading(text: str) -> bool:
    """Return whether a heading is that of names of people."""
    return heading_key(text) in _NAMES_OF_PEOPLE


def is_own_heading(text: str) -> bool:
    """Return whether a heading is one of those that the workbook of wrong rows adds."""
    return heading_key(text) in ROW_HEADINGS | PROBLEM_HEADINGS


def is_year_heading(text: str) -> bool:
    """Return whether a heading says that years stand below it."""
    return heading_key(text) in _YEAR_HEADINGS


def bare_year(text: str) -> int:
    """Return the year that a heading is, such as "Năm 2026", or 0 where it is more or something else."""
    found = _YEAR.fullmatch(heading_key(text))
    return int(found[1]) if found else 0


def personal_type(text: str) -> PersonalType | None:
    """Return what a column holds of single people by its heading; phone numbers are contacts."""
    for key, _year in _keys(text):
        if key in _PERSONAL:
            return _PERSONAL[key]
        if key in _PHONES:
            return PersonalType.CONTACT
    for key, _year in _keys(text):
        for type, beginnings in _ALSO_PERSONAL:
            if key.startswith(tuple(beginning + " " for beginning in beginnings)):
                return type
    return None


def is_known_elsewhere(text: str) -> bool:
    """Return whether a heading is one that lists have, although no kind here reads it: it shows where the head is."""
    return is_running_number(text) or heading_key(text) in _OTHER or bool(bare_year(text) or personal_type(text))

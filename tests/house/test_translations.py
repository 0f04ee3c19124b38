"""Every text of the app has its Vietnamese, with the same placeholders, and English counts by one and by many."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.config import ROOT

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_CATALOGUE = ROOT / "app" / "translations" / "vi" / "LC_MESSAGES" / "messages.po"
_KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}

# A placeholder that may be a number, and soon behind it a word in the plural.
_SEVERAL = re.compile(
    r"%\((?!name|who|first|percent|tag|text|day|team|year|kind|indicator|label)\w+\)[sd] "
    r"(?:\w+ )?(?:[a-z]+[a-rt-z]s|people|are|were|have|need|wait|take)\b(?!')"
)
NEVER_ONE = {
    "Save file %(part)s of %(number)s on this phone": "from two on: one file has another text",
    "That is too much for one file. Hand over %(number)s files, one after the other.": "from two on",
    "See all %(number)s households in %(name)s": "from two on: one is a row of its own",
    "See all %(number)s merchants in %(name)s": "from two on: one is a row of its own",
    "%(all)s found, of which these %(shown)s are shown. Add the province or the old district.": "from thirty on",
    "%(all)s wards, of which these %(shown)s are shown. Search for the others.": "from a hundred on",
    "A ward has at most %(number)s services of its own.": "a constant of the house",
    "A ward has at most %(number)s types of events.": "a constant of the house",
    "A ward has at most %(number)s groups of procedures of its own.": "a constant of the house",
    "This list has the first %(number)s lines only, by address. What comes behind them is not on it.": "five thousand",
    "%(lot)s entries raise no question. These %(number)s were drawn from them at random: look at each. When all are "
    "right, the other %(rest)s can be approved at once.": "of one alone the page has another text",
    "At most %(lines)d lines of %(most)d characters each.": "both are constants of the house",
    "Reading the file took longer than %(seconds)s seconds and was stopped. Copy only the cells of the list into a new "
    "workbook, or divide it into several files.": "a constant of the house",
    "The list has more than %(columns)s columns (%(place)s). Delete what stands far to the right of it.": "a constant",
    "The list has more than %(rows)s rows (%(place)s). Divide it into several files, or delete what stands far below "
    "it.": "a constant of the house",
    "The sheet spans more than %(cells)s cells (%(place)s). Divide the list into several files, or delete columns that "
    "are not needed.": "a constant of the house",
    "The workbook has more than %(sheets)s sheets. Copy those with lists into a new workbook and send that.": "a "
    "constant of the house",
    "At most %(max)d lines at a time.": "a constant of the house",
    "in %(number)s areas": "from four on: fewer are named",
    "At most %(max)s people at once.": "a constant of the house",
    "At most %(number)s photos.": "a constant of the house",
    "In the file's part %(name)s a letter has more than %(number)d marks above or below it. Type that word anew.": "a "
    "constant of the house",
    "More than %(number)s pairs wait.": "a constant of the house",
    "More than %(threshold)s people are said to have been helped in one home.": "from two on",
    "The clock of the phone is wrong by more than %(threshold)s minutes; day and time may not be true.": "from five on",
    "There are more than %(number)d placeholders.": "a constant of the house",
    "Too many wrong attempts. Try again in %(seconds)d seconds.": "from two on",
    "Use at least %(min)d characters; a sentence is good.": "a constant of the house",
    "Use at most %(longest)s characters: leave out %(over)s.": "limits of fields, of which none is one",
    "Use at most %(max)d characters.": "a constant of the house",
    "Row no. %(row)s has another figure for the same.": "the number of a row, no count",
    "The month is open again; edition %(number)s stays as it is. Closing makes edition %(next)s.": "no count",
    "This is too long: at most %(max)d characters.": "limits of fields, of which none is one",
    "more than %(number)s entries wait": "only said of hundreds",
}
"""Texts about several that never speak of one, each with why."""


def _messages() -> Iterator[str | tuple[str, ...]]:
    for folder, methods in (("app", [("**.py", "python")]), ("templates", [("**.html", "jinja2")])):
        for _file, _line, message, _comments, _context in extract_from_dir(ROOT / folder, methods, keywords=_KEYWORDS):
            yield message


def _texts() -> Iterator[str]:
    """Yield what the catalogue has a text under: of one and of many, what is said of one."""
    for message in _messages():
        yield message if isinstance(message, str) else message[0]


def _key(entry: Message) -> str:
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def _strings(entry: Message) -> list[str]:
    return [entry.string] if isinstance(entry.string, str) else list(entry.string)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with _CATALOGUE.open("rb") as file:
        return read_po(file, locale="vi")


def test_every_text_is_translated(catalogue: Catalog) -> None:
    texts = set(_texts())
    assert len(texts) > 100, "the texts were not found where they are"
    missing = sorted(text for text in texts if not (entry := catalogue.get(text)) or not all(_strings(entry)))
    assert not missing, f"run `make i18n` and write the Vietnamese of: {missing}"
    fuzzy = [entry.id for entry in catalogue if entry.id and entry.fuzzy]
    assert not fuzzy, f"look again at the guessed translations of: {fuzzy}"


def test_no_translation_is_left_over(catalogue: Catalog) -> None:
    left_over = sorted({_key(entry) for entry in catalogue if entry.id} - set(_texts()))
    assert not left_over, f"nothing says any more: {left_over}; run `make i18n`"


def test_translations_keep_the_placeholders(catalogue: Catalog) -> None:
    for entry in catalogue:
        if entry.id:
            for text in [*_strings(entry), *([] if isinstance(entry.id, str) else entry.id)]:
                assert set(_PLACEHOLDER.findall(_key(entry))) == set(_PLACEHOLDER.findall(text)), entry.id


def test_vietnamese_says_one_and_many_alike(catalogue: Catalog) -> None:
    assert catalogue.num_plurals == 1


def test_a_message_of_several_has_a_form_for_one() -> None:
    plain = {message for message in _messages() if isinstance(message, str)}
    several = {text for text in plain if _SEVERAL.search(text)}
    assert not (found := sorted(several - NEVER_ONE.keys())), (
        f"use ngettext, or say in NEVER_ONE why it never speaks of one: {found}"
    )
    assert not (gone := sorted(NEVER_ONE.keys() - several)), f"take off NEVER_ONE: {gone}"

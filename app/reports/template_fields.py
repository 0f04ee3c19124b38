"""The fields of a Word template, or of the letter made from it: which of them it may have. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.reports.template_parts import is_link
from app.reports.template_problem import Problem

_ALLOWED_FIELDS = frozenset(
    [
        "PAGE",
        "NUMPAGES",
        "SECTION",
        "SECTIONPAGES",
        "PAGEREF",
        "REF",
        "NOTEREF",
        "STYLEREF",
        "SEQ",
        "TOC",
        "TC",
        "HYPERLINK",
        "SYMBOL",
        "DATE",
        "TIME",
        "CREATEDATE",
        "SAVEDATE",
        "PRINTDATE",
        "TITLE",
        "AUTHOR",
    ]
)
_CODES = ("instrText", "delInstrText")
_FIELD_PARTS = ("fldSimple", "fldChar", *_CODES, "t", "delText")
_WORD = re.compile(r"\\[a-z*@#!](?=[\s\"]|$)|\"[^\"]*\"?|[^\s\"]+", re.IGNORECASE)
_WITH_VALUE = {r"\l", r"\o", r"\t", r"\*"}
"""Switches of a link that a word follows: a bookmark, a tip, a window, a format."""


def problems_of_fields(tree: Any) -> Iterator[Problem]:
    """Yield the fields that fetch another file, start a program or ask the reader: all but the usual ones."""
    for each in _fields(tree):
        code = "".join(each.code)
        if not each.is_plain:
            says = _("A field stands inside of the code of another field.")
        elif not _is_harmless_code(code):
            words = _WORD.findall(code)
            says = _("The field %(name)s cannot be used in a template.", name=words[0].upper()[:40] if words else "{ }")
        else:
            continue
        advice = _("Click on it in Word and press Ctrl+Shift+F9: it becomes plain text.")
        yield Problem(str(_("Field")), code.strip()[:200], f"{says} {advice}")


@dataclass(slots=True)
class _Field:
    """A field while it is read: the pieces of its code, and whether that goes on or its result has begun."""

    code: list[str] = field(default_factory=list)
    is_open: bool = True
    is_plain: bool = True


def _fields(tree: Any) -> Iterator[_Field]:
    """Yield each field. Its code may come in pieces, and its result may hold other fields.

    Word takes all text before the result for code. A field whose deletion is only tracked comes back when that is
    rejected.
    """
    open_fields: list[_Field] = []
    for element in tree.iter(*(f"{{*}}{name}" for name in _FIELD_PARTS)):
        local = element.tag.rpartition("}")[2]
        if local == "fldChar":
            yield from _turned(open_fields, _attribute(element, "fldCharType"))
        elif local == "fldSimple":
            _note_nested(open_fields)
            yield _Field([_attribute(element, "instr")])
        elif open_fields and open_fields[-1].is_open:
            open_fields[-1].code.append(element.text or "")
        elif local in _CODES:
            yield _Field([element.text or ""])
    yield from open_fields


def _turned(open_fields: list[_Field], kind: str) -> Iterator[_Field]:
    """Begin a field, go on to its result, or yield it at its end."""
    match kind:
        case "begin":
            _note_nested(open_fields)
            open_fields.append(_Field())
        case "separate" if open_fields:
            open_fields[-1].is_open = False
        case "end" if open_fields:
            yield open_fields.pop()
        case "separate" | "end":
            pass
        case _:
            yield _Field([kind])


def _note_nested(open_fields: list[_Field]) -> None:
    if open_fields and open_fields[-1].is_open:
        open_fields[-1].is_plain = False


def _attribute(element: Any, name: str) -> str:
    """Return an attribute by its name, whatever its namespace."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _is_harmless_code(code: str) -> bool:
    words = _WORD.findall(code.replace("“", '"').replace("”", '"'))
    if not words or words[0].upper() not in _ALLOWED_FIELDS:
        return False
    return words[0].upper() != "HYPERLINK" or _is_harmless_link(words[1:])


def _is_harmless_link(words: list[str]) -> bool:
    """Say whether a link leads to a page, or only to a place in the same file."""
    targets, is_inside, is_value = [], False, False
    for word in words:
        if is_value:
            is_value = False
        elif word.startswith("\\") and len(word) == 2:
            is_value, is_inside = word.lower() in _WITH_VALUE, is_inside or word.lower() == r"\l"
        else:
            targets.append(word.strip('"'))
    return is_link(targets[0]) if len(targets) == 1 else is_inside and not targets

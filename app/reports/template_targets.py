"""What a Word template, or the letter made from it, would fetch, open or start by itself. Pure.

A file opens other files by its relationships (:mod:`app.reports.template_parts`), by fields, and by attributes of
pictures and shapes. Elements are found by their names alone, whatever namespace they are in: Word knows two for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.reports.template_parts import STRICT, held, is_link, strict
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

_FETCHING = frozenset(
    [
        "altChunk",
        "attachedTemplate",
        "audioCd",
        "audioFile",
        "binData",
        "control",
        "externalData",
        "frameset",
        "frame",
        "iframe",
        "mailMerge",
        "movie",
        "object",
        "objectEmbed",
        "objectLink",
        "OLEObject",
        "quickTimeFile",
        "saveThroughXslt",
        "script",
        "foreignObject",
        "snd",
        "subDoc",
        "videoFile",
        "wavAudioFile",
        "webVideoPr",
        "animate",
        "animateMotion",
        "animateTransform",
    ]
)
"""Elements that show, play or run something else than what the file says itself."""

_BASES = frozenset(["HyperlinkBase", "xsnLocation"])
"""Elements whose text is an address that others are taken from."""

_CLICKED = frozenset(["a", "arc", "curve", "group", "line", "oval", "polyline", "rect", "roundrect", "shape"])
"""Elements whose address is opened by a click. All others show at once what stands at it."""

_TEXTS = frozenset(["descr", "title", "alt", "name", "tooltip"])
"""Attributes that only say something. Word itself writes where a picture came from into some."""

_DATA = re.compile(r"data:image/(?:png|jpeg|gif);base64,")
_ADDRESS = re.compile(
    r"\s*(?:[\\/]{2}\w|[a-z]:[\\/]|(?!https?:)[a-z][a-z0-9+.-]*:[\\/]{2}"
    r"|(?:file|javascript|vbscript|mhtml|res|shell|search-ms|ms-[\w-]+):\S)",
    re.IGNORECASE,
)
_CSS_ADDRESS = re.compile(r"@import|url\s*\([\s\"']*(?![\s\"'#])|expression\s*\(|javascript:", re.IGNORECASE)


def problems_of_targets(name: str, tree: Any) -> Iterator[Problem]:
    """Yield what a part of a template would fetch, open or start."""
    yield from problems_of_fields(tree)
    if tree.xpath("//processing-instruction('xml-stylesheet')"):
        yield held("xml-stylesheet", name)
    for element in tree.iter("*"):
        namespace, _brace, local = element.tag.rpartition("}")
        if namespace.startswith(f"{{{STRICT}"):
            yield strict()
        if local in _FETCHING or (local in _BASES and (element.text or "").strip()):
            yield held(local, f"{name}: {element.text or ''}")
        if local == "style" and _CSS_ADDRESS.search("".join(element.itertext())):
            yield held("url( )", name)
        for attribute, value in element.items():
            if not _is_harmless(local, attribute, value):
                yield _linked(name, value)


def _linked(name: str, address: str) -> Problem:
    says = _(
        "In the file's part %(name)s stands an address that a report must not open. A link begins with https://, "
        "http:// or mailto:. Take the link out; insert pictures themselves instead of linking to them.",
        name=name[:80],
    )
    return Problem(str(_("Link")), address.strip()[:200], says)


def _is_harmless(element: str, attribute: str, value: str) -> bool:
    """Say whether an attribute opens nothing, or only what a reader may click on."""
    namespace, _brace, local = attribute.rpartition("}")
    if namespace.endswith("/relationships"):
        return True  # It names a relationship, and those are looked at one by one.
    match local:
        case "src" | "althref":
            return not value.strip()
        case "href":
            is_shown = element not in _CLICKED
            return not value or value.startswith("#") or (bool(_DATA.match(value)) if is_shown else is_link(value))
        case _ if local in _TEXTS:
            return True
        case _ if local.startswith("on") and local != "on" and not namespace:
            return False  # A drawing's program. “on” alone says that a shadow is to be seen.
        case _:
            return not value or value.isalnum() or not (_ADDRESS.match(value) or _CSS_ADDRESS.search(value))


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

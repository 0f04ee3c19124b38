"""The fields of a Word template: which of them it may have. Pure.

Word finds the pieces of a field by rules that depend on what is deleted, inserted, moved, or meant for another program.
No template needs any of that inside of a field. So the code of a field stands plainly in one paragraph, and whatever is
called like a part of a field but is in a namespace that Word does not look for it in is refused. A paragraph is
filled in or left out as a whole, so that no condition makes another code of the pieces of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask_babel import gettext as _
from lxml import etree

from app.reports.template.allowed_parts import forbidden_content, is_link
from app.reports.template.package import Problem
from app.reports.word_xml import WORD_NAMESPACE, Element, W

_NAMES = (
    "PAGE NUMPAGES SECTION SECTIONPAGES PAGEREF REF NOTEREF STYLEREF SEQ TOC TC HYPERLINK SYMBOL DATE TIME "
    "CREATEDATE SAVEDATE PRINTDATE TITLE AUTHOR"
)
_ALLOWED_FIELDS = frozenset(_NAMES.split())
_CODES = ("instrText", "delInstrText")
_FIELD_PARTS = tuple(f"{W}{name}" for name in ("fldSimple", "fldChar", *_CODES, "t", "delText"))
_FOREIGN = (
    f"namespace-uri() != '{WORD_NAMESPACE}' and "
    f"contains(' fldSimple fldChar {' '.join(_CODES)} instr fldCharType ', concat(' ', local-name(), ' '))"
)
_FIRST_FOREIGN = etree.XPath(f"local-name((//*[{_FOREIGN}] | //@*[{_FOREIGN}])[1])")
"""The name of the first element or attribute that is called like a part of a field but is none of Word's."""

_INLINE = frozenset(f"{W}{name}" for name in ("r", "hyperlink", "smartTag"))
"""Elements that the pieces of a field may be in each on its own: whatever becomes of one, all of its text stays."""

_MAX_INLINE_DEPTH = 8
"""Limit of such elements inside each other. Word needs four."""

_WORD = re.compile(r"\\[a-z*@#!](?=[\s\"]|$)|\"[^\"]*\"?|[^\s\"]+", re.IGNORECASE)
_WITH_VALUE = {r"\l", r"\o", r"\t", r"\*"}
"""Switches of a link that a word follows: a bookmark, a tip, a window, a format."""


def problems_of_fields(tree: Element) -> Iterator[Problem]:
    """Yield the fields that fetch another file, start a program or ask the reader: all but the usual ones."""
    if foreign := str(_FIRST_FOREIGN(tree)):
        yield forbidden_content(foreign)
    for each in _fields(tree):
        code = each.code
        if not _is_harmless_code(code):
            word = next(iter(_WORD.findall(code)), "{ }")
            message = _("The field %(name)s cannot be used in a template.", name=word.upper()[:40])
        elif not each.is_together:
            message = _(
                "The parts of a field do not stand together: other text or another field is between them, or some are "
                "in another paragraph, in a box or in a tracked change. Accept or reject all changes in Word."
            )
        else:
            continue
        advice = _("Click on it in Word and press Ctrl+Shift+F9: it becomes plain text.")
        yield Problem(str(_("Field")), code.strip()[:200], f"{message} {advice}")


@dataclass(slots=True)
class _Field:
    """A field while it is read: its code, and whether that goes on or its result has begun."""

    container: Element
    pieces: list[str] = field(default_factory=list)
    kind: str = ""
    is_open: bool = True
    is_together: bool = True

    @property
    def code(self) -> str:
        """All of the code. It is joined once, as a code may come in very many pieces."""
        return "".join(self.pieces)

    def add(self, piece: Element) -> None:
        """Add a piece of the code. An element with children has more text than that before the first."""
        self.pieces.append(piece.text or "")
        name = piece.tag.removeprefix(W)
        self.is_together &= name in _CODES and self.kind in ("", name) and len(piece) == 0
        self.kind = name
        self.compare(piece)

    def compare(self, piece: Element) -> None:
        """Note whether a piece has the container in which the field began."""
        self.is_together &= _container(piece) is self.container


def _container(piece: Element) -> Element:
    """Return the element that decides whether a piece of a field is shown: a paragraph, or a deletion or box in it."""
    container = piece.getparent()
    for _level in range(_MAX_INLINE_DEPTH):
        if container is None or container.tag not in _INLINE:
            break
        container = container.getparent()
    return container


def _fields(tree: Element) -> Iterator[_Field]:
    """Yield each field. Its code may come in pieces, and its result may hold other fields.

    Word takes all text before the result for code. A field deleted under Track Changes comes back when the change is
    rejected.
    """
    open_fields: list[_Field] = []
    for element in tree.iter(*_FIELD_PARTS):
        local = element.tag.removeprefix(W)
        if local == "fldChar":
            yield from _read_mark(open_fields, element)
        elif local == "fldSimple":
            _note_nested(open_fields)
            yield _Field(element.getparent(), [element.get(f"{W}instr", "")])
        elif open_fields and open_fields[-1].is_open:
            open_fields[-1].add(element)
        elif local in _CODES:
            alone = _Field(_container(element))
            alone.add(element)
            yield alone
    yield from open_fields


def _read_mark(open_fields: list[_Field], mark: Element) -> Iterator[_Field]:
    """Begin a field, go on to its result, or yield it at its end."""
    kind = mark.get(f"{W}fldCharType", "")
    if kind in {"separate", "end"} and open_fields and open_fields[-1].is_open:
        open_fields[-1].compare(mark)
    match kind:
        case "begin":
            _note_nested(open_fields)
            open_fields.append(_Field(_container(mark)))
        case "separate" if open_fields:
            open_fields[-1].is_open = False
        case "end" if open_fields:
            yield open_fields.pop()
        case "separate" | "end":
            pass
        case _:
            yield _Field(mark.getparent(), [kind])


def _note_nested(open_fields: list[_Field]) -> None:
    if open_fields and open_fields[-1].is_open:
        open_fields[-1].is_together = False


def _is_harmless_code(code: str) -> bool:
    words = _WORD.findall(code.replace("“", '"').replace("”", '"'))
    if not words or words[0].upper() not in _ALLOWED_FIELDS:
        return False
    return words[0].upper() != "HYPERLINK" or _is_harmless_link(words[1:])


def _is_harmless_link(words: list[str]) -> bool:
    """Return whether a link leads to a page, or only to a place in the same file."""
    targets, is_inside, is_value = [], False, False
    for word in words:
        if is_value:
            is_value = False
        elif word.startswith("\\") and len(word) == 2:
            is_value, is_inside = word.lower() in _WITH_VALUE, is_inside or word.lower() == r"\l"
        else:
            targets.append(word.strip('"'))
    return is_link(targets[0]) if len(targets) == 1 else is_inside and not targets

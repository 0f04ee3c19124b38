"""Paragraphs that have to stay when lines vanish: one in each cell and box, and one between two tables. Pure.

Word calls a file unreadable in which a cell does not end with a paragraph, and draws two tables with nothing between
them as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from lxml import etree

from app.reports.drawing.ooxml import END
from app.reports.word_xml import WORD_NAMESPACE, Element, W

_HOLDERS = tuple(f"{W}{name}" for name in ("tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent"))
"""What Word calls unreadable when it does not end with a paragraph."""

_CONTROL, _CONTENT, _TABLE = f"{W}sdt", f"{W}sdtContent", f"{W}tbl"
_BLOCKS = frozenset([f"{W}p", _TABLE, _CONTROL, f"{W}customXml"])
"""What is seen in a cell or text. Between stand properties, bookmarks and marks of review."""

_MAX_LOOKED_AT = 100
"""Limit of the bookmarks and marks that are passed over from a line to the next one."""


def thin_paragraph() -> Element:
    """Return a paragraph of no height."""
    return etree.fromstring(END.replace("<w:p>", f'<w:p xmlns:w="{WORD_NAMESPACE}">', 1))


def leave_out(element: Element) -> None:
    """Take something out of its part; a paragraph that ends a section stays, without anything in it.

    An element that is taken out as a whole looks up the namespaces of all that is in it again, in a time that grows
    with the square of how many there are. What is emptied first does not.
    """
    end = element.find(f"{W}pPr/{W}sectPr")
    if end is None:
        element.clear()
        element.getparent().remove(element)
    else:
        for child in [child for child in element if child.tag != f"{W}pPr"]:
            element.remove(child)


def leave_out_line(line: Element) -> None:
    """Take a line out of its part, and keep the tables before and after it apart."""
    is_needed = _is_table(_first_block(line.itersiblings())) and follows_table(line)
    if is_needed and line.find(f"{W}pPr/{W}sectPr") is None:
        line.addprevious(thin_paragraph())
    leave_out(line)


def follows_table(element: Element) -> bool:
    """Return whether what is seen before an element is a table, be it one in a content control."""
    return _is_table(_first_block(element.itersiblings(preceding=True)), is_last=True)


def complete_holders(tree: Element) -> None:
    """Give cells, boxes and notes that do not end with a paragraph one, and content controls that hold nothing."""
    for holder in list(tree.iter(*_HOLDERS)):
        last = _last_block(holder)
        if last is None or _is_table(last, is_last=True):
            holder.append(holder.makeelement(f"{W}p"))
    for content in list(tree.iter(_CONTENT)):
        if _holds_lines(content) and _last_block(content) is None:
            content.append(content.makeelement(f"{W}p"))


def _holds_lines(content: Element) -> bool:
    """Return whether a content control has whole lines in it: others have words, rows or cells."""
    place = content.getparent()
    while place is not None and place.tag in {_CONTROL, _CONTENT, f"{W}customXml"}:
        place = place.getparent()
    return place is not None and place.tag in {f"{W}body", *_HOLDERS}


def _first_block(elements: Iterable[Element]) -> Element | None:
    return next((each for each in islice(elements, _MAX_LOOKED_AT) if _is_block(each)), None)


def _last_block(holder: Element) -> Element | None:
    return _first_block(reversed(holder))


def _is_block(element: Element) -> bool:
    # What is no element stands for lists and tables of the report.
    return element.tag in _BLOCKS or not isinstance(element.tag, str)


def _is_table(block: Element | None, *, is_last: bool = False) -> bool:
    """Return whether a block is a table, or a control that begins with one; where ``is_last``, ends with one."""
    while block is not None and block.tag in {_CONTROL, f"{W}customXml"}:
        content = block.find(_CONTENT) if block.tag == _CONTROL else block
        if content is None:
            return False
        block = _last_block(content) if is_last else _first_block(content)
    return block is not None and block.tag == _TABLE

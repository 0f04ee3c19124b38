"""The pages of a Word file: their size and margins, and the turning of those that hold wide tables. Pure."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from app.reports.drawing.ooxml import mm
from app.reports.page_layout import LONG_SIDE, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP, SHORT_SIDE
from app.reports.template.needed_paragraphs import thin_paragraph
from app.reports.word_xml import WORD_NAMESPACE, Element, W, properties, put

_LEAST_WIDTH = 1000  # twips: what a page, a cell or a margin leaves that says something odd
_SIDES = {"top": MARGIN_TOP, "right": MARGIN_RIGHT, "bottom": MARGIN_BOTTOM, "left": MARGIN_LEFT}
_OF_FIRST_PAGES = ("headerReference", "footerReference", "titlePg", "type", "pgNumType")
"""Properties that the pages after the first section take over from it, or that would begin something anew."""


_FOLLOWING_END = etree.XPath(
    "following-sibling::*[self::w:sectPr or w:pPr/w:sectPr][1]", namespaces={"w": WORD_NAMESPACE}
)
"""What ends the section in which a child of the body stands. There may be very many before it."""


class PageSection:
    """The pages on which something stands. Their properties, ``end``, are in the last child of the body on them."""

    def __init__(self, element: Element) -> None:
        """Find the section in which a child of the body, or something inside of one, stands."""
        chain = [element, *element.iterancestors()]
        is_in_text = len(chain) > 2 and chain[-2].tag == f"{W}body"
        self.last = _last_of_section(chain[-3]) if is_in_text else None
        if self.last is None:
            # A header is on many pages, and a file without properties on pages as they are usual here.
            self.last = element.makeelement(f"{W}sectPr")
            if is_in_text:
                chain[-2].append(self.last)
        self.end = self.last if self.last.tag == f"{W}sectPr" else _inner_end(self.last)
        if self.end.find(f"{W}pgSz") is None:
            put(self.end, "pgSz", w=str(mm(SHORT_SIDE)), h=str(mm(LONG_SIDE)))
        if self.end.find(f"{W}pgMar") is None:
            put(self.end, "pgMar", **{side: str(mm(length)) for side, length in _SIDES.items()})

    @property
    def is_wide(self) -> bool:
        """Return whether the pages lie across."""
        return self._length("pgSz", "w") > self._length("pgSz", "h")

    @property
    def text_width(self) -> int:
        """Return the width of the text of a page, in twips."""
        free = self._length("pgSz", "w") - self._length("pgMar", "left") - self._length("pgMar", "right")
        return max(free, _LEAST_WIDTH)

    def _length(self, name: str, side: str) -> int:
        return twips(self.end.find(f"{W}{name}").get(f"{W}{side}", ""))

    def turn(self, before: Element, *, ends_here: bool) -> None:
        """Turn the pages by a quarter; where ``ends_here``, those up to ``before`` stay as they are."""
        if ends_here:
            paragraph = thin_paragraph()
            properties(paragraph, "pPr").append(deepcopy(self.end))
            before.addprevious(paragraph)
            for each in [child for name in _OF_FIRST_PAGES for child in self.end.findall(f"{W}{name}")]:
                self.end.remove(each)
        size = self.end.find(f"{W}pgSz")
        across, down = size.get(f"{W}w", ""), size.get(f"{W}h", "")
        put(self.end, "pgSz", w=down, h=across, orient="landscape" if twips(down) > twips(across) else "portrait")


def _last_of_section(child: Element) -> Element | None:
    """Return the first of a child of the body and what follows it that ends a section, if any does."""
    if child.tag == f"{W}sectPr" or _inner_end(child) is not None:
        return child
    return next(iter(_FOLLOWING_END(child)), None)


def _inner_end(paragraph: Element) -> Element:
    """Return the properties of the section that ends with a paragraph; nothing where none does."""
    return paragraph.find(f"{W}pPr/{W}sectPr")


def twips(text: str) -> int:
    """Return a length as a number; zero where a file has something odd there."""
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def width_at(element: Element) -> int:
    """Return the width, in twips, of the place in which a paragraph stands: of its cell, or of the page's text."""
    cell = next(element.iterancestors(f"{W}tc"), None)
    width = cell.find(f"{W}tcPr/{W}tcW") if cell is not None else None
    in_cell = twips(width.get(f"{W}w", "")) if width is not None and width.get(f"{W}type") == "dxa" else 0
    return in_cell if in_cell >= _LEAST_WIDTH else PageSection(element).text_width

"""The XML of Word files: its namespace, what a text may hold in it, and the order of what it is made of. Pure rules."""

from __future__ import annotations

import re
from typing import TypeAlias
from unicodedata import normalize

from lxml import etree

WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD_NAMESPACE}}}"
"""What the names of Word's elements and attributes begin with in a parsed tree."""

Element: TypeAlias = etree._Element

_PRESERVED = "{http://www.w3.org/XML/1998/namespace}space"
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile(r"\r\n?|\v|\f")
_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl "  # of a paragraph
    "rStyle rFonts b bCs "  # of a run
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar"  # of a section
)
"""The first properties of each, in the order without which Word refuses a file."""


def writable(text: str) -> str:
    """Return a text as a Word file may hold it: NFC, in lines that end with one sign, without what XML cannot carry."""
    return normalize("NFC", _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", text))).replace("\t", " ")


def put(parent: Element, name: str, **attributes: str) -> Element:
    """Give the properties of something a child, in the place of one that it has or where its order wants it."""
    for old in parent.findall(f"{W}{name}"):
        parent.remove(old)
    child = parent.makeelement(f"{W}{name}", {f"{W}{key}": value for key, value in attributes.items()})
    earlier = {f"{W}{each}" for each in _ORDER.split(f" {name} ")[0].split()}
    parent.insert(max((place for place, each in enumerate(parent, start=1) if each.tag in earlier), default=0), child)
    return child


def properties(element: Element, name: str) -> Element:
    """Return the properties of a paragraph (``pPr``) or a run (``rPr``), which come first in it."""
    found = element.find(f"{W}{name}")
    if found is None:
        found = element.makeelement(f"{W}{name}")
        element.insert(0, found)
    return found


def write_text(node: Element, text: str) -> None:
    """Write a text into a ``w:t``; what follows a line end in it stands on a line of its own."""
    first, *others = text.split("\n")
    node.text = first
    node.set(_PRESERVED, "preserve")
    for line in reversed(others):
        other = node.makeelement(f"{W}t", {_PRESERVED: "preserve"})
        other.text = line
        node.addnext(other)
        node.addnext(node.makeelement(f"{W}br"))

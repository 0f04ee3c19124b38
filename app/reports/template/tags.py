"""The tags of a template where they stand in its lines: ``{{ name }}``, ``{{p name }}``, ``{%p if name %}``. Pure.

A template is a form, not a program: it has names to fill in, conditions on one name, and nothing else. What is read
here is both what the check looks at and what is filled in.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from unicodedata import is_normalized, normalize

from app.reports.word_xml import Element, W, write_text

_TAG = re.compile(
    r"\{\{(?P<block>p\s)?\s{0,9}(?P<value>[\w.]{1,60})\s{0,9}\}\}"
    r"|\{%(?P<line>p)?\s{0,9}(?:if\s{1,9}(?P<no>not\s{1,9})?(?P<name>[\w.]{1,60})|(?P<end>endif))\s{0,9}%\}"
)
_ANY_TAG = re.compile(r"\{[{%#].{0,200}?[}%#]\}|\{[{%#].{0,60}", re.DOTALL)
_BRACES = re.compile(r"\{[{%#]|[}%#]\}")
_MAX_BEFORE = 60  # letters that are shown before braces that close nothing


class TagKind(Enum):
    """What a tag does: a value within a line, a block in the place of one, or the begin and end of a condition."""

    VALUE = auto()
    BLOCK = auto()
    IF = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, and where it stands in the text of its line. ``is_line`` conditions are about whole lines."""

    kind: TagKind
    name: str
    text: str
    start: int
    end: int
    is_line: bool = False
    is_negated: bool = False


class Line:
    """A paragraph that has tags, or what looks like one, with the elements that its text is in."""

    def __init__(self, paragraph: Element, nodes: Sequence[Element]) -> None:
        self.paragraph = paragraph
        self.nodes = nodes
        self.text = "".join(node.text or "" for node in nodes)
        self.tags = [_tag(match) for match in _TAG.finditer(self.text)]

    def remnant(self) -> str:
        """Return what looks like a tag and is none, as it is written; nothing in a line that is right."""
        rest = _TAG.sub(" ", self.text)
        braces = _BRACES.search(rest)
        if braces is None:
            return ""
        found = _ANY_TAG.match(rest, braces.start())
        return found[0] if found else rest[max(0, braces.start() - _MAX_BEFORE) : braces.end()]

    def replace(self, spans: Iterable[tuple[int, int, str]]) -> None:
        """Write other texts in the place of pieces of the line, each in the format of its first letter."""
        waiting, offset = deque(spans), 0
        for node in self.nodes:
            text = node.text or ""
            end, place, pieces = offset + len(text), offset, []
            while waiting and waiting[0][0] < end:
                start, stop, new = waiting[0]
                pieces.append(text[place - offset : max(start, place) - offset])
                pieces.append(new if start >= offset else "")
                place = min(stop, end)
                if stop > end:
                    break
                waiting.popleft()
            if pieces:
                write_text(node, "".join([*pieces, text[place - offset :]]))
            offset = end


def _tag(match: re.Match[str]) -> Tag:
    place = match[0], match.start(), match.end()
    if match["value"]:
        return Tag(TagKind.BLOCK if match["block"] else TagKind.VALUE, match["value"], *place)
    kind = TagKind.END if match["end"] else TagKind.IF
    return Tag(kind, match["name"] or "", *place, is_line=bool(match["line"]), is_negated=bool(match["no"]))


def lines_of(tree: Element) -> Iterator[Line]:
    """Yield the paragraphs of a part that have braces in them, in NFC, without the text of boxes inside."""
    paragraphs: dict[Element, list[Element]] = {}
    for node in tree.iter(f"{W}t"):
        paragraph = next(node.iterancestors(f"{W}p"), None)
        # A part that is nothing but a paragraph is none of Word's.
        if paragraph is not None and paragraph.getparent() is not None:
            paragraphs.setdefault(paragraph, []).append(node)
    for paragraph, nodes in paragraphs.items():
        if _BRACES.search("".join(node.text or "" for node in nodes)):
            for node in nodes:
                if node.text and not is_normalized("NFC", node.text):
                    node.text = normalize("NFC", node.text)
            yield Line(paragraph, nodes)


def hidden_tags(tree: Element) -> Iterator[str]:
    """Yield what looks like a tag where nothing is filled in: in fields, deleted text, descriptions of pictures."""
    for element in tree.iter():
        own = [] if element.tag == f"{W}t" else [element.text or ""]
        for text in (*element.values(), element.tail or "", *own):
            if text.find("{") >= 0 and (found := re.search(r"\{[{%#].{0,60}", text)):
                yield found[0]

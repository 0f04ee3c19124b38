"""The tags of a template where they stand: ``{{ … }}``, ``{% … %}`` and ``{# … #}`` in a paragraph. Pure.

docxtpl removes a paragraph, a row or a cell together with its tag, and joins pieces of XML that stand apart on the
page. So every tag has to stand whole in one paragraph, and what opens has to close in the same place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from lxml import etree

from app.reports.template.problem import Problem
from app.reports.word_xml import W

TAG = re.compile(r"\{\{.{0,1200}?\}\}|\{%.{0,1200}?%\}|\{#.{0,1200}?#\}", re.DOTALL)
"""A tag as it stands in the text, or in XML that has been put together; bounded, so that no text is slow to search."""

MAX_TAGS = 600
MAX_TAG_LENGTH = 200
MAX_WRITTEN_IN_TAGS = 30_000
"""Limit of the characters of all tags of a part: five times those of the starter."""

_BRACES = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_OPENING = re.compile(r"\{[{%#]")
_STATEMENT = re.compile(r"\{%(?:(p|tr|tc) +)?\s*(\w*)(.*)%\}", re.DOTALL)
_REMOVING_PREFIX = re.compile(r"\{\{(p|tr|tc|r)\s")
_OPENERS = {"for": "endfor", "if": "endif"}
_BRANCHES = {"else": ("if",), "elif": ("if",)}
_WORDS = {*_OPENERS, *_OPENERS.values(), *_BRANCHES}
_REMOVED_ELEMENTS = {"p": f"{W}p", "tr": f"{W}tr", "tc": f"{W}tc"}
_MAX_NESTED = 12
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")

BODY, TABLE, HEADER, FOOTER, FOOTNOTE = _l("Body"), _l("Table"), _l("Header"), _l("Footer"), _l("Footnote")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, its paragraph, and the text of that paragraph."""

    text: str
    line: str
    where: str
    paragraph: Any

    @property
    def level(self) -> str:
        """The element that is removed with the tag: ``p``, ``tr``, ``tc``, or none."""
        match = _STATEMENT.fullmatch(self.text)
        return (match[1] or "") if match else ""

    @property
    def word(self) -> str:
        """The word that a statement begins with."""
        match = _STATEMENT.fullmatch(self.text)
        return match[2] if match else ""

    def problem(self, message: str) -> Problem:
        """Return a problem of the tag, with its line."""
        return Problem(self.where, self.line, message)


def read_tags(xml: str, where: str) -> tuple[list[Tag], list[Problem]]:
    """Return the tags of a part in their order, and their problems."""
    tags: list[Tag] = []
    problems: list[Problem] = []
    if xml.count("{") > 4 * MAX_TAGS:
        return [], [Problem(where, "", _("There are more than %(number)d placeholders.", number=MAX_TAGS))]
    tree = etree.fromstring(xml)
    for paragraph in tree.iter(f"{W}p"):
        line = text_of(paragraph)
        if not _BRACES.search(line):
            continue
        place = _part_name(paragraph, where)
        tags += [Tag(match[0], _shortened(line), place, paragraph) for match in TAG.finditer(line)]
        if _BRACES.search(TAG.sub("", line)):
            message = _("A brace is missing here, or one too many: a placeholder stands in one line, like {{ thang }}.")
            problems.append(Problem(place, _shortened(line), message))
    problems += _hidden_tags(tree, where)
    if len(tags) > MAX_TAGS:
        problems.append(Problem(where, "", _("There are more than %(number)d placeholders.", number=MAX_TAGS)))
    if sum(len(tag.text) for tag in tags) > MAX_WRITTEN_IN_TAGS:
        problems.append(Problem(where, "", _("All placeholders and conditions together are too long. Shorten them.")))
    if not problems:
        alone = [problem for tag in tags for problem in _tag_problems(tag)]
        problems = [*alone, *_nesting_problems(tags), *_lost_text_problems(tags)]
    return tags, problems


def text_of(paragraph: Any) -> str:
    """Return the text of a paragraph, without that of boxes inside it."""
    own = []
    for text in paragraph.iter(f"{W}t"):
        nearest = next(text.iterancestors(f"{W}p"), None)
        if nearest is paragraph:
            own.append(text.text or "")
    return "".join(own).translate(_STRAIGHT)


def _shortened(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= MAX_TAG_LENGTH else f"{line[:MAX_TAG_LENGTH]}…"


def _part_name(paragraph: Any, where: str) -> str:
    if where == str(BODY) and next(paragraph.iterancestors(f"{W}tbl"), None) is not None:
        return str(TABLE)
    return where


def _hidden_tags(tree: Any, where: str) -> Iterator[Problem]:
    """Yield tags outside of the text that is read: in fields, deleted text, and descriptions of pictures."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        texts = [*element.values(), element.tail or ""]
        if element.tag != f"{W}t":
            texts.append(element.text or "")
        for text in texts:
            if _OPENING.search(text):
                message = _(
                    "A placeholder stands where it is not filled in: in a field, in deleted text that is still "
                    "tracked, or in the description of a picture."
                )
                yield Problem(where, _shortened(text), message)


def _tag_problems(tag: Tag) -> Iterator[Problem]:
    if len(tag.text) > MAX_TAG_LENGTH:
        yield tag.problem(_("This placeholder is too long."))
    elif re.search("[{}]" if tag.text.startswith("{#") else "[{}%]", tag.text[2:-2]):
        yield tag.problem(_("Braces and percent signs cannot stand inside a placeholder."))
    elif _REMOVING_PREFIX.match(tag.text) or re.match(r"\{\{[-+]|.*[-+]\}\}$", tag.text, re.DOTALL):
        yield tag.problem(_("Write a placeholder with a space after the braces and nothing else: {{ thang }}."))
    elif tag.text.startswith("{%"):
        yield from _statement_problems(tag)


def _statement_problems(tag: Tag) -> Iterator[Problem]:
    match = _STATEMENT.fullmatch(tag.text)
    if match is None or tag.text.endswith(("-%}", "+%}")):
        yield tag.problem(_("Write it exactly like this: %(tag)s", tag="{% for … %}, {%p for … %}, {%tr for … %}"))
    elif match[2] in _REMOVED_ELEMENTS:
        yield tag.problem(_("There is no space after the percent sign: %(tag)s", tag=f"{{%{match[2]}{match[3]}%}}"))
    elif match[2] not in _WORDS:
        word = match[2] or match[3].strip()[:20] or "{%"
        yield tag.problem(_("“%(word)s” cannot be used in a template; only for and if can.", word=word))


def _nesting_problems(tags: Sequence[Tag]) -> Iterator[Problem]:
    """Yield loops and conditions that do not close, or close somewhere else than where they opened."""
    open_tags: list[Tag] = []
    for tag in tags:
        if tag.word in _OPENERS:
            open_tags.append(tag)
            if len(open_tags) > _MAX_NESTED:
                yield tag.problem(_("Too many loops and conditions stand inside each other."))
                return
        elif tag.word:
            opener = open_tags[-1] if open_tags else None
            if opener is None or not _belongs(tag.word, opener.word):
                yield tag.problem(_("“%(word)s” stands here without what it belongs to.", word=tag.word))
                return
            yield from _position_problems(opener, tag)
            if tag.word not in _BRANCHES:
                open_tags.pop()
    for tag in open_tags:
        yield tag.problem(_("“%(word)s” is never closed: %(end)s is missing.", word=tag.word, end=_OPENERS[tag.word]))


def _belongs(word: str, opener: str) -> bool:
    return opener in _BRANCHES.get(word, ()) or _OPENERS[opener] == word


def _position_problems(opener: Tag, tag: Tag) -> Iterator[Problem]:
    if opener.level != tag.level:
        first, last = f"{{%{opener.level} {opener.word} … %}}", f"{{%{tag.level} {tag.word} %}}"
        yield tag.problem(_("It begins with %(first)s but goes on with %(last)s.", first=first, last=last))
    elif not opener.level and opener.paragraph is not tag.paragraph:
        yield tag.problem(
            _(
                "It begins in one line and ends in another. For whole lines write %(line)s, for rows of a table "
                "%(row)s, each on a line of its own.",
                line=f"{{%p {tag.word} … %}}",
                row=f"{{%tr {tag.word} … %}}",
            )
        )
    elif opener.level and _container(opener) is not _container(tag):
        yield tag.problem(
            _("It begins in one place and ends in another: both have to stand in the same table or cell.")
        )


def _container(tag: Tag) -> Any:
    element = _removed_element(tag)
    return None if element is None else element.getparent()


def _removed_element(tag: Tag) -> Any:
    """Return the paragraph, row or cell that is removed with the tag."""
    if tag.level == "p":
        return tag.paragraph
    return next(tag.paragraph.iterancestors(_REMOVED_ELEMENTS[tag.level]), None)


def _lost_text_problems(tags: Sequence[Tag]) -> Iterator[Problem]:
    """Yield a problem for each text that would be lost because a tag removes its line, row or cell."""
    texts: dict[Any, str] = {}
    for tag in tags:
        if not tag.level:
            continue
        removed = _removed_element(tag)
        if removed is None:
            yield tag.problem(_("%(tag)s stands outside of a table.", tag=tag.text))
            continue
        if removed not in texts:
            texts[removed] = "".join(text.text or "" for text in removed.iter(f"{W}t"))
        if TAG.sub("", texts[removed], count=1).strip():
            yield tag.problem(
                _(
                    "All that stands in the same line, row or cell as this vanishes. Give %(tag)s a line, "
                    "row or cell of its own.",
                    tag=tag.text,
                )
            )

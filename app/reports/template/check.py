"""The check of a Word template, at upload and before every report, with the problems of each line. Pure.

Two questions, one after the other: is the file harmless, and are its tags those of a form. What passes can be filled in
with any report, so nothing has to be tried out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.reports.template.addresses import problems_of_addresses
from app.reports.template.allowed_parts import (
    WORD_TYPE,
    main_part,
    problems_of_relations,
    problems_of_types,
    type_of,
    types_in,
)
from app.reports.template.package import Problem, RefusedError, parsed, refusal, unpacked
from app.reports.template.placeholders import BLOCKS, PAGES, VALUES
from app.reports.template.tags import Line, Tag, TagKind, hidden_tags, lines_of
from app.reports.template.word_fields import problems_of_fields
from app.reports.word_xml import WORD_NAMESPACE, Element, W

MAX_PROBLEMS = 20
MAX_TAGS = 600
_MAX_REPEATS = 2
"""How often a table or list may stand in a template: once for each answer of a condition."""

_RENAMED = {"so_lieu": "bang.ket_qua"}
"""A list that templates went through before, and what stands for it now."""

_WITHOUT_TEXT = tuple(
    f"{{*}}{name}" for name in ("drawing", "pict", "sym", "oMath", "footnoteReference", "endnoteReference")
)
"""What is seen in a line, or where something anchored to it stands, and is no text. Objects are in no template."""

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The copy of a box, for programs that do not know the kind of box that Word writes."""

_LOOP = re.compile(r"\{%\w* *(end)?for\b")
_MAX_SHOWN = 200  # letters of a line
_BODY = f"{WORD_TYPE}document.main+xml"
_FILLED = {
    _BODY: _l("Body"),
    f"{WORD_TYPE}header+xml": _l("Header"),
    f"{WORD_TYPE}footer+xml": _l("Footer"),
    f"{WORD_TYPE}footnotes+xml": _l("Footnote"),
    f"{WORD_TYPE}endnotes+xml": _l("Endnote"),
    f"{WORD_TYPE}comments+xml": _l("Comment"),
}
"""The types of the parts that are filled in, as their authors call them."""


@dataclass(frozen=True, slots=True)
class Template:
    """A Word file that passed the check: its parts, those of XML as trees, and which of them are filled in."""

    parts: Mapping[str, bytes]
    trees: Mapping[str, Element]
    main: str
    filled: Sequence[str]


def check(content: bytes) -> Sequence[Problem]:
    """Return the problems of a file as a ward's template; none when it can be stored."""
    try:
        opened(content)
    except RefusedError as refused:
        return refused.problems
    return []


def opened(content: bytes) -> Template:
    """Return a file as a template. Raises :class:`app.reports.template.package.RefusedError`."""
    parts = unpacked(content)
    trees = parsed(parts)
    main = main_part(trees)
    types = types_in(trees)
    _refuse(problems_of_types(parts, trees, types), problems_of_relations(parts, trees, types))
    _refuse(*(chain(problems_of_fields(tree), problems_of_addresses(name, tree)) for name, tree in trees.items()))
    filled = {name: type_of(name, types) for name in trees if type_of(name, types) in _FILLED}
    _refuse(*(_problems_of_tags(trees[name], kind) for name, kind in filled.items()))
    if sum(len(line.tags) for name in filled for line in lines_of(trees[name])) > MAX_TAGS:
        raise refusal(_("There are more than %(number)d placeholders.", number=MAX_TAGS))
    return Template(parts, trees, main, list(filled))


def _refuse(*problems: Iterator[Problem]) -> None:
    # Nobody reads more, and a file may have a million.
    found = list(dict.fromkeys(islice(chain.from_iterable(problems), 5 * MAX_PROBLEMS)))[:MAX_PROBLEMS]
    if found:
        raise RefusedError(found)


def _problems_of_tags(tree: Element, kind: str) -> Iterator[Problem]:
    """Yield the problems of the tags in a part."""
    where, lines = str(_FILLED[kind]), list(lines_of(tree))
    hidden = _(
        "A placeholder stands where it is not filled in: in a field, in deleted text that is still tracked, or in the "
        "description of a picture."
    )
    yield from (Problem(where, text, hidden) for text in hidden_tags(tree))
    if not all(map(_has_usual_prefix, (tree, *tree.iterfind(f"{W}body")))):
        yield Problem(where, "", _unusual_prefix())
    for line, message in chain(_problems_of_lines(lines), _problems_of_conditions(lines), _problems_of_amounts(lines)):
        is_in_table = kind == _BODY and next(line.paragraph.iterancestors(f"{W}tbl"), None) is not None
        shown = " ".join(line.text.split())
        shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
        yield Problem(str(_("Table")) if is_in_table else where, shown, message)


def _problems_of_lines(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    loops = 0
    for line in lines:
        # What stands in a loop goes with it.
        if loops == 0 and (remnant := line.remnant()):
            yield line, _advice(remnant)
        for tag in line.tags if loops == 0 else ():
            yield from ((line, message) for message in chain(_problems_of_name(tag), _problems_of_place(line, tag)))
        loops = max(0, loops + sum(-1 if end else 1 for end in _LOOP.findall(line.text)))


def _problems_of_name(tag: Tag) -> Iterator[str]:
    is_value, is_block = tag.name in VALUES, tag.name in BLOCKS
    is_text = is_value and VALUES[tag.name][1] != ""
    if {TagKind.VALUE: is_text, TagKind.BLOCK: is_block, TagKind.IF: is_value or is_block, TagKind.END: True}[tag.kind]:
        return
    if is_text:
        yield _("This is a text within a line: write %(tag)s.", tag=f"{{{{ {tag.name} }}}}")
    elif is_block:
        yield _("This is a table or a list: write %(tag)s, alone in a line.", tag=f"{{{{p {tag.name} }}}}")
    elif is_value:
        yield _("This is yes or no: write %(tag)s.", tag=f"{{%p if {tag.name} %}}")
    elif near := get_close_matches(_RENAMED.get(tag.name, tag.name.lower()), [*VALUES, *BLOCKS], 1, 0.6):
        yield _("There is no placeholder “%(name)s”. Did you mean “%(near)s”?", name=tag.name, near=near[0])
    else:
        yield _("There is no placeholder “%(name)s”.", name=tag.name)


def _problems_of_place(line: Line, tag: Tag) -> Iterator[str]:
    vanishes = tag.kind is TagKind.BLOCK or tag.is_line
    if vanishes and line.text.strip() != tag.text:
        yield _("All that stands in the same line as this vanishes. Give %(tag)s a line of its own.", tag=tag.text)
    elif vanishes and next(line.paragraph.iter(*_WITHOUT_TEXT), None) is not None:
        yield _(
            "A picture, drawing, symbol, formula or note is in the same line as %(tag)s, or anchored to it, and would "
            "vanish with it. Move it to another line in Word.",
            tag=tag.text,
        )
    if tag.kind is TagKind.BLOCK and not _has_usual_prefix(line.paragraph.getparent()):
        yield _unusual_prefix()
    if tag.kind is TagKind.BLOCK and tag.name in PAGES and line.paragraph.getparent().tag != f"{W}body":
        yield _("%(tag)s begins new pages: it stands in the text itself, in no table, box or header.", tag=tag.text)


def _has_usual_prefix(element: Element) -> bool:
    """Return whether what is written into an element may call Word's namespace ``w``."""
    return bool(element.nsmap.get("w") == WORD_NAMESPACE)


def _unusual_prefix() -> str:
    return str(_("This file was not written as Word does it. Open it in Word and save it anew."))


def _problems_of_conditions(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Yield conditions that do not end, or end somewhere else than where they began."""
    whole: list[tuple[Line, Tag]] = []
    for line in lines:
        within: list[tuple[Line, Tag]] = []
        for tag in line.tags:
            begun = whole if tag.is_line else within
            if tag.kind is TagKind.IF:
                begun.append((line, tag))
            elif tag.kind is TagKind.END and not begun:
                yield line, _("%(tag)s stands here without what it belongs to.", tag=tag.text)
            elif tag.kind is TagKind.END and begun.pop()[0].paragraph.getparent() is not line.paragraph.getparent():
                yield line, _("It begins in one place and ends in another: both have to stand in one cell or text.")
        if within:
            end, whole_lines = "{% endif %}", "{%p if … %}, {%p endif %}"
            yield (
                line,
                _("It ends in the same line, with %(end)s. For whole lines write %(tags)s.", end=end, tags=whole_lines),
            )
    for line, tag in whole:
        yield line, _("%(tag)s is never closed: %(end)s is missing.", tag=tag.text, end="{%p endif %}")


def _problems_of_amounts(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    times: Counter[tuple[str, bool]] = Counter()
    for line in lines:
        is_copy = next(line.paragraph.iterancestors(_FALLBACK), None) is not None
        times.update((tag.name, is_copy) for tag in line.tags if tag.kind is TagKind.BLOCK)
        if line.tags and times[line.tags[0].name, is_copy] == _MAX_REPEATS + 1:
            yield line, _("This stands in the template too often: twice is enough for any report.")


def _advice(text: str) -> str:
    """Return what to write in the place of a tag that no template has, or has no more."""
    words = [_RENAMED.get(word, word) for word in text.split()]
    if "endfor" in words:
        message = _("This is the end of a loop: take it out as well.")
    elif "for" in words:
        named = [name for name in BLOCKS if any(f"{word}.".startswith(f"{name}.") for word in words)] or BLOCKS
        message = _(
            "Tables and lists are not written with “for” any more. Take out this line, its “endfor” and what stands "
            "between them, and write the table or list itself, alone in a line: %(tags)s.",
            tags=", ".join(f"{{{{p {name} }}}}" for name in named),
        )
    elif "|" in text:
        message = _("Nothing follows the name in a placeholder. For capitals choose “All caps” in Word (Ctrl+Shift+A).")
    elif "else" in words or "elif" in words:
        message = _("Write a second condition instead: %(tag)s.", tag="{%p if not … %}")
    else:
        message = _(
            "This cannot be understood. A placeholder is one name in braces, such as %(value)s or %(block)s, and a "
            "condition asks for one name: %(condition)s.",
            value="{{ thang }}",
            block="{{p noi_nhan }}",
            condition="{%p if la_tam_tinh %} … {%p endif %}, {%p if not la_tam_tinh %} … {%p endif %}",
        )
    return str(message)

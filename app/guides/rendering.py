"""Guides are written in Markdown; here they become HTML. Raw HTML in them is shown as text and never let through."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app.text import fold

_PARSER = MarkdownIt("commonmark", {"html": False})
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_GUIDE = re.compile(r"([a-z-]+)\.md(#[a-z0-9-]+)?")


class GuideError(ValueError):
    """A guide holds something that cannot be shown; the message says what."""


@dataclass(frozen=True, slots=True)
class GuidePicture:
    """The address of a picture, and its size in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A part of a guide under a heading of the second level; the first part has none."""

    id: str
    title: str
    html: Markup


@dataclass(frozen=True, slots=True)
class RenderedGuide:
    """A guide as HTML, by sections, with the heading of the whole."""

    title: str
    sections: Sequence[GuideSection]


def render_guide(
    text: str, picture: Callable[[str], GuidePicture] | None, guide_address: Callable[[str], str]
) -> RenderedGuide:
    """Return the HTML of a guide.

    ``picture`` finds a picture by the name of its file, and ``guide_address`` returns the address of a guide by its
    name. Without ``picture`` the paragraphs that hold nothing but pictures do not appear.

    Raises :class:`GuideError` when the guide does not begin with a title or links to what is no guide.
    """
    tokens = _PARSER.parse(text)
    if [token.type for token in tokens[:1]] != ["heading_open"] or tokens[0].tag != "h1":
        raise GuideError("a guide begins with a heading of the first level")
    for before, token in pairwise(tokens):
        if _holds_only_pictures(token):
            before.attrs["class"] = "guide-pictures"
        for child in token.children or []:
            _complete(child, picture, guide_address)
    parts = _split(tokens[3:] if picture else _without_pictures(tokens[3:]))
    return RenderedGuide(tokens[1].content, [_section(part) for part in parts])


def quoted_names(text: str) -> list[str]:
    """Return what a guide sets in bold: the names of buttons and pages."""
    inlines = [token for token in _PARSER.parse(text) if token.type == "inline"]
    return [name for inline in inlines for name in re.findall(r"\*\*(.+?)\*\*", inline.content)]


def _complete(token: Token, picture: Callable[[str], GuidePicture] | None, guide_address: Callable[[str], str]) -> None:
    """Give an image its built address and its size, and a link to a guide its address here."""
    if token.type == "image" and picture:
        found = picture(str(token.attrs["src"]).rpartition("/")[2])
        token.attrs |= {"src": found.address, "width": found.width, "height": found.height, "loading": "lazy"}
    if token.type == "link_open":
        linked = _GUIDE.fullmatch(str(token.attrs["href"]))
        if not linked:
            raise GuideError(f"a guide links to guides only, not to {token.attrs['href']}")
        token.attrs["href"] = guide_address(linked[1]) + (linked[2] or "")


def _without_pictures(tokens: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    is_after_pictures = False
    for token in tokens:
        if _holds_only_pictures(token):
            kept.pop()  # the opening of the paragraph; its closing comes next
            is_after_pictures = True
        elif is_after_pictures:
            is_after_pictures = False
        else:
            kept.append(token)
    return kept


def _holds_only_pictures(token: Token) -> bool:
    children = token.children or []
    return any(child.type == "image" for child in children) and all(map(_is_picture_or_space, children))


def _is_picture_or_space(token: Token) -> bool:
    return token.type in {"image", "softbreak"} or (token.type == "text" and not token.content.strip())


def _split(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens by sections; each but the first begins with its heading."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h2":
            parts.append([])
        parts[-1].append(token)
    return parts


def _section(tokens: list[Token]) -> GuideSection:
    title, rest = "", tokens
    if tokens and tokens[0].tag == "h2":
        title, rest = tokens[1].content, tokens[3:]
    # The parser escapes all text of the guide, and the guides are our own files.
    html = Markup(_PARSER.renderer.render(rest, _PARSER.options, {}))  # noqa: S704
    return GuideSection(_NO_LETTERS.sub("-", fold(title)).strip("-"), title, html)

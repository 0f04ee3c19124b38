"""Mends the XML that Word writes between the letters of tags, so that Jinja can read them. Pure.

docxtpl does the same with a dozen patterns that each go through the whole text, some of them several times, and that
keep all of it in memory. Here all work begins at a tag. What a template may not use is not looked for: every tag has
been looked at before (:mod:`app.reports.template.tags`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.reports.template.tags import TAG

_SPLIT_OPENING = re.compile(r"\{(?:<[^>]*>)+(?=[{%#])")
_SPLIT_CLOSING = re.compile(r"([%}#])(?:<[^>]*>)+(?=\})")
_ALL_OF_TAG = re.compile(r"\{%(?:(?!%\}).)*|\{#(?:(?!#\}).)*|\{\{(?:(?!\}\}).)*", re.DOTALL)
_BETWEEN_TEXTS = re.compile(r"</w:t>.*?<w:t(?: [^>]*)?>", re.DOTALL)
_BARE_TEXT = re.compile(r"<w:t>(?=[^<]*?\{[{%])")
_REMOVING_TAG = re.compile(r"(\{[%#])(tr|tc|p) ")
_REPLACEMENTS = (("&#8216;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"))


def patched_xml(xml: str) -> str:
    """Return a part of a template with its tags whole, each alone in the place of what it takes away."""
    xml = _SPLIT_CLOSING.sub(r"\1", _SPLIT_OPENING.sub("{", xml))
    xml = _ALL_OF_TAG.sub(lambda match: _BETWEEN_TEXTS.sub("", match[0]), xml)
    xml = _BARE_TEXT.sub('<w:t xml:space="preserve">', xml)
    return TAG.sub(_unescaped_tag, "".join(_with_isolated_tags(xml)))


def _with_isolated_tags(xml: str) -> Iterator[str]:
    """Yield a part in pieces, where a tag that stands for a row, cell or paragraph replaces it."""
    done = 0
    for match in _REMOVING_TAG.finditer(xml):
        level, tag = match[2], TAG.match(xml, match.start())
        start = max(xml.rfind(f"<w:{level}{after}", done, match.start()) for after in " >")
        end = xml.find(f"</w:{level}>", match.end())
        if tag and min(start, end) >= done:
            yield xml[done:start]
            yield f"{match[1]} {tag[0][match.end() - match.start() :]}"
            done = end + len(f"</w:{level}>")
    yield xml[done:]


def _unescaped_tag(tag: re.Match[str]) -> str:
    """Return a tag with straight quotes and unescaped signs: Word turns quotes, and XML escapes some signs."""
    text = tag[0]
    for written, replacement in _REPLACEMENTS:
        text = text.replace(written, replacement)
    return text

"""Limits of the size of a Word template, counted before anything parses it. Pure.

A few thousand bytes unpack to hundreds of thousands of elements, and each costs time and memory several times over
at every report. So the elements, their attributes, and how deep they lie are bounded as well as the bytes. A decree
of 2,000 paragraphs with a table of 300 rows is let through.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from lxml import etree

from app.reports.template.problem import RefusedFileError

MAX_BYTES = 2 * 1024 * 1024
MAX_MEMBERS = 300
MAX_UNPACKED = 30 * 1024 * 1024
MAX_XML = 4 * 1024 * 1024
"""Limit of the bytes of one part of XML."""

MAX_XML_TOGETHER = 8 * 1024 * 1024
MAX_MARKS = 160_000
"""Limit of ``<`` in all parts together. An element has two of them, an empty one has one."""

MAX_ATTRIBUTES = 130_000
"""Limit of ``=`` in all parts together: every attribute has one."""

MAX_DEPTH = 100
"""Limit of the depth of an element. Text in a table in a table in a text box lies 30 deep."""

MAX_RELATIONS = 1000

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_TOO_DEEP = etree.XPath(f"boolean(/{'/'.join('*' * (MAX_DEPTH + 1))})")
_ENCODING = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([^\"']*)[\"']")
_READABLE = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


def check_amounts(parts: Mapping[str, bytes]) -> None:
    """Refuse parts of XML that are too large. Raises :class:`RefusedFileError`.

    What is counted is only what a parser finds because every part has to be written in UTF-8 (see :func:`parse_xml`).
    """
    if max(map(len, parts.values()), default=0) > MAX_XML or sum(map(len, parts.values())) > MAX_XML_TOGETHER:
        raise RefusedFileError(_("Unpacked, the file is far too large for a template."))
    marks, attributes = (sum(data.count(each) for data in parts.values()) for each in (b"<", b"="))
    relations = sum(data.count(b"Relationship") for name, data in parts.items() if name.lower().endswith(".rels"))
    if marks > MAX_MARKS or attributes > MAX_ATTRIBUTES or relations > MAX_RELATIONS:
        raise RefusedFileError(
            _(
                "The file holds far more paragraphs, cells, pictures or links than a template may. Take out what a "
                "report does not need, or copy the text into a new document and save that."
            )
        )


def parse_xml(name: str, data: bytes) -> Any:
    """Return a part of XML as a tree. Raises :class:`RefusedFileError`.

    It is in UTF-8, as all programs write it, has no DTD, and nothing in it lies too deep.
    """
    encoding = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    try:
        data.decode()
        if encoding and encoding[1].lower() not in _READABLE:
            raise ValueError
        if b"<!DOCTYPE" in data:
            raise RefusedFileError(_("The file's part %(name)s defines words of its own (DTD).", name=name[:80]))
        root = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedFileError(_("The file is damaged: its part %(name)s cannot be read.", name=name[:80])) from error
    if _TOO_DEEP(root):
        raise RefusedFileError(
            _(
                "In the file's part %(name)s too many tables or boxes stand inside each other. Put them one after "
                "the other.",
                name=name[:80],
            )
        )
    return root

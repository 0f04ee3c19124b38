"""A Word file as its parts, within bounds that are counted before anything parses them. Pure.

A .docx is a zip of XML. A few thousand bytes unpack to hundreds of thousands of elements, and each costs time and
memory several times over at every report. So the elements, their attributes, and how deep they lie are bounded as well
as the bytes. A decree of 2,000 paragraphs with a table of 300 rows is let through.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from unicodedata import combining
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from flask_babel import gettext as _
from lxml import etree

from app.reports.word_xml import Element

MAX_BYTES = 2 * 1024 * 1024
_MAX_MEMBERS = 300
_MAX_UNPACKED = 30 * 1024 * 1024
_MAX_XML = 4 * 1024 * 1024
"""Limit of the bytes of one part of XML."""

_MAX_XML_TOGETHER = 8 * 1024 * 1024
_MAX_MARKS = 160_000
"""Limit of ``<`` in all parts together. An element has two of them, an empty one has one."""

_MAX_ATTRIBUTES = 130_000
"""Limit of ``=`` in all parts together: every attribute has one."""

_MAX_DEPTH = 100
"""Limit of the depth of an element. Text in a table in a table in a text box lies 30 deep."""

_MAX_ACCENTS = 30
"""Limit of the marks on one letter. To bring them in order takes the square of their number; Vietnamese has two."""

_SIGNS = re.compile(rf"[^\w\s!-~]{{{_MAX_ACCENTS + 1},}}")
"""Many signs in a row that are no letters. Marks on a letter are among them."""

_TWO_MARKS = "\u0f73\u0f75\u0f81"
"""Tibetan vowels that become two marks, and are none themselves."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
_TOO_DEEP = etree.XPath(f"boolean(/{'/'.join('*' * (_MAX_DEPTH + 1))})")
_ENCODING = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"'](?!(?:utf-?8|us-ascii|ascii)[\"'])", re.IGNORECASE)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""The first bytes of old .doc files, and of files with a password."""

_PART_NAME = re.compile(r"(?!.*(?:^|/)\.{0,2}/)(?!.*/\.{1,2}$)[\w\[\]().,+ -][\w\[\]().,+ /-]*", re.ASCII)
"""Names of parts that are the same for every program: without parent folders, escapes, other letters."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason for refusing a template: the part of it, the line, and a message that says what to do."""

    where: str
    line: str
    message: str


class RefusedError(Exception):
    """A file is refused as a template; its problems say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


def refusal(message: str, line: str = "") -> RefusedError:
    """Return the error that a file is refused as a whole."""
    return RefusedError([Problem(str(_("File")), line[:200], message)])


def is_xml(name: str) -> bool:
    """Return whether a part is checked as XML. XML under another name is refused, as nothing would check it."""
    return name.lower().endswith((".xml", ".rels", ".svg"))


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a Word file. The same parts give the same bytes: it carries no time."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return file.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts of a file by name; their sizes are counted while they are read. Raises :class:`RefusedError`."""
    if len(content) > MAX_BYTES:
        raise refusal(_("The file is larger than 2 MB. Make its pictures smaller and save it again."))
    if content.startswith(_OLD_OFFICE):
        raise refusal(
            _("The file is protected by a password, or an old .doc. Save it in Word as .docx without a password.")
        )
    parts: dict[str, bytes] = {}
    # Reading a damaged archive fails with any of these errors.
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_list(archive.infolist())
            remaining = _MAX_UNPACKED
            for info in archive.infolist():
                with archive.open(info) as member:
                    parts[info.filename] = member.read(remaining + 1)
                remaining -= len(parts[info.filename])
                if remaining < 0:
                    raise refusal(_("Unpacked, the file is far too large for a template."))
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        KeyError,
    ) as error:
        raise refusal(_("This is not a Word file (.docx), or it is damaged.")) from error
    return parts


def _check_list(infos: Sequence[ZipInfo]) -> None:
    names = Counter(info.filename.lower() for info in infos)
    if len(infos) > _MAX_MEMBERS or any(number > 1 for number in names.values()):
        raise refusal(_("The file holds more parts than a template, or the same part twice."))
    for info in infos:
        if info.flag_bits & 1:
            raise refusal(_("The file is protected by a password. Save it without one."))
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise refusal(_("This is not a Word file (.docx), or it is damaged."))
        if not _PART_NAME.fullmatch(info.filename.removesuffix("/")):
            raise unreadable(info.filename)


def unreadable(name: str) -> RefusedError:
    """Return the error that a part of a file cannot be read."""
    return refusal(_("The file is damaged: its part %(name)s cannot be read.", name=name[:80]))


def parsed(parts: Mapping[str, bytes]) -> dict[str, Element]:
    """Return the parts of XML as trees, without comments. Raises :class:`RefusedError`."""
    data = {name: part for name, part in parts.items() if is_xml(name)}
    if max(map(len, data.values()), default=0) > _MAX_XML or sum(map(len, data.values())) > _MAX_XML_TOGETHER:
        raise refusal(_("Unpacked, the file is far too large for a template."))
    marks, attributes = (sum(part.count(each) for part in data.values()) for each in (b"<", b"="))
    if marks > _MAX_MARKS or attributes > _MAX_ATTRIBUTES:
        raise refusal(
            _(
                "The file holds far more paragraphs, cells, pictures or links than a template may. Take out what a "
                "report does not need, or copy the text into a new document and save that."
            )
        )
    return {name: _tree(name, part) for name, part in data.items()}


def _tree(name: str, data: bytes) -> Element:
    """Return a part as a tree: in UTF-8, as all programs write it, without a DTD, and not too deep."""
    if b"<!DOCTYPE" in data:
        raise refusal(_("The file's part %(name)s defines words of its own (DTD).", name=name[:80]))
    try:
        data.decode()
        if _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf")):
            raise unreadable(name)
        root = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise unreadable(name) from error
    if _TOO_DEEP(root):
        raise refusal(
            _(
                "In the file's part %(name)s too many tables or boxes stand inside each other. Put them one after "
                "the other.",
                name=name[:80],
            )
        )
    if _has_crowded_letter("".join(root.itertext())):
        raise refusal(
            _(
                "In the file's part %(name)s a letter has more than %(number)d marks above or below it. Type that word "
                "anew.",
                name=name[:80],
                number=_MAX_ACCENTS,
            )
        )
    return root


def _has_crowded_letter(text: str) -> bool:
    return any(
        is_mark and sum(1 for _sign in signs) > _MAX_ACCENTS
        for found in _SIGNS.finditer(text)
        for is_mark, signs in groupby(found[0], lambda sign: combining(sign) > 0 or sign in _TWO_MARKS)
    )

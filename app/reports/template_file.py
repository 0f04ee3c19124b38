"""What a Word file that somebody sends may hold, looked at before anything opens it. Pure.

A .docx is a zip of XML parts that refer to each other. What is not known to be harmless is refused: what
runs, what is fetched from elsewhere, what holds another file, and what grows without end when unpacked.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from lxml import etree

MOST_BYTES = 2 * 1024 * 1024
MOST_MEMBERS = 300
MOST_UNPACKED = 30 * 1024 * 1024
MOST_XML = 6 * 1024 * 1024

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""What old .doc files begin with, and those that open with a password only."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CONTENT_TYPES_NAME = "[Content_Types].xml"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_HARMLESS = frozenset(
    [
        "officeDocument",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
        "classificationlabels",
        "styles",
        "stylesWithEffects",
        "settings",
        "webSettings",
        "fontTable",
        "font",
        "theme",
        "numbering",
        "footnotes",
        "endnotes",
        "header",
        "footer",
        "image",
        "hyperlink",
        "comments",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
        "people",
        "customXml",
        "customXmlProps",
        "glossaryDocument",
    ]
)
_HARMLESS_FIELDS = frozenset(
    [
        "PAGE",
        "NUMPAGES",
        "SECTION",
        "SECTIONPAGES",
        "PAGEREF",
        "REF",
        "NOTEREF",
        "STYLEREF",
        "SEQ",
        "TOC",
        "TC",
        "HYPERLINK",
        "SYMBOL",
        "DATE",
        "TIME",
        "CREATEDATE",
        "SAVEDATE",
        "PRINTDATE",
        "TITLE",
        "AUTHOR",
    ]
)
_NOT_XML = frozenset(["image", "font", "thumbnail", "hyperlink"])
"""What may be something else than XML among what a part refers to."""

_LINKED = ("http://", "https://", "mailto:")
_CALLED = {
    "attachedTemplate": _l("another template that it is attached to"),
    "vbaProject": _l("macros"),
    "wordVbaData": _l("macros"),
    "keyMapCustomizations": _l("macros"),
    "oleObject": _l("an embedded object"),
    "package": _l("an embedded file"),
    "chart": _l("a chart"),
    "control": _l("a control (ActiveX)"),
    "activeXControlBinary": _l("a control (ActiveX)"),
    "aFChunk": _l("another document inside it"),
    "subDocument": _l("another document inside it"),
    "frame": _l("a frame that shows another file"),
    "mailMergeSource": _l("a source of mail merge"),
    "image": _l("a picture that is only linked"),
    "hyperlink": _l("a link that opens a file"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a template is refused: in which part of it, on which line, and what to do about it."""

    where: str
    line: str
    says: str


class RefusedFileError(Exception):
    """The file is not looked at any further."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def problems_of_file(content: bytes) -> list[Problem]:
    """Return what stands against opening a file as a Word document."""
    try:
        members = _unpacked(content)
        trees = {name: _tree(name, data) for name, data in members.items() if _is_xml(name)}
        _check_type(members, trees)
        _check_names(members, trees)
    except RefusedFileError as refused:
        return [Problem(str(_("File")), "", refused.says)]
    found = [*_macros(trees), *_relations(trees), *_fields(trees)]
    return list(dict.fromkeys(found))


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts of a file by name; their sizes are counted while they are read."""
    if len(content) > MOST_BYTES:
        raise RefusedFileError(_("The file is larger than 2 MB. Make its pictures smaller and save it again."))
    if content.startswith(_OLD_OFFICE):
        raise RefusedFileError(
            _("The file is protected by a password, or an old .doc. Save it in Word as .docx without a password.")
        )
    members: dict[str, bytes] = {}
    # What follows are the ways in which a damaged archive fails to be read.
    try:
        with ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            _check_list(infos)
            left = MOST_UNPACKED
            for info in infos:
                with archive.open(info) as member:
                    data = member.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise RefusedFileError(_("Unpacked, the file is far too large for a template."))
                members[info.filename] = data
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
        raise RefusedFileError(_("This is not a Word file (.docx), or it is damaged.")) from error
    return members


def _check_list(infos: list[ZipInfo]) -> None:
    names = Counter(info.filename.lower() for info in infos)
    if len(infos) > MOST_MEMBERS or any(number > 1 for number in names.values()):
        raise RefusedFileError(_("The file holds more parts than a template, or the same part twice."))
    for info in infos:
        if info.flag_bits & 1:
            raise RefusedFileError(_("The file is protected by a password. Save it without one."))
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise RefusedFileError(_("This is not a Word file (.docx), or it is damaged."))


def _is_xml(name: str) -> bool:
    """Say whether a part is looked into. What is XML but named otherwise is refused: it would not be."""
    return name.lower().endswith((".xml", ".rels", ".svg"))


def _tree(name: str, data: bytes) -> Any:
    if len(data) > MOST_XML:
        raise RefusedFileError(_("Unpacked, the file is far too large for a template."))
    try:
        root = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedFileError(_("The file is damaged: its part %(name)s cannot be read.", name=name[:80])) from error
    if root.getroottree().docinfo.doctype:
        raise RefusedFileError(_("The file's part %(name)s defines words of its own (DTD).", name=name[:80]))
    return root


def _check_type(members: Mapping[str, bytes], trees: Mapping[str, Any]) -> None:
    """Refuse what is no .docx: its main part has to be there, and to be of the type of a document."""
    types = trees.get(_CONTENT_TYPES_NAME)
    main = _main_part(trees.get("_rels/.rels"))
    if types is None or main not in members:
        raise RefusedFileError(_("This is not a Word file (.docx), or it is damaged."))
    named = {each.get("PartName", ""): each.get("ContentType", "") for each in types.iter(f"{_CONTENT_TYPES}Override")}
    kind = named.get(f"/{main}", "")
    if "macroEnabled" in kind:
        raise RefusedFileError(_("The file may hold macros (.docm, .dotm). Save it in Word as .docx."))
    if kind != _MAIN_TYPE or main not in trees:
        raise RefusedFileError(_("This is not a Word document. Save it in Word as .docx."))


def _check_names(members: Mapping[str, bytes], trees: Mapping[str, Any]) -> None:
    """Refuse parts that would be read as XML and are not named so: nobody has looked into them."""
    types = trees[_CONTENT_TYPES_NAME]
    of_part = {
        each.get("PartName", "").lower(): each.get("ContentType", "")
        for each in types.iter(f"{_CONTENT_TYPES}Override")
    }
    of_ending = {
        each.get("Extension", "").lower(): each.get("ContentType", "")
        for each in types.iter(f"{_CONTENT_TYPES}Default")
    }
    for name in members:
        ending = name.lower().rpartition(".")[2]
        kind = of_part.get(f"/{name.lower()}", of_ending.get(ending, "")).partition(";")[0].strip().lower()
        if kind.endswith(("+xml", "/xml")) and name not in trees:
            raise RefusedFileError(_("The file is damaged: its part %(name)s cannot be read.", name=name[:80]))


def _main_part(relations: Any) -> str:
    if relations is not None:
        for each in relations.iter(_RELATIONSHIP):
            if each.get("Type", "").endswith("/officeDocument"):
                return str(each.get("Target", "")).lstrip("/")
    return ""


def _macros(trees: Mapping[str, Any]) -> Iterator[Problem]:
    for each in trees[_CONTENT_TYPES_NAME]:
        kind = str(each.get("ContentType", ""))
        if "macroEnabled" in kind or "vbaProject" in kind or "activeX" in kind:
            yield _held(_("macros"), str(each.get("PartName") or each.get("Extension") or ""))


def _held(what: str, line: str = "") -> Problem:
    return Problem(str(_("File")), line[:200], _("The file holds what no template may hold: %(what)s.", what=what))


def _relations(trees: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what the parts refer to that is not known to be harmless, or lies outside of the file."""
    for name, tree in trees.items():
        if not name.lower().endswith(".rels"):
            continue
        for each in tree.iter(_RELATIONSHIP):
            kind = str(each.get("Type", "")).rsplit("/", 1)[-1]
            target = str(each.get("Target", ""))
            is_outside = each.get("TargetMode", "Internal") != "Internal"
            is_link = kind == "hyperlink" and target.lower().startswith(_LINKED)
            is_unread = kind not in _NOT_XML and not _is_xml(target)
            if kind not in _HARMLESS or is_unread or (is_outside and not is_link):
                yield _held(str(_CALLED.get(kind, kind)), target)


def _fields(trees: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the fields that fetch another file, start a program or ask the reader: all but the usual ones."""
    for tree in trees.values():
        for code in _field_codes(tree):
            word = (re.findall(r"\S+", code) or [""])[0].upper()
            if word not in _HARMLESS_FIELDS:
                says = _("The field %(name)s cannot be used in a template.", name=word[:40] or "{ }")
                yield Problem(str(_("Field")), code.strip()[:200], says)


def _field_codes(tree: Any) -> Iterator[str]:
    """Yield the code of each field. A code may come in pieces, with another field among them.

    A field whose deletion is only tracked comes back when that is rejected.
    """
    codes: list[list[str]] = []
    for element in tree.iter(f"{_W}fldSimple", f"{_W}fldChar", f"{_W}instrText", f"{_W}delInstrText"):
        if element.tag == f"{_W}fldSimple":
            yield element.get(f"{_W}instr", "")
        elif element.tag != f"{_W}fldChar":
            if not codes:
                codes.append([])
            codes[-1].append(element.text or "")
        elif element.get(f"{_W}fldCharType") == "begin":
            codes.append([])
        elif element.get(f"{_W}fldCharType") == "end" and codes:
            yield "".join(codes.pop())
    yield from ("".join(code) for code in codes)

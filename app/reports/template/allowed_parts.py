"""The parts that a Word template may have, and the relationships between them. Pure.

All of it is a list of what is allowed: types of parts, kinds of relationships, and addresses outside of the file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.reports.template.package import Problem, is_xml, refusal, unreadable
from app.reports.word_xml import Element, W

CONTENT_TYPES = "[Content_Types].xml"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/"
_TYPES, _RELATIONSHIP = f"{_PACKAGE}content-types}}", f"{_PACKAGE}relationships}}Relationship"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPE = f"{WORD_TYPE}document.main+xml"

_OFFICE = "application/vnd.openxmlformats-officedocument."
_WORD_TYPES = (
    "document.main document.glossary styles settings webSettings fontTable numbering footnotes endnotes header footer "
    "comments commentsExtended commentsIds commentsExtensible people"
)
_OFFICE_TYPES = "theme+xml extended-properties+xml custom-properties+xml customXmlProperties+xml obfuscatedFont"
_PICTURES = "png jpeg jpg pjpeg gif bmp tiff x-emf emf x-wmf wmf svg+xml"
_ALLOWED_TYPES = frozenset(
    each.lower()
    for each in (
        *(f"{WORD_TYPE}{name}+xml" for name in _WORD_TYPES.split()),
        *(f"{_OFFICE}{name}" for name in _OFFICE_TYPES.split()),
        *(f"image/{name}" for name in _PICTURES.split()),
        *("application/x-fontdata", "application/x-font-ttf", "application/xml", "text/xml"),
        "application/vnd.ms-word.stylesWithEffects+xml",
        "application/vnd.ms-office.classificationlabels+xml",
        "application/vnd.openxmlformats-package.relationships+xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
    )
)
_RELATION_KIND = re.compile(
    r"http://schemas\.(?:openxmlformats\.org/(?:office[Dd]ocument|package)/2006|microsoft\.com/office/20\d\d(?:/\d\d)?)"
    r"/relationships/(?:metadata/)?(\w[\w-]*)"
)
"""A kind of relationship, by its last word."""

_KINDS = (
    "officeDocument core-properties extended-properties custom-properties thumbnail classificationlabels styles "
    "stylesWithEffects settings webSettings fontTable font theme numbering footnotes endnotes header footer image "
    "hyperlink comments commentsExtended commentsIds commentsExtensible people customXml customXmlProps "
    "glossaryDocument"
)
_ALLOWED_KINDS = frozenset(_KINDS.split())
_NOT_XML = frozenset(["image", "font", "thumbnail", "hyperlink"])
"""Kinds of relationships whose target need not be XML."""

STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/"
"""The beginning of all names in the other kind of Word files."""

_LINKED = ("https://", "http://", "mailto:")
_CONTENT_NAMES = {
    "attachedTemplate": _l("another template that it is attached to"),
    **dict.fromkeys(("vbaProject", "wordVbaData", "keyMapCustomizations"), _l("macros")),
    "oleObject": _l("an embedded object"),
    "package": _l("an embedded file"),
    "chart": _l("a chart"),
    **dict.fromkeys(("control", "activeXControlBinary"), _l("a control (ActiveX)")),
    **dict.fromkeys(("aFChunk", "subDocument"), _l("another document inside it")),
    "frame": _l("a frame that shows another file"),
    "mailMergeSource": _l("a source of mail merge"),
    "image": _l("a picture that is only linked"),
    "hyperlink": _l("a link that opens a file"),
}


Types = Mapping[str, str]
"""The types of parts in small letters: of one by its name (/a.xml), or of all with an ending (.xml)."""


def types_in(trees: Mapping[str, Element]) -> Types:
    """Return the types that stand in ``[Content_Types].xml``."""
    types: dict[str, str] = {}
    for each in trees[CONTENT_TYPES].iter(f"{_TYPES}Override", f"{_TYPES}Default"):
        name = (each.get("PartName") or f".{each.get('Extension', '')}").lower()
        kind = each.get("ContentType", "").partition(";")[0].strip().lower()
        # Of two types of one part nobody knows which one Word takes: together they are one that is not allowed.
        types[name] = kind if types.get(name, kind) == kind else f"{types[name]} {kind}"
    return types


def type_of(name: str, types: Types) -> str:
    """Return the type of a part; nothing when the file does not say."""
    name = name.lower()
    return types.get(f"/{name}", types.get(f".{name.rpartition('.')[2]}", ""))


def is_link(target: str) -> bool:
    """Return whether a letter may open an address when its reader clicks on it."""
    return target.lower().startswith(_LINKED) and not re.search(r"[\x00-\x20\\]", target)


def forbidden_content(what: str, line: str = "") -> Problem:
    """Return the problem that a file holds content that no template may hold."""
    return refusal(_("The file holds what no template may hold: %(what)s.", what=what), line).problems[0]


def strict_format() -> Problem:
    """Return the problem that a file is of the other kind of Word files, which has other names for everything."""
    message = _("The file is a “Strict Open XML Document”. Save it in Word as “Word Document (.docx)”.")
    return refusal(message).problems[0]


def main_part(trees: Mapping[str, Element]) -> str:
    """Return the name of the part that holds the text. Raises :class:`app.reports.template.package.RefusedError`."""
    main = related_part(trees, "officeDocument")
    if CONTENT_TYPES not in trees or main not in trees:
        raise refusal(_("This is not a Word file (.docx), or it is damaged."))
    kind = type_of(main, types_in(trees))
    if "macroenabled" in kind:
        raise refusal(_("The file may hold macros (.docm, .dotm). Save it in Word as .docx."))
    if kind != MAIN_TYPE or trees[main].find(f"{W}body") is None:
        raise refusal(_("This is not a Word document. Save it in Word as .docx."))
    return main


def related_part(trees: Mapping[str, Element], kind: str) -> str:
    """Return the name of the part of a kind that the whole file refers to, perhaps none."""
    for each in trees["_rels/.rels"].iter(_RELATIONSHIP) if "_rels/.rels" in trees else ():
        if each.get("Type", "").endswith(f"/{kind}"):
            return str(each.get("Target", "")).lstrip("/")
    return ""


def problems_of_types(parts: Mapping[str, bytes], trees: Mapping[str, Element], types: Types) -> Iterator[Problem]:
    """Yield a problem for each part of a type that no template needs. Parts without a type are never read."""
    for name, data in parts.items():
        kind = type_of(name, types)
        if kind and name != CONTENT_TYPES and kind not in _ALLOWED_TYPES:
            yield forbidden_content(kind[:80], name)
        # Nobody has looked into parts that would be read as XML and are not named so.
        if kind.endswith(("+xml", "/xml")) and name not in trees:
            yield from unreadable(name).problems
        if name in trees and b"<?xml-stylesheet" in data:
            yield forbidden_content("xml-stylesheet", name)


def problems_of_relations(names: Iterable[str], trees: Mapping[str, Element], types: Types) -> Iterator[Problem]:
    """Yield a problem for each relationship that is not known to be harmless, or leads out of the file."""
    members = {name.lower() for name in names}
    for name in trees:
        for each in trees[name].iter("{*}Relationship") if name.lower().endswith(".rels") else ():
            kind, target = str(each.get("Type", "")), str(each.get("Target", ""))
            match = _RELATION_KIND.fullmatch(kind)
            word = match[1] if match else ""
            if each.get("TargetMode", "Internal") != "Internal":
                is_harmless = word == "hyperlink" and is_link(target)
            else:
                place = _target_part(name, target).lower()
                is_harmless = place in members and _is_harmless_inside(word, place, types)
            if kind.startswith(STRICT_NAMESPACE):
                yield strict_format()
            elif not is_harmless:
                short = kind.rsplit("/", 1)[-1][:80]
                yield forbidden_content(str(_CONTENT_NAMES.get(short, short)), target)


def _is_harmless_inside(word: str, place: str, types: Types) -> bool:
    kind = type_of(place, types)
    if word not in _ALLOWED_KINDS or kind not in _ALLOWED_TYPES:
        return False
    return kind.startswith("image/") if word == "image" else word in _NOT_XML or is_xml(place)


def _target_part(relations: str, target: str) -> str:
    """Return the name of a part that another refers to."""
    folder = posixpath.dirname(posixpath.dirname(relations))
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

"""The parts that a Word template may have, and the relationships between them. Pure.

All of it is a list of what is allowed: types of parts, kinds of relationships, and addresses outside of the file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.reports.template.problem import Problem

CONTENT_TYPES = "[Content_Types].xml"

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_TYPE = f"{_WORD}document.main+xml"
_WORD_TYPES = (
    "document.main",
    "document.glossary",
    "styles",
    "settings",
    "webSettings",
    "fontTable",
    "numbering",
    "footnotes",
    "endnotes",
    "header",
    "footer",
    "comments",
    "commentsExtended",
    "commentsIds",
    "commentsExtensible",
    "people",
)
_PICTURES = ("png", "jpeg", "jpg", "pjpeg", "gif", "bmp", "tiff", "x-emf", "emf", "x-wmf", "wmf", "svg+xml")
_ALLOWED_TYPES = frozenset(
    each.lower()
    for each in (
        *(f"{_WORD}{name}+xml" for name in _WORD_TYPES),
        *(f"image/{name}" for name in _PICTURES),
        *(
            f"{_OFFICE}{name}"
            for name in (
                "theme+xml",
                "extended-properties+xml",
                "custom-properties+xml",
                "customXmlProperties+xml",
                "obfuscatedFont",
            )
        ),
        "application/vnd.ms-word.stylesWithEffects+xml",
        "application/vnd.ms-office.classificationlabels+xml",
        "application/vnd.openxmlformats-package.relationships+xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        "application/x-fontdata",
        "application/x-font-ttf",
        "application/xml",
        "text/xml",
    )
)
_RELATION_KIND = re.compile(
    r"http://schemas\.(?:openxmlformats\.org/(?:office[Dd]ocument|package)/2006|microsoft\.com/office/20\d\d(?:/\d\d)?)"
    r"/relationships/(?:metadata/)?(\w[\w-]*)"
)
"""A kind of relationship, by its last word."""

_ALLOWED_KINDS = frozenset(
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
_NOT_XML = frozenset(["image", "font", "thumbnail", "hyperlink"])
"""Kinds of relationships whose target need not be XML."""

_REFERRED_TO_ONCE = frozenset(["header", "footer", "footnotes", "endnotes", "comments"])
"""Kinds of parts that are filled in once for each relationship to them, so that only one is allowed."""

STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/"
"""The beginning of all names in the other kind of Word files."""

_LINKED = ("https://", "http://", "mailto:")
_PART_NAME = re.compile(r"(?!.*(?:^|/)\.{0,2}/)(?!.*/\.{1,2}$)[\w\[\]().,+ -][\w\[\]().,+ /-]*", re.ASCII)
_CONTENT_NAMES = {
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
class ContentTypes:
    """The types of the parts in the file: of one part by its name, or of all with the same ending."""

    by_part: Mapping[str, str]
    by_ending: Mapping[str, str]

    @classmethod
    def read(cls, tree: Any) -> ContentTypes:
        """Return the types that stand in ``[Content_Types].xml``."""
        return cls(
            {each.get("PartName", "").lower(): each.get("ContentType", "") for each in tree.iter(f"{_TYPES}Override")},
            {each.get("Extension", "").lower(): each.get("ContentType", "") for each in tree.iter(f"{_TYPES}Default")},
        )

    def of(self, name: str) -> str:
        """Return the type of a part in small letters; nothing when the file does not say."""
        name = name.lower()
        found = self.by_part.get(f"/{name}", self.by_ending.get(name.rpartition(".")[2], ""))
        return found.partition(";")[0].strip().lower()


def is_link(target: str) -> bool:
    """Return whether a letter may open an address when its reader clicks on it."""
    return target.lower().startswith(_LINKED) and not re.search(r"[\x00-\x20\\]", target)


def is_xml(name: str) -> bool:
    """Return whether a part is checked as XML. XML under another name is refused, as nothing would check it."""
    return name.lower().endswith((".xml", ".rels", ".svg"))


def is_plain_name(name: str) -> bool:
    """Return whether a part's name is the same for every program: without parent folders, escapes, other letters."""
    return _PART_NAME.fullmatch(name.removesuffix("/")) is not None


def forbidden_content(what: str, line: str = "") -> Problem:
    """Return the problem that a file holds content that no template may hold."""
    return Problem(str(_("File")), line[:200], _("The file holds what no template may hold: %(what)s.", what=what))


def strict_format() -> Problem:
    """Return the problem that a file is of the other kind of Word files, which has other names for everything."""
    message = _("The file is a “Strict Open XML Document”. Save it in Word as “Word Document (.docx)”.")
    return Problem(str(_("File")), "", message)


def problems_of_types(names: Iterable[str], types: ContentTypes) -> Iterator[Problem]:
    """Yield a problem for each part of a type that no template needs. Parts without a type are never read."""
    for name in names:
        kind = types.of(name)
        if kind and name != CONTENT_TYPES and kind not in _ALLOWED_TYPES:
            yield forbidden_content(kind[:80], name)


def problems_of_relations(names: Iterable[str], trees: Mapping[str, Any], types: ContentTypes) -> Iterator[Problem]:
    """Yield a problem for each relationship that is not known to be harmless, or leads out of the file."""
    members = {name.lower() for name in names}
    for name, tree in trees.items():
        if not name.lower().endswith(".rels"):
            continue
        once: set[str] = set()
        for each in tree.iter("{*}Relationship"):
            kind, target = str(each.get("Type", "")), str(each.get("Target", ""))
            match = _RELATION_KIND.fullmatch(kind)
            word = match[1] if match else ""
            if each.get("TargetMode", "Internal") != "Internal":
                is_harmless = word == "hyperlink" and is_link(target)
            else:
                place = _target_part(name, target).lower()
                is_harmless = _is_harmless_inside(word, place, types) and place in members and place not in once
                once |= {place} & (members if word in _REFERRED_TO_ONCE else set())
            if kind.startswith(STRICT_NAMESPACE):
                yield strict_format()
            elif not is_harmless:
                short = kind.rsplit("/", 1)[-1][:80]
                yield forbidden_content(str(_CONTENT_NAMES.get(short, short)), target)


def _is_harmless_inside(word: str, place: str, types: ContentTypes) -> bool:
    kind = types.of(place)
    if word not in _ALLOWED_KINDS or kind not in _ALLOWED_TYPES:
        return False
    return kind.startswith("image/") if word == "image" else word in _NOT_XML or is_xml(place)


def _target_part(relations: str, target: str) -> str:
    """Return the name of a part that another refers to."""
    folder = posixpath.dirname(posixpath.dirname(relations))
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

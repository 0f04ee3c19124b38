"""The check of a Word file that somebody sends, before anything opens it. Pure.

A .docx is a zip of XML parts that refer to each other. What is not known to be harmless is refused: what
runs, what is fetched from elsewhere, what holds another file, and what grows without end when unpacked.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import chain, islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from flask_babel import gettext as _

from app.reports.template.addresses import problems_of_addresses
from app.reports.template.allowed_parts import (
    CONTENT_TYPES,
    MAIN_TYPE,
    ContentTypes,
    forbidden_content,
    is_plain_name,
    is_xml,
    problems_of_relations,
    problems_of_types,
)
from app.reports.template.limits import MAX_BYTES, MAX_MEMBERS, MAX_UNPACKED, check_amounts, parse_xml
from app.reports.template.problem import Problem, RefusedFileError

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""The first bytes of old .doc files, and of files with a password."""

_MAX_PROBLEMS = 100
"""Limit of problems after which the search ends: nobody reads more."""

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def problems_of_file(content: bytes) -> list[Problem]:
    """Return the problems of opening a file as a Word document."""
    try:
        members = _unpacked_parts(content)
        check_amounts({name: data for name, data in members.items() if is_xml(name)})
        trees = {name: parse_xml(name, data) for name, data in members.items() if is_xml(name)}
        _check_type(members, trees)
        types = ContentTypes.read(trees[CONTENT_TYPES])
        _check_names(members, trees, types)
    except RefusedFileError as refused:
        return [Problem(str(_("File")), "", refused.message)]
    found = chain(
        _macro_problems(trees),
        problems_of_types(members, types),
        problems_of_relations(members, trees, types),
        *(problems_of_addresses(name, tree) for name, tree in trees.items()),
    )
    return list(dict.fromkeys(islice(found, _MAX_PROBLEMS)))


def _unpacked_parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a file by name; their sizes are counted while they are read."""
    if len(content) > MAX_BYTES:
        raise RefusedFileError(_("The file is larger than 2 MB. Make its pictures smaller and save it again."))
    if content.startswith(_OLD_OFFICE):
        raise RefusedFileError(
            _("The file is protected by a password, or an old .doc. Save it in Word as .docx without a password.")
        )
    members: dict[str, bytes] = {}
    # Reading a damaged archive fails with any of these errors.
    try:
        with ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            _check_list(infos)
            remaining = MAX_UNPACKED
            for info in infos:
                with archive.open(info) as member:
                    data = member.read(remaining + 1)
                remaining -= len(data)
                if remaining < 0:
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
    if len(infos) > MAX_MEMBERS or any(number > 1 for number in names.values()):
        raise RefusedFileError(_("The file holds more parts than a template, or the same part twice."))
    for info in infos:
        if info.flag_bits & 1:
            raise RefusedFileError(_("The file is protected by a password. Save it without one."))
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise RefusedFileError(_("This is not a Word file (.docx), or it is damaged."))
        if not is_plain_name(info.filename):
            raise RefusedFileError(_("The file is damaged: its part %(name)s cannot be read.", name=info.filename[:80]))


def _check_type(members: Mapping[str, bytes], trees: Mapping[str, Any]) -> None:
    """Refuse a file that is no .docx: its main part must exist and have the type of a document."""
    types = trees.get(CONTENT_TYPES)
    main = _main_part(trees.get("_rels/.rels"))
    if types is None or main not in members:
        raise RefusedFileError(_("This is not a Word file (.docx), or it is damaged."))
    kind = ContentTypes.read(types).by_part.get(f"/{main.lower()}", "")
    if "macroEnabled" in kind:
        raise RefusedFileError(_("The file may hold macros (.docm, .dotm). Save it in Word as .docx."))
    if kind != MAIN_TYPE or main not in trees:
        raise RefusedFileError(_("This is not a Word document. Save it in Word as .docx."))


def _check_names(members: Mapping[str, bytes], trees: Mapping[str, Any], types: ContentTypes) -> None:
    """Refuse parts that would be read as XML and are not named so: nobody has looked into them."""
    for name in members:
        if types.of(name).endswith(("+xml", "/xml")) and name not in trees:
            raise RefusedFileError(_("The file is damaged: its part %(name)s cannot be read.", name=name[:80]))


def _main_part(relations: Any) -> str:
    if relations is not None:
        for each in relations.iter(_RELATIONSHIP):
            if each.get("Type", "").endswith("/officeDocument"):
                return str(each.get("Target", "")).lstrip("/")
    return ""


def _macro_problems(trees: Mapping[str, Any]) -> Iterator[Problem]:
    for each in trees[CONTENT_TYPES]:
        kind = str(each.get("ContentType", ""))
        if "macroEnabled" in kind or "vbaProject" in kind or "activeX" in kind:
            yield forbidden_content(_("macros"), str(each.get("PartName") or each.get("Extension") or ""))

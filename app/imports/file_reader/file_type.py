"""What a file is, by its bytes, and who reads it. Pure."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import PurePath
from typing import IO

import msgspec

from app.imports.file_reader.csv_table import read_csv
from app.imports.file_reader.legacy_encodings import LegacySearch
from app.imports.file_reader.limits import MOST_BYTES, MOST_PACKED
from app.imports.file_reader.ods import CONTENT, read_ods
from app.imports.file_reader.package import Package
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.file_reader.xlsx import WORKBOOK, read_xlsx
from app.imports.packed_rows import PackedSheet

_ZIP = b"PK"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_BINARY_WORKBOOK = "xl/workbook.bin"
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_MACROS = ("basic/", "scripts/", "xl/macrosheets/", "xl/dialogsheets/")
_OF_EMPTY_LIBRARIES = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")


def read(file: IO[bytes], name: str) -> list[PackedSheet]:
    """Return the sheets of a file that are not hidden or empty: one at least; raises :class:`UnreadableFileError`."""
    size = file.seek(0, os.SEEK_END)
    if size > MOST_BYTES:
        raise UnreadableFileError(Refusal.TOO_LARGE)
    file.seek(0)
    search = LegacySearch()
    sheets = _filled(_sheets(file, size, search))
    search.refuse()
    if not sheets:
        raise UnreadableFileError(Refusal.EMPTY)
    if len(sheets) == 1 and not sheets[0].name:
        return [msgspec.structs.replace(sheets[0], name=PurePath(name).stem)]
    return sheets


def _sheets(file: IO[bytes], size: int, search: LegacySearch) -> Iterable[PackedSheet]:
    beginning = file.read(len(_COMPOUND))
    file.seek(0)
    if beginning.startswith(_ZIP):
        return _of_package(file, Package(file, size), search)
    if beginning.startswith(_COMPOUND):
        raise UnreadableFileError(_refusal_of_compound(file.read()))
    if beginning.startswith(_OTHERS):
        raise UnreadableFileError(Refusal.NOT_A_LIST)
    return [read_csv(file.read(), search)]


def _filled(sheets: Iterable[PackedSheet]) -> list[PackedSheet]:
    filled, size = [], 0
    for sheet in sheets:
        size += len(sheet.cells) + len(sheet.ends)
        if size > MOST_PACKED:
            raise UnreadableFileError(Refusal.UNPACKS_TOO_LARGE)
        if sheet.ends:
            filled.append(sheet)
    return filled


def _of_package(file: IO[bytes], package: Package, search: LegacySearch) -> Iterable[PackedSheet]:
    names = {name.lower() for name in package.names()}
    if _BINARY_WORKBOOK in names:
        raise UnreadableFileError(Refusal.BINARY_EXCEL)
    is_xlsx = WORKBOOK in package
    if not is_xlsx and not (CONTENT in package and _is_ods(package)):
        raise UnreadableFileError(Refusal.NOT_A_LIST)
    if any(map(_is_macro, names)):
        raise UnreadableFileError(Refusal.MACROS)
    return read_xlsx(package, file, search) if is_xlsx else read_ods(package, search)


def _is_ods(package: Package) -> bool:
    return "mimetype" in package and b"".join(package.unpacked("mimetype")).startswith(_ODS_TYPE)


def _is_macro(name: str) -> bool:
    if name.endswith("vbaproject.bin"):
        return True
    return name.startswith(_MACROS) and not name.endswith(("/", *_OF_EMPTY_LIBRARIES))


def _refusal_of_compound(content: bytes) -> Refusal:
    """Return why a file in the container of old Office programs is refused, by the names of what is in it."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Refusal.ENCRYPTED
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return Refusal.OLD_EXCEL
    return Refusal.NOT_A_LIST

"""Files that would take all memory, never end, or hide something are refused with a sentence, and no more."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from flask import Flask

from app.imports.file_reader.file_type import read
from app.imports.file_reader.limits import MOST_BYTES
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.packed_rows import unpacked_rows
from app.imports.reading import FileRefusedError, read_file, read_pasted
from app.imports.refusal_messages import message_of
from tests.imports.workbooks import archive, members_of, ods, ods_of, xlsx, xlsx_of

CELL = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
REPEATED = CELL.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="{}"')
NOTE = "<office:annotation><text:p>b</text:p></office:annotation>"
VALUE = '<c r="{0}" t="str"><v>a</v></c>'


def sheet_data(*cells: str) -> BytesIO:
    return xlsx_of(f"<sheetData><row>{''.join(cells)}</row></sheetData>")


def table(rows: str) -> BytesIO:
    return ods_of(f'<table:table table:name="A">{rows}</table:table>')


def repeated(rows: int, columns: int) -> BytesIO:
    return table(f'<table:table-row table:number-rows-repeated="{rows}">{REPEATED.format(columns)}</table:table-row>')


def with_member(name: str, content: bytes = b"x") -> BytesIO:
    return archive({**members_of(xlsx([["a"]])), name: content})


def changed(member: str, old: str, new: str, make: Callable[[], BytesIO] = lambda: xlsx([["a"]])) -> BytesIO:
    members = members_of(make())
    assert old.encode() in members[member]
    return archive({**members, member: members[member].replace(old.encode(), new.encode())})


def lying_about_size() -> BytesIO:
    """Return a workbook with a member that says it has ten bytes and unpacks to many more."""
    content = with_member("xl/big.xml", b"a" * 100_000).getvalue()
    size, actual = (10).to_bytes(4, "little"), (100_000).to_bytes(4, "little")
    assert content.count(actual) == 2
    return BytesIO(content.replace(actual, size))


def overlapping() -> BytesIO:
    """Return a workbook whose central directory names one member of 15 MB a hundred times."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members_of(xlsx([["a"]])).items():
            package.writestr(name, content)
        package.writestr("xl/0.xml", bytes(15 * 1024**2))
        first = package.infolist()[-1]
        for number in range(1, 100):
            again = zipfile.ZipInfo(f"xl/{number}.xml")
            for name in ("CRC", "compress_size", "file_size", "header_offset", "compress_type"):
                setattr(again, name, getattr(first, name))
            package.filelist.append(again)
            package.NameToInfo[again.filename] = again
    file.seek(0)
    return file


def compound(*names: str) -> BytesIO:
    names_in_file = b"".join(name.encode("utf-16-le") for name in names)
    return BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + names_in_file)


BILLION = "<!DOCTYPE w [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
FORMULA = "<c r='D7'><f>1+1</f></c>"

FILES: Mapping[str, tuple[Callable[[], BytesIO], Refusal, str]] = {
    "last cell": (lambda: sheet_data(VALUE.format("XFD1048576")), Refusal.TOO_MANY_ROWS, "Sheet1!XFD1048576"),
    "CV200000": (lambda: sheet_data(VALUE.format("CV200000")), Refusal.TOO_MANY_CELLS, "Sheet1!CV200000"),
    "far column": (lambda: sheet_data(VALUE.format("GS1")), Refusal.TOO_MANY_COLUMNS, "Sheet1!GS1"),
    "far row": (lambda: sheet_data(VALUE.format("A200001")), Refusal.TOO_MANY_ROWS, "Sheet1!A200001"),
    "row of rows": (
        lambda: xlsx_of("<sheetData><row r='1048576'><c t='str'><v>a</v></c></row></sheetData>"),
        Refusal.TOO_MANY_ROWS,
        "Sheet1!A1048576",
    ),
    "lying dimension": (
        lambda: xlsx_of(f"<dimension ref='A1:B2'/><sheetData><row>{VALUE.format('XFD9')}</row></sheetData>"),
        Refusal.TOO_MANY_COLUMNS,
        "Sheet1!XFD9",
    ),
    "no such cell": (lambda: sheet_data(VALUE.format("A99999999999")), Refusal.DAMAGED, ""),
    "negative row": (lambda: xlsx_of("<sheetData><row r='-5'/></sheetData>"), Refusal.DAMAGED, ""),
    "ods rows": (lambda: repeated(1_048_576, 1), Refusal.TOO_MANY_ROWS, "A!A1048576"),
    "ods columns": (lambda: repeated(1, 16_384), Refusal.TOO_MANY_COLUMNS, "A!XFD1"),
    "ods cells": (lambda: repeated(200_000, 100), Refusal.TOO_MANY_CELLS, "A!CV200000"),
    "ods far cell": (
        lambda: table(
            f'<table:table-row table:number-rows-repeated="1048575"/><table:table-row>{CELL}</table:table-row>'
        ),
        Refusal.TOO_MANY_ROWS,
        "A!A1048576",
    ),
    "ods number": (lambda: table(f"<table:table-row table:number-rows-repeated='{'9' * 4000}'/>"), Refusal.DAMAGED, ""),
    "ods long cell": (
        lambda: table(
            '<table:table-row table:number-rows-repeated="100000"><table:table-cell office:value-type="string"><text:p>'
            + "a" * 30_000
            + "</text:p></table:table-cell></table:table-row>"
        ),
        Refusal.UNPACKS_TOO_LARGE,
        "",
    ),
    "entities": (
        lambda: changed("xl/worksheets/sheet1.xml", "<worksheet", BILLION + "<worksheet"),
        Refusal.DAMAGED,
        "",
    ),
    "entities of ods": (
        lambda: changed(
            "content.xml", "<office:document-content", BILLION + "<office:document-content", lambda: ods([["a"]])
        ),
        Refusal.DAMAGED,
        "",
    ),
    "bomb": (lambda: with_member("xl/bomb.xml", bytes(60 * 1024**2)), Refusal.UNPACKS_TOO_LARGE, ""),
    "overlapping members": (overlapping, Refusal.UNPACKS_TOO_LARGE, ""),
    "members": (lambda: archive({str(number): "" for number in range(2001)}), Refusal.UNPACKS_TOO_LARGE, ""),
    "lying size": (lying_about_size, Refusal.DAMAGED, "xl/big.xml"),
    "two of one name": (lambda: with_member("XL/Workbook.xml"), Refusal.DAMAGED, ""),
    "macros": (lambda: with_member("xl/vbaProject.bin"), Refusal.MACROS, ""),
    "macros of ods": (
        lambda: ods_of("", more={"Basic/Standard/Module1.xml": "x"}),
        Refusal.MACROS,
        "",
    ),
    "old macros": (lambda: with_member("xl/macrosheets/sheet1.xml"), Refusal.MACROS, ""),
    "binary": (lambda: archive({"xl/workbook.bin": "x"}), Refusal.BINARY_EXCEL, ""),
    "old Excel": (lambda: compound("Workbook"), Refusal.OLD_EXCEL, ""),
    "older Excel": (lambda: compound("Book"), Refusal.OLD_EXCEL, ""),
    "old Word": (lambda: compound("WordDocument"), Refusal.NOT_A_LIST, ""),
    "password": (lambda: compound("EncryptedPackage"), Refusal.ENCRYPTED, ""),
    "password of ods": (
        lambda: ods_of("", manifest="<m><encryption-data/></m>"),
        Refusal.ENCRYPTED,
        "",
    ),
    "never computed": (lambda: sheet_data(VALUE.format("A1"), FORMULA), Refusal.NEVER_COMPUTED, "Sheet1!D7"),
    "ods never computed": (
        lambda: table(f'<table:table-row>{CELL}<table:table-cell table:formula="of:=1"/></table:table-row>'),
        Refusal.NEVER_COMPUTED,
        "A!B1",
    ),
    "Word": (lambda: archive({"word/document.xml": "x"}), Refusal.NOT_A_LIST, ""),
    "text document": (
        lambda: archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}),
        Refusal.NOT_A_LIST,
        "",
    ),
    "PDF": (lambda: BytesIO(b"%PDF-1.7\n"), Refusal.NOT_A_LIST, ""),
    "picture": (lambda: BytesIO(b"\x89PNG\r\n\x1a\n"), Refusal.NOT_A_LIST, ""),
    "web page": (lambda: BytesIO(b" <html><table><tr><td>a"), Refusal.WEB_PAGE, ""),
    "half a zip": (lambda: BytesIO(xlsx([["a"]]).getvalue()[:2000]), Refusal.DAMAGED, ""),
    "no file": (lambda: BytesIO(), Refusal.EMPTY, ""),
    "nothing in it": (lambda: xlsx([[]]), Refusal.EMPTY, ""),
    "all hidden": (lambda: xlsx({"A": [[1]], "B": []}, hidden=["A"]), Refusal.EMPTY, ""),
    "spaces": (lambda: BytesIO(b" \n\n , \n"), Refusal.EMPTY, ""),
    "zero bytes": (lambda: BytesIO(b"a,b\nc,\0\n"), Refusal.NOT_A_LIST, ""),
    "zero bytes with tones": (lambda: BytesIO(("à,b" * 9 + "\0").encode("cp1258")), Refusal.NOT_A_LIST, ""),
    "open quotation": (lambda: BytesIO(b'a,b\nc,"d\n' + b"e,f\n" * 20_000), Refusal.OPEN_QUOTATION, "2"),
    "csv rows": (lambda: BytesIO(b"a\n" * 200_001), Refusal.TOO_MANY_ROWS, "A200001"),
    "csv columns": (lambda: BytesIO(b"a;" * 201), Refusal.TOO_MANY_COLUMNS, "GS1"),
    "other language": (lambda: BytesIO("Владимир,Иван\n".encode("koi8-r")), Refusal.UNKNOWN_ENCODING, ""),
    "large": (lambda: BytesIO(b"a" * (MOST_BYTES + 1)), Refusal.TOO_LARGE, ""),
}


BY_PROCESS = ["last cell", "CV200000", "ods cells", "ods long cell", "bomb", "lying size", "no file", "large"]
"""What is also given to the process that reads files, which takes a moment to start."""


def refused(file: BytesIO) -> tuple[Refusal, str]:
    with pytest.raises(FileRefusedError) as error:
        read_file(file, "x.xlsx")
    refusal, place = error.value.message._args
    return refusal, place


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_is_refused(name: str) -> None:
    make, refusal, place = FILES[name]
    with pytest.raises(UnreadableFileError) as error:
        read(make(), "x.xlsx")
    assert (error.value.refusal, place or error.value.place) == (refusal, error.value.place)


@pytest.mark.parametrize("name", BY_PROCESS)
def test_hostile_file_is_refused_with_a_sentence(name: str) -> None:
    make, refusal, place = FILES[name]
    found = refused(make())
    assert found == (refusal, place or found[1])


@pytest.mark.one_engine
@pytest.mark.parametrize("refusal", Refusal)
def test_each_refusal_says_what_to_do(app: Flask, refusal: Refusal) -> None:
    with app.test_request_context("/?lang=vi"):
        message = str(message_of(refusal, "D7 100%"))
        assert "%(" not in message
        assert "hãy" in message.lower()


HARMLESS: Mapping[str, Callable[[], BytesIO]] = {
    "far format": lambda: sheet_data(VALUE.format("A1"), '<c r="XFD1048576" s="1"/>'),
    "far merged": lambda: xlsx_of(
        f"<sheetData><row>{VALUE.format('A1')}</row></sheetData>"
        "<mergeCells><mergeCell ref='A2:XFD1048576'/></mergeCells>"
    ),
    "filled up": lambda: ods([["a"]]),
    "libraries": lambda: archive({**members_of(ods([["a"]])), "Basic/Standard/script-lb.xml": b"x"}),
    "note": lambda: table(f"<table:table-row>{CELL.replace('<text:p>', NOTE + '<text:p>')}</table:table-row>"),
    "table within": lambda: table(
        '<table:table-row><table:table-cell><text:p>a</text:p><table:table table:name="in"><table:table-row>'
        f"{CELL * 3}</table:table-row></table:table></table:table-cell></table:table-row>"
    ),
    "prefix": lambda: archive(
        {
            **members_of(xlsx([["b"]])),
            "xl/worksheets/sheet1.xml": b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        }
    ),
    "byte order mark alone": lambda: BytesIO(b"\xef\xbb\xbfa"),
    "end of a DOS file": lambda: BytesIO(b"a\r\n\x1a"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_file_is_read(name: str) -> None:
    [sheet] = read(HARMLESS[name](), "x")
    assert [[cell.text for cell in row] for row in unpacked_rows(sheet)] == [["a"]]


def test_pasted_cells_are_bounded() -> None:
    for text in ("a\n" * 2_500_001, "a\n" * 200_001, "a\t" * 201, " \n\t\n"):
        with pytest.raises(FileRefusedError):
            read_pasted(text)

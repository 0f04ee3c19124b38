"""Word files that are damaged, or hold what no template may hold, are refused."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app.reports.template.check import check
from app.reports.template.package import MAX_BYTES
from tests.reports.template.files import (
    DEFAULT,
    changed,
    of_lines,
    related,
    saved,
)

pytestmark = pytest.mark.usefixtures("english_reader")


def with_field(code: str) -> bytes:
    word = docx.Document()
    paragraph = word.add_paragraph("Trang ")
    for kind, text in (("begin", ""), ("", code[:4]), ("", code[4:]), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        paragraph.add_run()._r.append(element)
    return saved(word)


def retyped(kind: str) -> bytes:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"document.main+xml", kind.encode()) if name == "[Content_Types].xml" else data

    return changed(of_lines("x"), change)


def with_entities() -> bytes:
    def change(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        return data.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1)

    return changed(of_lines("x"), change)


def encrypted() -> bytes:
    """Return a file that says of its parts that they are encrypted."""
    content = bytearray(of_lines("x"))
    for start in re.finditer(b"PK\x01\x02", bytes(content)):
        content[start.start() + 8] |= 1
    return bytes(content)


def moved(content: bytes) -> bytes:
    """Return a file whose parts lie in another folder: their names are free, only the types and relations count."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name in {"[Content_Types].xml", "_rels/.rels"}:
                data = data.replace(b"word/", b"w2/").replace(b"officew2/", b"officeword/")
                data = data.replace(b"-w2/", b"-word/")
            after.writestr(re.sub("^word/", "w2/", name), data)
    return file.getvalue()


def renamed(content: bytes, old: str, new: str) -> bytes:
    """Return a file with one of its parts under another name."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name.endswith((".rels", ".xml")):
                data = data.replace(old.encode(), new.encode())
            after.writestr(name.replace(old, new), data)
    return file.getvalue()


def unchanged(_name: str, data: bytes) -> bytes:
    return data


HARMFUL = {
    "empty": (b"", "not a Word file"),
    "no zip": (b"%PDF-1.7", "not a Word file"),
    "old": (b"\xd0\xcf\x11\xe0" + bytes(600), "old .doc"),
    "cut off": (DEFAULT[:2000], "not a Word file"),
    "too large": (bytes(MAX_BYTES + 1), "larger than 2 MB"),
    "another zip": (
        changed(of_lines("x"), lambda name, data: None if "document.xml" in name else data),
        "not a Word file",
    ),
    "encrypted": (encrypted(), "protected by a password"),
    "workbook": (retyped("sheet.main+xml"), "not a Word document"),
    "template file": (retyped("template.main+xml"), "not a Word document"),
    "macros": (
        changed(
            of_lines("x"),
            lambda name, data: data.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
        ),
        "macros",
    ),
    "many parts": (changed(of_lines("x"), unchanged, **{f"a{n}": "x" for n in range(400)}), "more parts"),
    "bomb": (changed(of_lines("x"), unchanged, word__media__a_bin=bytes(31 * 1024 * 1024)), "far too large"),
    "long part": (changed(of_lines("x"), unchanged, word__a_xml=b"<a>" + bytes(7 * 1024 * 1024)), "far too large"),
    "entities": (with_entities(), "DTD"),
    "no XML": (changed(of_lines("x"), unchanged, word__a_xml="<a>"), "word/a.xml cannot be read"),
    "vba": (related("vbaProject", "vbaProject.bin", "Internal"), "macros"),
    "object": (related("oleObject", "embeddings/a.bin", "Internal"), "an embedded object"),
    "control": (related("control", "activeX/a.xml", "Internal"), "ActiveX"),
    "chunk": (related("aFChunk", "a.html", "Internal"), "another document inside it"),
    "unheard of": (related("somethingNew", "a.bin", "Internal"), "somethingNew"),
    "linked picture": (related("image", "http://example.org/a.png"), "only linked"),
    "attached": (related("attachedTemplate", "file:///C:/a.dotm"), "another template"),
    "file link": (related("hyperlink", "file:///C:/a.exe"), "a link that opens a file"),
    "DDE": (with_field('DDEAUTO c:\\\\cmd.exe "/k"'), "DDEAUTO"),
    "include": (with_field('INCLUDETEXT "C:/a.docx"'), "INCLUDETEXT"),
    "moved": (moved(with_field('INCLUDETEXT "C:/a.docx"')), "INCLUDETEXT"),
    "deleted field": (
        changed(with_field("DDEAUTO c:"), lambda _name, data: data.replace(b"w:instrText", b"w:delInstrText")),
        "DDEAUTO",
    ),
    "XML by another name": (renamed(of_lines("x"), "styles.xml", "styles.bin"), "word/styles.bin cannot be read"),
    "XML by its ending": (
        changed(
            of_lines("x"),
            lambda name, data: (
                data.replace(b"</Types>", b'<Default Extension="dat" ContentType="application/a+XML"/></Types>')
                if name == "[Content_Types].xml"
                else data
            ),
            word__a_dat="<a/>",
        ),
        "word/a.dat cannot be read",
    ),
    "a part by another name and type": (related("header", "header9.bin", "Internal"), "no template may hold: header"),
    "hidden": (with_field("TITLE {{ nam }}"), "not filled in"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_harmful_or_damaged_file_is_refused(name: str) -> None:
    content, message = HARMFUL[name]
    problems = check(content)
    assert any(message in each.message for each in problems), problems


def test_usual_parts_of_a_document_pass() -> None:
    word = docx.Document(BytesIO(with_field("PAGE \\* MERGEFORMAT")))
    word.add_paragraph("100 % {đúng} } { 5 %} x".replace("%}", "% }"))
    word.add_comment(word.paragraphs[0].runs, "xem lại")
    word.core_properties.title = "{{ whatever Word takes from the first line }}"
    assert check(saved(word)) == []
    assert check(related("hyperlink", "https://example.org/")) == []
    assert check(moved(with_field("PAGE"))) == []

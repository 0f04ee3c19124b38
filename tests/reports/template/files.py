"""Word files to try as templates: made of lines or a table, changed in their parts, and read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from app.month import Month
from app.reports.template.filling import default_template

DEFAULT = default_template()
MONTH = Month(2026, 10)


def saved(word: Any) -> bytes:
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def of_lines(*lines: str) -> bytes:
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    return saved(word)


def of_table(*rows: tuple[str, ...]) -> bytes:
    word = docx.Document()
    table = word.add_table(0, max(map(len, rows)))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text
    return saved(word)


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def paragraph(text: str) -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def of_body(body: str) -> bytes:
    """Return a file with a body as it is written here, and nothing else in it."""
    return of_document(f'<w:document xmlns:w="{WORD}" xmlns:mc="{COMPATIBILITY}"><w:body>{body}</w:body></w:document>')


def of_document(xml: str) -> bytes:
    """Return a file with a whole main part as it is written here."""
    return changed(of_lines("x"), lambda name, data: xml.encode() if name == "word/document.xml" else data)


def body_of(content: bytes) -> etree._Element:
    """Return the body of a file as a tree."""
    with ZipFile(BytesIO(content)) as archive:
        body = etree.fromstring(archive.read("word/document.xml")).find(f"{{{WORD}}}body")
    assert body is not None
    return body


def texts_of(content: bytes) -> list[str]:
    """Return every text of a file, of its head and its tables too, in order."""
    with ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if re.match(r"word/\w+\d*\.xml", name)]
    found = []
    for part in parts:
        for paragraph in re.findall(r"<w:p[ >].*?</w:p>", part, re.DOTALL):
            text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", paragraph))
            found.append(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    return found


def changed(content: bytes, change: Callable[[str, bytes], bytes | None], **added: str | bytes) -> bytes:
    """Return a file with its parts changed, and others added (``word__x_xml`` is ``word/x.xml``)."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = change(name, before.read(name))
            if data is not None:
                after.writestr(name, data)
        for name, text in added.items():
            after.writestr(name.replace("__", "/").replace("_", "."), text)
    return file.getvalue()


RELATIONSHIPS = RELATIONSHIP_TYPE.IMAGE.removesuffix("image")


def related(kind: str, target: str, mode: str = "External") -> bytes:
    """Return a document that refers to something."""
    relation = (
        f'<Relationship Id="rIdX" Type="{RELATIONSHIPS}{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )

    def change(name: str, data: bytes) -> bytes:
        if name != "word/_rels/document.xml.rels":
            return data
        return data.replace(b"</Relationships>", relation.encode())

    return changed(of_lines("x"), change)

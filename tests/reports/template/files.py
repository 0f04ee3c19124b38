"""Word files to try as templates: made of lines or a table, changed in their parts, and read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE

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

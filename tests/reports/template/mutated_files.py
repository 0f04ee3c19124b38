"""Word files with a body, parts or relationships of one's own, from which harmful templates are made."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile

import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:s="{STRICT}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    f'xmlns:rr="{RELATIONSHIPS}" xmlns:x="urn:x" xmlns:xr="http://evil.example/relationships"'
)
Change = Callable[[bytes], bytes]


def shape(shape: str) -> str:
    """Return a paragraph with a shape in it."""
    return f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"


def paragraph(words: str) -> str:
    """Return a paragraph."""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def runs(*pieces: str) -> str:
    """Return a paragraph of runs as they are."""
    return "<w:p>" + "".join(f"<w:r>{each}</w:r>" for each in pieces) + "</w:p>"


BEGIN, SEPARATE, END = (f'<w:fldChar w:fldCharType="{each}"/>' for each in ("begin", "separate", "end"))


def field_code(words: str) -> str:
    """Return a piece of a field's code."""
    return f"<w:instrText>{words}</w:instrText>"


PICTURE = field_code('INCLUDEPICTURE "http://evil/x.png" \\d')
DECOY = field_code("PAGE \\* ")
DELETED_DECOY = "<w:delInstrText>PAGE \\* </w:delInstrText>"


def within(names: str, *pieces: str) -> str:
    """Return runs that stand in elements, the outermost of which is named first."""
    inner = "".join(f"<w:r>{each}</w:r>" for each in pieces)
    for name in reversed(names.split()):
        inner = f"<{name}>{inner}</{name}>"
    return inner


def field(*parts: str) -> str:
    """Return a paragraph with a field, whose code is in parts that lie in a paragraph."""
    return f"<w:p>{within('', BEGIN)}{''.join(parts)}{within('', END)}</w:p>"


def _files() -> dict[str, bytes]:
    file = io.BytesIO()
    docx.Document().save(file)
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


FILES = _files()


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a Word file."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def changed(body: str = "", parts: Mapping[str, bytes] = {}, **changes: Change) -> bytes:
    """Return a file with more in its body, other parts, and changes (``word__settings`` is word/settings.xml)."""
    files = dict(FILES)
    start = files["word/document.xml"].index(b"<w:body>")
    head, rest = files["word/document.xml"][:start], files["word/document.xml"][start:]
    missing = " ".join(each for each in NAMES.split() if each.partition("=")[0].encode() not in head)
    head = head.replace(b"<w:document ", f"<w:document {missing} ".encode(), 1)
    files["word/document.xml"] = head + rest.replace(b"<w:body>", f"<w:body>{paragraph('{{ nam }}')}{body}".encode(), 1)
    for name, change in changes.items():
        path = {"types": "[Content_Types].xml", "relations": "word/_rels/document.xml.rels"}.get(
            name, name.replace("__", "/") + ".xml"
        )
        files[path] = change(files[path])
    return packed(files | parts)


def before(end: str, added: str) -> Change:
    """Return a change that puts something before a text."""
    return lambda data: data.replace(end.encode(), (added + end).encode(), 1)


def related(kind: str, target: str, mode: str = ' TargetMode="External"', body: str = "", base: str = "") -> bytes:
    """Return a file that refers to something."""
    relation = f'<Relationship Id="rIdX" Type="{base or RELATIONSHIPS}/{kind}" Target="{target}"{mode}/>'
    return changed(body, relations=before("</Relationships>", relation))


def with_header(header: str, name: str = "header9.xml") -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    part = f'<w:hdr xmlns:w="{W}" {NAMES}>{header}</w:hdr>'.encode()
    relation = f'<Relationship Id="rIdX" Type="{RELATIONSHIPS}/header" Target="{name}"/>'
    return changed(
        parts={"word/header9.xml": part},
        types=before("</Types>", f'<Override PartName="/word/header9.xml" ContentType="{kind}"/>'),
        relations=before("</Relationships>", relation),
    )


def with_picture(svg: str) -> bytes:
    return changed(
        parts={"word/media/a.svg": f'<svg xmlns="http://www.w3.org/2000/svg">{svg}</svg>'.encode()},
        types=before("</Types>", '<Default Extension="svg" ContentType="image/svg+xml"/>'),
        relations=before(
            "</Relationships>", f'<Relationship Id="rIdX" Type="{RELATIONSHIPS}/image" Target="media/a.svg"/>'
        ),
    )


def with_a_part_twice() -> bytes:
    file = io.BytesIO(changed(paragraph("x")))
    with warnings.catch_warnings(), ZipFile(file, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", b"<evil/>")
    return file.getvalue()


def with_a_false_size() -> bytes:
    """Return a file whose list of parts says that a part of 40 MB has ten bytes."""
    content = bytearray(changed(parts={"word/a.xml": b"<a>" + bytes(40 * 1024 * 1024)}))
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(b"word/a.xml"))
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(content)


def with_doctype(words: str) -> bytes:
    return changed(word__settings=lambda data: data.replace(b"<w:settings", f"{words}<w:settings".encode(), 1))


def with_nested_entities() -> bytes:
    rows = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return with_doctype(f'<!DOCTYPE x [<!ENTITY a0 "evil">{rows}]>')


def in_other_letters(encoding: str, name: str) -> bytes:
    part = f'<?xml version="1.0" encoding="{name}"?><w:settings xmlns:w="{W}"><w:mailMerge/></w:settings>'
    return changed(word__settings=lambda _data: part.encode(encoding))


def loop(body: str) -> str:
    return (
        paragraph("{%p for pl in phu_luc %}")
        + paragraph("{%p for d in pl.dong %}")
        + body
        + paragraph("{%p endfor %}") * 2
    )


TABLE = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid>%s</w:tbl>'
CELL = "<w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>"
LONG_CONDITION = "{% if " + "==".join("o" * 60) + " %}{% endif %}"

"""Word templates that mean harm, each a mutation of a harmless one. What they would open is called “evil”."""

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


def drawn(shape: str) -> str:
    """Return a paragraph with a shape in it."""
    return f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"


def text(words: str) -> str:
    """Return a paragraph."""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def runs(*pieces: str) -> str:
    """Return a paragraph of runs as they are."""
    return "<w:p>" + "".join(f"<w:r>{each}</w:r>" for each in pieces) + "</w:p>"


BEGIN, SEPARATE, END = (f'<w:fldChar w:fldCharType="{each}"/>' for each in ("begin", "separate", "end"))


def code(words: str) -> str:
    """Return a piece of a field's code."""
    return f"<w:instrText>{words}</w:instrText>"


PICTURE = code('INCLUDEPICTURE "http://evil/x.png" \\d')
DECOY = code("PAGE \\* ")
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
    files["word/document.xml"] = head + rest.replace(b"<w:body>", f"<w:body>{text('{{ nam }}')}{body}".encode(), 1)
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


def _with_header(header: str, name: str = "header9.xml") -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    part = f'<w:hdr xmlns:w="{W}" {NAMES}>{header}</w:hdr>'.encode()
    relation = f'<Relationship Id="rIdX" Type="{RELATIONSHIPS}/header" Target="{name}"/>'
    return changed(
        parts={"word/header9.xml": part},
        types=before("</Types>", f'<Override PartName="/word/header9.xml" ContentType="{kind}"/>'),
        relations=before("</Relationships>", relation),
    )


def _with_picture(svg: str) -> bytes:
    return changed(
        parts={"word/media/a.svg": f'<svg xmlns="http://www.w3.org/2000/svg">{svg}</svg>'.encode()},
        types=before("</Types>", '<Default Extension="svg" ContentType="image/svg+xml"/>'),
        relations=before(
            "</Relationships>", f'<Relationship Id="rIdX" Type="{RELATIONSHIPS}/image" Target="media/a.svg"/>'
        ),
    )


def _twice() -> bytes:
    file = io.BytesIO(changed(text("x")))
    with warnings.catch_warnings(), ZipFile(file, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", b"<evil/>")
    return file.getvalue()


def _small_by_its_list() -> bytes:
    """Return a file whose list of parts says that a part of 40 MB has ten bytes."""
    content = bytearray(changed(parts={"word/a.xml": b"<a>" + bytes(40 * 1024 * 1024)}))
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(b"word/a.xml"))
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(content)


def _doctype(words: str) -> bytes:
    return changed(word__settings=lambda data: data.replace(b"<w:settings", f"{words}<w:settings".encode(), 1))


def _nested_entities() -> bytes:
    rows = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return _doctype(f'<!DOCTYPE x [<!ENTITY a0 "evil">{rows}]>')


def _in_other_letters(encoding: str, name: str) -> bytes:
    part = f'<?xml version="1.0" encoding="{name}"?><w:settings xmlns:w="{W}"><w:mailMerge/></w:settings>'
    return changed(word__settings=lambda _data: part.encode(encoding))


def _loop(body: str) -> str:
    return text("{%p for pl in phu_luc %}") + text("{%p for d in pl.dong %}") + body + text("{%p endfor %}") * 2


TABLE = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid>%s</w:tbl>'
CELL = "<w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>"
ASKED = "{% if " + "==".join("o" * 60) + " %}{% endif %}"

MUTATIONS: dict[str, Callable[[], bytes]] = {
    # Fields.
    "INCLUDETEXT": lambda: changed(runs(BEGIN, code('INCLUDETEXT "evil.docx"'), END)),
    "INCLUDEPICTURE in pieces": lambda: changed(
        runs(BEGIN, code("INCLUDE"), code("PICTURE"), code(' "http://evil/a.png" \\d'), END)
    ),
    "DDEAUTO simple": lambda: changed('<w:p><w:fldSimple w:instr="DDEAUTO evil"/></w:p>'),
    "fldSimple strict": lambda: changed('<w:p><s:fldSimple s:instr="DDEAUTO evil"/></w:p>'),
    "fldChar strict": lambda: changed(
        runs('<s:fldChar s:fldCharType="begin"/>', "<s:instrText>DDE evil</s:instrText>", END)
    ),
    "fldSimple in no namespace": lambda: changed('<w:p><fldSimple instr="DDEAUTO evil"/></w:p>'),
    "LINK small letters": lambda: changed(runs(BEGIN, code(" link Excel.Sheet evil"), END)),
    "IMPORT": lambda: changed(runs(BEGIN, code("IMPORT evil.png"), END)),
    "RD": lambda: changed(runs(BEGIN, code("RD evil.docx"), END)),
    "QUOTE in a link": lambda: changed(
        runs(BEGIN, code("HYPERLINK "), BEGIN, code("QUOTE 101 118 105 108"), END, SEPARATE, END)
    ),
    "allowed field in a code": lambda: changed(
        runs(BEGIN, code("HYPERLINK evil"), BEGIN, code("PAGE"), END, SEPARATE, END)
    ),
    "code written as text": lambda: changed(runs(BEGIN, "<w:t>INCLUDETEXT evil</w:t>", SEPARATE, END)),
    "code without a field": lambda: changed(runs(code("DDEAUTO evil"))),
    "field left open": lambda: changed(runs(BEGIN, code("DDEAUTO evil"))),
    "deleted field": lambda: changed(runs(BEGIN, "<w:delInstrText>DDEAUTO evil</w:delInstrText>", END)),
    "odd case of begin": lambda: changed(
        runs('<w:fldChar w:fldCharType="Begin"/>', code("PAGE"), '<w:fldChar w:fldCharType="END"/>')
    ),
    "link to a file": lambda: changed(runs(BEGIN, code('HYPERLINK "file:///evil.exe"'), END)),
    "link to a share": lambda: changed(runs(BEGIN, code(r"HYPERLINK \\\\evil\\share"), END)),
    "link to a share in quotes": lambda: changed(runs(BEGIN, code(r'HYPERLINK "\\\\evil\\share" \o "x"'), END)),
    "link without a space": lambda: changed(runs(BEGIN, code('HYPERLINK"ms-word:ofe|u|http://evil"'), END)),
    "link after a switch": lambda: changed(runs(BEGIN, code(r'HYPERLINK \l "a" "javascript:evil()"'), END)),
    "link in round quotes": lambda: changed(runs(BEGIN, code("HYPERLINK “//evil/a”"), END)),
    "two links": lambda: changed(runs(BEGIN, code('HYPERLINK "https://good.example" "file:evil"'), END)),
    "filled in": lambda: changed(runs(BEGIN, "<w:t>TITLE {{ nguoi_ky }} evil</w:t>", SEPARATE, END)),
    "a piece left out": lambda: changed(
        runs(BEGIN)
        + text("{%p if nguoi_ky == 'x' %}")
        + runs(code("TC "))
        + text("{%p endif %}")
        + runs(code("DDEAUTO evil"), END)
    ),
    "a piece left out with its paragraph": lambda: changed(
        runs(BEGIN)
        + runs(code("TC {%p if nguoi_ky == 'x' %}"))
        + runs(code("x"))
        + runs(code("{%p endif %}"))
        + runs(code("DDEAUTO evil"), END)
    ),
    "in a header": lambda: _with_header(runs(BEGIN, code("DDEAUTO evil"), END)),
    # Pictures and shapes.
    "VML src": lambda: changed(drawn('<v:shape><v:imagedata src="http://evil/a"/></v:shape>')),
    "VML relative src": lambda: changed(drawn('<v:rect><v:imagedata src="evil"/></v:rect>')),
    "VML href": lambda: changed(drawn('<v:rect href="\\\\evil\\a"/>')),
    "VML fill": lambda: changed(drawn('<v:rect><v:fill o:href="https://evil/a"/></v:rect>')),
    "VML stroke": lambda: changed(drawn('<v:rect><v:stroke o:althref="file:evil"/></v:rect>')),
    "VML by relationship": lambda: related(
        "image",
        "http://evil/a",
        body=drawn('<v:rect><v:imagedata rr:href="rIdX"/></v:rect>'),
    ),
    "very many addresses": lambda: changed(drawn('<v:rect href="file:evil"/>') * 15_000),
    "very many strict ones": lambda: changed("<s:p/>" * 100_000),
    "fallback": lambda: changed(
        '<w:p><w:r><mc:AlternateContent><mc:Fallback><w:pict><v:rect href="ms-excel:evil"/></w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
    ),
    "hlinkClick": lambda: changed('<w:p><w:r><a:hlinkClick action="ppaction://program?evil"/></w:r></w:p>'),
    "SVG image": lambda: _with_picture('<image href="https://evil/a.png"/>'),
    "SVG style": lambda: _with_picture("<style>@import url(//evil/a.css);</style>"),
    "SVG script": lambda: _with_picture("<script>evil()</script>"),
    "OLE object": lambda: changed(
        '<w:p><w:r><w:object><o:OLEObject Type="Link" ProgID="evil"/></w:object></w:r></w:p>'
    ),
    # Relationships.
    "link relationship": lambda: related("hyperlink", "file://evil/a"),
    "linked in odd case": lambda: related("image", "http://evil/a", ' TargetMode="EXTERNAL"'),
    "inside by its word": lambda: related("image", "//evil/a.png", ""),
    "share inside": lambda: related("image", r"\\evil\a.png", ' TargetMode="Internal"'),
    "written in numbers": lambda: related("hyperlink", "&#x66;ile:///evil"),
    "space before": lambda: related("hyperlink", "\x20https://evil/"),
    "strict relationship": lambda: related(
        "attachedTemplate", "evil.dotm", base="http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    "kind of a stranger": lambda: related("hyperlink", "https://evil/", base="http://evil.example"),
    "chunk": lambda: related("aFChunk", "evil.html", "", '<w:altChunk rr:id="rIdX"/>'),
    "part by an escape": lambda: _with_header(runs(BEGIN, code("DDEAUTO evil"), END), "header%39.xml"),
    "many to one": lambda: changed(
        relations=before(
            "</Relationships>",
            "".join(f'<Relationship Id="rIdX{n}" Type="{RELATIONSHIPS}/header" Target="x.xml"/>' for n in range(9000)),
        )
    ),
    # Settings and other parts.
    "mail merge": lambda: changed(
        word__settings=before("</w:settings>", '<w:mailMerge><w:query w:val="evil"/></w:mailMerge>')
    ),
    "base of links": lambda: changed(docProps__app=before("</Properties>", r"<HyperlinkBase>\\evil\a</HyperlinkBase>")),
    "frames": lambda: changed(word__webSettings=before("</w:webSettings>", "<w:frameset><w:evil/></w:frameset>")),
    "control": lambda: changed(
        types=before("</Types>", '<Default Extension="bin" ContentType="application/vnd.ms-office.activeX"/>')
    ),
    "part of a strange type": lambda: changed(
        parts={"word/evil.mht": b"x"},
        types=before("</Types>", '<Default Extension="mht" ContentType="message/rfc822"/>'),
    ),
    # Archives and XML.
    "twice": _twice,
    "name with a way back": lambda: changed(parts={"word/../evil.xml": b"<evil/>"}),
    "name with a backslash": lambda: changed(parts={"word\\evil.xml": b"<evil/>"}),
    "says it is small": _small_by_its_list,
    "bomb": lambda: changed(parts={"word/media/a.png": bytes(60 * 1024 * 1024)}),
    "external entity": lambda: _doctype('<!DOCTYPE x [<!ENTITY evil SYSTEM "file:///etc/passwd">]>'),
    "nested entities": _nested_entities,
    "UTF-7": lambda: _in_other_letters("utf-7", "UTF-7"),
    "UTF-16": lambda: _in_other_letters("utf-16", "UTF-16"),
    "EBCDIC": lambda: _in_other_letters("cp037", "IBM037"),
    # Amounts.
    "empty paragraphs": lambda: changed("<w:p/>" * 40_000),
    "paragraphs": lambda: changed(runs('<w:t xml:space="preserve"> </w:t>') * 40_000),
    "very many paragraphs": lambda: changed("<w:p/>" * 600_000),
    "attributes": lambda: changed('<w:p w:a="" w:b="" w:c="" w:d="" w:e=""/>' * 90_000),
    "deep": lambda: changed("<w:sdt><w:sdtContent>" * 120 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 120),
    "one long text": lambda: changed(text("{{ nam }}" + "x" * 3_900_000)),
    "one long cell": lambda: changed(TABLE % f"<w:tr>{CELL % ('{{ nam }}' + 'x' * 3_900_000)}</w:tr>"),
    "braces": lambda: changed(text("{" * 1_000_000)),
    "a row without cells": lambda: changed(TABLE % ("<w:tr>" + "<w:p/>" * 60_000 + "</w:tr>")),
    "elements in a loop": lambda: changed(_loop("<w:p/>" * 20_000)),
    "text in a loop": lambda: changed(_loop(text("\N{GRINNING FACE}" * 20_000))),
    "nothing but questions": lambda: changed(
        text("{% for pl in phu_luc %}{% for d in pl.dong %}{% for o in d.o %}" + ASKED * 190 + "{% endfor %}" * 3)
    ),
    "six hundred tags in a row": lambda: changed(
        TABLE
        % ("<w:tr>" + CELL % "{%tr if nam %}" * 299 + CELL % "x" * 8_000 + CELL % "{%tr endif %}" * 299 + "</w:tr>")
    ),
}
HIDDEN: dict[str, Callable[[], bytes]] = {
    # A harmless code stands where only the check reads it, and one that means harm where Word does.
    "two instr": lambda: changed("<w:p><w:fldSimple x:instr='PAGE' w:instr='DDEAUTO evil'/></w:p>"),
    "two instr, one in no namespace": lambda: changed("<w:p><w:fldSimple instr='PAGE' w:instr='DDEAUTO evil'/></w:p>"),
    "an instr of a stranger alone": lambda: changed("<w:p><w:fldSimple x:instr='PAGE'/></w:p>"),
    "two kinds of mark": lambda: changed(
        runs('<w:fldChar x:fldCharType="end" w:fldCharType="begin"/>', "<w:t>DDEAUTO evil</w:t>", END)
    ),
    "instrText of a stranger": lambda: changed(runs(BEGIN, "<x:instrText>PAGE \\* </x:instrText>", PICTURE, END)),
    "instrText in no namespace": lambda: changed(runs(BEGIN, "<instrText>PAGE \\* </instrText>", PICTURE, END)),
    "a stranger's result": lambda: changed(
        runs(
            BEGIN,
            '<x:instrText>PAGE </x:instrText><x:fldChar x:fldCharType="separate"/>',
            "<w:t>DDEAUTO evil</w:t>",
            END,
        )
    ),
    "a stranger's end": lambda: changed(
        runs(BEGIN, code("PAGE"), '<x:fldChar w:fldCharType="end"/>', "<w:t>DDEAUTO evil</w:t>", END)
    ),
    "a stranger's fldSimple": lambda: changed("<w:p><x:fldSimple w:instr='PAGE'/></w:p>"),
    "deleted piece": lambda: changed(field(within("w:del", DELETED_DECOY), within("", PICTURE))),
    "deleted piece without its mark": lambda: changed(runs(BEGIN, DELETED_DECOY, PICTURE, END)),
    "live piece in a deletion": lambda: changed(field(within("w:del", DECOY), within("", PICTURE))),
    "deleted begin": lambda: changed(
        f"<w:p>{within('w:del', BEGIN)}{within('', DECOY, PICTURE, END)}</w:p>",
    ),
    "deleted end": lambda: changed(
        f"<w:p>{within('', BEGIN, DECOY)}{within('w:del', END)}"
        f"{within('', '<w:t>INCLUDEPICTURE evil</w:t>', END)}</w:p>"
    ),
    "two insertions": lambda: changed(field(within("w:ins", DECOY), within("w:ins", PICTURE))),
    "moved away": lambda: changed(field(within("w:moveFrom", DECOY), within("", PICTURE))),
    "moved here": lambda: changed(field(within("w:moveTo", DECOY), within("", PICTURE))),
    "choice and fallback": lambda: changed(
        field(
            '<mc:AlternateContent><mc:Choice Requires="x">',
            within("", DECOY),
            "</mc:Choice>",
            within("mc:Fallback", PICTURE),
            "</mc:AlternateContent>",
        )
    ),
    "result in a choice": lambda: changed(
        field(
            within("", DECOY),
            '<mc:AlternateContent><mc:Choice Requires="x">',
            within("", SEPARATE),
            "</mc:Choice></mc:AlternateContent>",
            within("", "<w:t>INCLUDEPICTURE evil</w:t>"),
        )
    ),
    "in what only strangers read": lambda: changed(field(within("x:a", DECOY), within("", PICTURE))),
    "in a box": lambda: changed(
        field(
            f"<w:r><w:pict><v:rect><v:textbox>{within('w:txbxContent w:p', DECOY)}</v:textbox></v:rect></w:pict></w:r>"
        ).replace(within("", END), within("", PICTURE, END))
    ),
    "in a content control": lambda: changed(field(within("w:sdt w:sdtContent", DECOY), within("", PICTURE))),
    "in another cell": lambda: changed(
        TABLE % f"<w:tr><w:tc>{runs(BEGIN, DECOY)}</w:tc><w:tc>{runs(PICTURE, END)}</w:tc></w:tr>"
    ),
    "behind a comment": lambda: changed(
        runs(BEGIN, "<w:instrText><!-- x -->DDEAUTO evil </w:instrText>", code("PAGE"), END)
    ),
    "text in a code": lambda: changed(runs(BEGIN, code("PAGE"), "<w:t> \\* evil</w:t>", SEPARATE, END)),
    # Doubles of what a link or a shape opens.
    "two src": lambda: changed(drawn('<v:rect><v:imagedata x:src="" src="http://evil/a"/></v:rect>')),
    "two href": lambda: changed(drawn('<v:rect x:href="#a" href="file:evil"/>')),
    "two r:href": lambda: changed(drawn('<v:rect><v:imagedata rr:href="rId1" href="http://evil/a"/></v:rect>')),
    "src in relationships of a stranger": lambda: changed(
        drawn('<v:rect><v:imagedata xr:src="http://evil/a"/></v:rect>')
    ),
    "href in relationships of a stranger": lambda: changed(drawn('<v:rect xr:href="file:evil"/>')),
    "two r:id": lambda: related(
        "hyperlink",
        "file:///evil",
        body=f'<w:p><w:hyperlink x:id="rId1" rr:id="rIdX">{within("", "<w:t>x</w:t>")}</w:hyperlink></w:p>',
    ),
}
"""Each of these has to be refused: nothing in the letter shows which of two codes Word takes."""

HARMLESS: dict[str, Callable[[], bytes]] = {
    "links": lambda: changed(
        runs(BEGIN, code(r'HYPERLINK "https://good.example/a?b=c" \o "x"'), SEPARATE, "<w:t>x</w:t>", END)
        + runs(BEGIN, code(r' HYPERLINK \l "_Toc1" '), SEPARATE, BEGIN, code(" PAGEREF _Toc1 \\h "), SEPARATE, END, END)
        + drawn(
            '<v:shape style="position:absolute" href="https://good.example" title="C:\\a"><v:shadow on="t"/></v:shape>'
        )
    ),
    "tracked changes": lambda: changed(
        f"<w:p>{within('w:del', '<w:delText>x</w:delText>')}{within('w:ins', '<w:t>y</w:t>')}</w:p>"
        f"<w:p>{within('w:moveFrom', '<w:t>x</w:t>')}{within('w:moveTo', '<w:t>y</w:t>')}</w:p>"
        f"<w:p>{within('w:ins', BEGIN, code(' PAGE '), SEPARATE, '<w:t>1</w:t>', END)}</w:p>"
        f"<w:p>{within('w:del', BEGIN, '<w:delInstrText> PAGE </w:delInstrText>', SEPARATE, END)}</w:p>"
    ),
    "a box for each kind of program": lambda: changed(
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing><x:txbx><w:txbxContent>'
        + runs(BEGIN, code(" PAGE "), SEPARATE, "<w:t>1</w:t>", END)
        + "</w:txbxContent></x:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect><v:textbox><w:txbxContent>"
        + runs(BEGIN, code(" PAGE "), SEPARATE, "<w:t>1</w:t>", END)
        + "</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ),
    "contents": lambda: changed(
        "<w:sdt><w:sdtContent>"
        + runs(BEGIN, code(r' TOC \o "1-3" \h '), SEPARATE)
        + f"<w:p>{within('w:hyperlink', '<w:t>x</w:t>', BEGIN, code(' PAGEREF _Toc1 '), SEPARATE, END)}</w:p>"
        + runs(END)
        + "</w:sdtContent></w:sdt><w:p><w:fldSimple w:instr=' PAGE '><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>"
    ),
    "a drawing": lambda: _with_picture('<g><use href="#g"/><rect fill="url(&quot;#g&quot;)"/></g>'),
    "a long decree": lambda: changed(
        (
            '<w:p w:rsidR="00AA11BB"><w:pPr><w:spacing w:after="120"/><w:jc w:val="both"/>'
            '<w:rPr><w:sz w:val="28"/></w:rPr></w:pPr>'
            + '<w:r><w:rPr><w:b/><w:sz w:val="28"/></w:rPr><w:t>Điều khoản</w:t></w:r>' * 2
            + "</w:p>"
        )
        * 2_000
        + TABLE % (("<w:tr>" + (CELL % "Ô") * 8 + "</w:tr>") * 300)
    ),
}

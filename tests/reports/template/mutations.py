"""Word templates that mean harm, each a mutation of a harmless one. What they would open is called “evil”."""

from __future__ import annotations

from collections.abc import Callable

from tests.reports.template.mutated_files import (
    BEGIN,
    CELL,
    DECOY,
    DELETED_DECOY,
    END,
    LONG_CONDITION,
    PICTURE,
    RELATIONSHIPS,
    SEPARATE,
    TABLE,
    before,
    changed,
    field,
    field_code,
    in_other_letters,
    loop,
    paragraph,
    related,
    runs,
    shape,
    with_a_false_size,
    with_a_part_twice,
    with_doctype,
    with_header,
    with_nested_entities,
    with_picture,
    within,
)

MUTATIONS: dict[str, Callable[[], bytes]] = {
    # Fields.
    "INCLUDETEXT": lambda: changed(runs(BEGIN, field_code('INCLUDETEXT "evil.docx"'), END)),
    "INCLUDEPICTURE in pieces": lambda: changed(
        runs(BEGIN, field_code("INCLUDE"), field_code("PICTURE"), field_code(' "http://evil/a.png" \\d'), END)
    ),
    "DDEAUTO simple": lambda: changed('<w:p><w:fldSimple w:instr="DDEAUTO evil"/></w:p>'),
    "fldSimple strict": lambda: changed('<w:p><s:fldSimple s:instr="DDEAUTO evil"/></w:p>'),
    "fldChar strict": lambda: changed(
        runs('<s:fldChar s:fldCharType="begin"/>', "<s:instrText>DDE evil</s:instrText>", END)
    ),
    "fldSimple in no namespace": lambda: changed('<w:p><fldSimple instr="DDEAUTO evil"/></w:p>'),
    "LINK small letters": lambda: changed(runs(BEGIN, field_code(" link Excel.Sheet evil"), END)),
    "IMPORT": lambda: changed(runs(BEGIN, field_code("IMPORT evil.png"), END)),
    "RD": lambda: changed(runs(BEGIN, field_code("RD evil.docx"), END)),
    "QUOTE in a link": lambda: changed(
        runs(BEGIN, field_code("HYPERLINK "), BEGIN, field_code("QUOTE 101 118 105 108"), END, SEPARATE, END)
    ),
    "allowed field in a code": lambda: changed(
        runs(BEGIN, field_code("HYPERLINK evil"), BEGIN, field_code("PAGE"), END, SEPARATE, END)
    ),
    "code written as text": lambda: changed(runs(BEGIN, "<w:t>INCLUDETEXT evil</w:t>", SEPARATE, END)),
    "code without a field": lambda: changed(runs(field_code("DDEAUTO evil"))),
    "field left open": lambda: changed(runs(BEGIN, field_code("DDEAUTO evil"))),
    "deleted field": lambda: changed(runs(BEGIN, "<w:delInstrText>DDEAUTO evil</w:delInstrText>", END)),
    "odd case of begin": lambda: changed(
        runs('<w:fldChar w:fldCharType="Begin"/>', field_code("PAGE"), '<w:fldChar w:fldCharType="END"/>')
    ),
    "link to a file": lambda: changed(runs(BEGIN, field_code('HYPERLINK "file:///evil.exe"'), END)),
    "link to a share": lambda: changed(runs(BEGIN, field_code(r"HYPERLINK \\\\evil\\share"), END)),
    "link to a share in quotes": lambda: changed(runs(BEGIN, field_code(r'HYPERLINK "\\\\evil\\share" \o "x"'), END)),
    "link without a space": lambda: changed(runs(BEGIN, field_code('HYPERLINK"ms-word:ofe|u|http://evil"'), END)),
    "link after a switch": lambda: changed(runs(BEGIN, field_code(r'HYPERLINK \l "a" "javascript:evil()"'), END)),
    "link in round quotes": lambda: changed(runs(BEGIN, field_code("HYPERLINK “//evil/a”"), END)),
    "two links": lambda: changed(runs(BEGIN, field_code('HYPERLINK "https://good.example" "file:evil"'), END)),
    "filled in": lambda: changed(runs(BEGIN, "<w:t>TITLE {{ nguoi_ky }} evil</w:t>", SEPARATE, END)),
    "a piece left out": lambda: changed(
        runs(BEGIN)
        + paragraph("{%p if nguoi_ky == 'x' %}")
        + runs(field_code("TC "))
        + paragraph("{%p endif %}")
        + runs(field_code("DDEAUTO evil"), END)
    ),
    "a piece left out with its paragraph": lambda: changed(
        runs(BEGIN)
        + runs(field_code("TC {%p if nguoi_ky == 'x' %}"))
        + runs(field_code("x"))
        + runs(field_code("{%p endif %}"))
        + runs(field_code("DDEAUTO evil"), END)
    ),
    "in a header": lambda: with_header(runs(BEGIN, field_code("DDEAUTO evil"), END)),
    # Pictures and shapes.
    "VML src": lambda: changed(shape('<v:shape><v:imagedata src="http://evil/a"/></v:shape>')),
    "VML relative src": lambda: changed(shape('<v:rect><v:imagedata src="evil"/></v:rect>')),
    "VML href": lambda: changed(shape('<v:rect href="\\\\evil\\a"/>')),
    "VML fill": lambda: changed(shape('<v:rect><v:fill o:href="https://evil/a"/></v:rect>')),
    "VML stroke": lambda: changed(shape('<v:rect><v:stroke o:althref="file:evil"/></v:rect>')),
    "VML by relationship": lambda: related(
        "image",
        "http://evil/a",
        body=shape('<v:rect><v:imagedata rr:href="rIdX"/></v:rect>'),
    ),
    "very many addresses": lambda: changed(shape('<v:rect href="file:evil"/>') * 15_000),
    "very many strict ones": lambda: changed("<s:p/>" * 100_000),
    "fallback": lambda: changed(
        '<w:p><w:r><mc:AlternateContent><mc:Fallback><w:pict><v:rect href="ms-excel:evil"/></w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
    ),
    "hlinkClick": lambda: changed('<w:p><w:r><a:hlinkClick action="ppaction://program?evil"/></w:r></w:p>'),
    "SVG image": lambda: with_picture('<image href="https://evil/a.png"/>'),
    "SVG style": lambda: with_picture("<style>@import url(//evil/a.css);</style>"),
    "SVG script": lambda: with_picture("<script>evil()</script>"),
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
    "part by an escape": lambda: with_header(runs(BEGIN, field_code("DDEAUTO evil"), END), "header%39.xml"),
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
    "twice": with_a_part_twice,
    "name with a way back": lambda: changed(parts={"word/../evil.xml": b"<evil/>"}),
    "name with a backslash": lambda: changed(parts={"word\\evil.xml": b"<evil/>"}),
    "says it is small": with_a_false_size,
    "bomb": lambda: changed(parts={"word/media/a.png": bytes(60 * 1024 * 1024)}),
    "external entity": lambda: with_doctype('<!DOCTYPE x [<!ENTITY evil SYSTEM "file:///etc/passwd">]>'),
    "nested entities": with_nested_entities,
    "UTF-7": lambda: in_other_letters("utf-7", "UTF-7"),
    "UTF-16": lambda: in_other_letters("utf-16", "UTF-16"),
    "EBCDIC": lambda: in_other_letters("cp037", "IBM037"),
    # Amounts.
    "empty paragraphs": lambda: changed("<w:p/>" * 40_000),
    "paragraphs": lambda: changed(runs('<w:t xml:space="preserve"> </w:t>') * 40_000),
    "very many paragraphs": lambda: changed("<w:p/>" * 600_000),
    "attributes": lambda: changed('<w:p w:a="" w:b="" w:c="" w:d="" w:e=""/>' * 90_000),
    "deep": lambda: changed("<w:sdt><w:sdtContent>" * 120 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 120),
    "one long text": lambda: changed(paragraph("{{ nam }}" + "x" * 3_900_000)),
    "one long cell": lambda: changed(TABLE % f"<w:tr>{CELL % ('{{ nam }}' + 'x' * 3_900_000)}</w:tr>"),
    "braces": lambda: changed(paragraph("{" * 1_000_000)),
    "a row without cells": lambda: changed(TABLE % ("<w:tr>" + "<w:p/>" * 60_000 + "</w:tr>")),
    "elements in a loop": lambda: changed(loop("<w:p/>" * 20_000)),
    "text in a loop": lambda: changed(loop(paragraph("\N{GRINNING FACE}" * 20_000))),
    "nothing but questions": lambda: changed(
        paragraph(
            "{% for pl in phu_luc %}{% for d in pl.dong %}{% for o in d.o %}"
            + LONG_CONDITION * 190
            + "{% endfor %}" * 3
        )
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
        runs(BEGIN, field_code("PAGE"), '<x:fldChar w:fldCharType="end"/>', "<w:t>DDEAUTO evil</w:t>", END)
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
        runs(BEGIN, "<w:instrText><!-- x -->DDEAUTO evil </w:instrText>", field_code("PAGE"), END)
    ),
    "text in a code": lambda: changed(runs(BEGIN, field_code("PAGE"), "<w:t> \\* evil</w:t>", SEPARATE, END)),
    # Doubles of what a link or a shape opens.
    "two src": lambda: changed(shape('<v:rect><v:imagedata x:src="" src="http://evil/a"/></v:rect>')),
    "two href": lambda: changed(shape('<v:rect x:href="#a" href="file:evil"/>')),
    "two r:href": lambda: changed(shape('<v:rect><v:imagedata rr:href="rId1" href="http://evil/a"/></v:rect>')),
    "src in relationships of a stranger": lambda: changed(
        shape('<v:rect><v:imagedata xr:src="http://evil/a"/></v:rect>')
    ),
    "href in relationships of a stranger": lambda: changed(shape('<v:rect xr:href="file:evil"/>')),
    "two r:id": lambda: related(
        "hyperlink",
        "file:///evil",
        body=f'<w:p><w:hyperlink x:id="rId1" rr:id="rIdX">{within("", "<w:t>x</w:t>")}</w:hyperlink></w:p>',
    ),
    "part of two types": lambda: changed(
        parts={"word/evil.bin": b'<x evil="a"/>'},
        types=before(
            "</Types>",
            '<Override PartName="/word/evil.bin" ContentType="application/xml"/>'
            '<Override PartName="/word/EVIL.bin" ContentType="image/png"/>'
            '<Default Extension="/word/evil.bin" ContentType="image/png"/>',
        ),
    ),
}
"""Each of these has to be refused: nothing in the letter shows which of two codes Word takes."""

HARMLESS: dict[str, Callable[[], bytes]] = {
    "links": lambda: changed(
        runs(BEGIN, field_code(r'HYPERLINK "https://good.example/a?b=c" \o "x"'), SEPARATE, "<w:t>x</w:t>", END)
        + runs(
            BEGIN,
            field_code(r' HYPERLINK \l "_Toc1" '),
            SEPARATE,
            BEGIN,
            field_code(" PAGEREF _Toc1 \\h "),
            SEPARATE,
            END,
            END,
        )
        + shape(
            '<v:shape style="position:absolute" href="https://good.example" title="C:\\a"><v:shadow on="t"/></v:shape>'
        )
    ),
    "tracked changes": lambda: changed(
        f"<w:p>{within('w:del', '<w:delText>x</w:delText>')}{within('w:ins', '<w:t>y</w:t>')}</w:p>"
        f"<w:p>{within('w:moveFrom', '<w:t>x</w:t>')}{within('w:moveTo', '<w:t>y</w:t>')}</w:p>"
        f"<w:p>{within('w:ins', BEGIN, field_code(' PAGE '), SEPARATE, '<w:t>1</w:t>', END)}</w:p>"
        f"<w:p>{within('w:del', BEGIN, '<w:delInstrText> PAGE </w:delInstrText>', SEPARATE, END)}</w:p>"
    ),
    "a box for each kind of program": lambda: changed(
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing><x:txbx><w:txbxContent>'
        + runs(BEGIN, field_code(" PAGE "), SEPARATE, "<w:t>1</w:t>", END)
        + "</w:txbxContent></x:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect><v:textbox><w:txbxContent>"
        + runs(BEGIN, field_code(" PAGE "), SEPARATE, "<w:t>1</w:t>", END)
        + "</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ),
    "contents": lambda: changed(
        "<w:sdt><w:sdtContent>"
        + runs(BEGIN, field_code(r' TOC \o "1-3" \h '), SEPARATE)
        + f"<w:p>{within('w:hyperlink', '<w:t>x</w:t>', BEGIN, field_code(' PAGEREF _Toc1 '), SEPARATE, END)}</w:p>"
        + runs(END)
        + "</w:sdtContent></w:sdt><w:p><w:fldSimple w:instr=' PAGE '><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>"
    ),
    "a drawing": lambda: with_picture('<g><use href="#g"/><rect fill="url(&quot;#g&quot;)"/></g>'),
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

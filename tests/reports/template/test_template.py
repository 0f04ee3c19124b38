"""A ward's own Word template: what it may hold and name, and what comes out of it."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.config import ROOT
from app.localisation import LANGUAGES
from app.month import Month
from app.reports.document import cell_text
from app.reports.template import render as drawing
from app.reports.template.check import check
from app.reports.template.example import EXAMPLE_MONTH, empty_document, example_document
from app.reports.template.guide import guide
from app.reports.template.limits import MAX_BYTES
from app.reports.template.placeholders import FIGURES, PLACEHOLDERS, Choice, Group, Many, Text, context_of
from app.reports.template.problem import Problem
from app.reports.template.render import TemplateFailedError, draw, render
from app.reports.template.starter import starter_template
from tests.conftest import dispose, make_app
from tests.reports.sample_document import sample_document

STARTER = starter_template()
MONTH = Month(2026, 10)


@pytest.fixture(scope="module")
def app_without_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(f"sqlite:///{tmp_path_factory.mktemp('nothing') / 'nothing.sqlite3'}")
    yield app
    dispose(app)


@pytest.fixture(autouse=True)
def _reader(app_without_data: Flask) -> Iterator[None]:
    """What is refused is said in the reader's language, here as the texts stand in the code."""
    with app_without_data.test_request_context("/?lang=en"):
        yield


def _saved(word: Any) -> bytes:
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _lines(*lines: str) -> bytes:
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    return _saved(word)


def _table(*rows: tuple[str, ...]) -> bytes:
    word = docx.Document()
    table = word.add_table(0, max(map(len, rows)))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text
    return _saved(word)


def _texts(content: bytes) -> list[str]:
    """Return every text of a file, of its head and its tables too, in order."""
    with ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if re.match(r"word/\w+\d*\.xml", name)]
    found = []
    for part in parts:
        for paragraph in re.findall(r"<w:p[ >].*?</w:p>", part, re.DOTALL):
            text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", paragraph))
            found.append(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    return found


def _changed(content: bytes, change: Callable[[str, bytes], bytes | None], **added: str | bytes) -> bytes:
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


def _related(kind: str, target: str, mode: str = "External") -> bytes:
    """Return a document that refers to something."""
    relation = (
        f'<Relationship Id="rIdX" Type="{RELATIONSHIPS}{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )

    def change(name: str, data: bytes) -> bytes:
        if name != "word/_rels/document.xml.rels":
            return data
        return data.replace(b"</Relationships>", relation.encode())

    return _changed(_lines("x"), change)


def test_the_starter_passes_and_holds_every_placeholder_once_at_least() -> None:
    assert check(STARTER) == []
    tags = " ".join(re.findall(r"\{[{%].*?[%}]\}", " ".join(_texts(STARTER))))
    names = set(_documented())
    missing = {name for name in names if not re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", tags)}
    assert not missing
    assert len(names) > 50


def test_the_handbook_lists_every_placeholder_and_every_loop() -> None:
    handbook = (ROOT / "docs" / "report-template.md").read_text()
    code = set(re.findall(r"`([^`\n]+)`", handbook))
    missing = [name for name in _documented() if not {name, f"{{{{ {name} }}}}", f"{{%p if {name} %}}"} & code]
    assert not missing
    assert {each.path for each in guide().loops} <= set(re.findall(r"\{%p for \w+ in ([\w.]+) %\}", handbook))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_says_something_of_each(app_without_data: Flask, language: str) -> None:
    with app_without_data.test_request_context(f"/?lang={language}"):
        listed = guide()
        lines = [*listed.lines, *(line for each in listed.loops for line in each.items)]
        assert all(line.meaning for line in (*lines, *listed.named, *listed.loops))
        assert [line.name for line in lines if line.example == ""] == []


def _documented() -> list[str]:
    """Return the name of each placeholder as a template writes it, inside lists by the name of an item."""
    listed = guide()
    lines = [*listed.lines, *(line for each in listed.loops for line in each.items), *listed.named]
    return [*(line.name for line in lines), *(each.path for each in listed.loops)]


def test_the_context_is_what_the_placeholders_promise() -> None:
    """A name that no report has, or a list where a text is said to be, would break every template that uses it."""

    def compare(kind: Any, value: Any, path: str) -> None:
        match kind:
            case Text():
                assert isinstance(value, str), path
            case Choice():
                assert isinstance(value, bool), path
            case Many():
                assert isinstance(value, list), path
                for each in value:
                    compare(kind.each, each, f"{path}[]")
            case Group():
                assert kind.parts.keys() == value.keys(), path
                for name, part in kind.parts.items():
                    compare(part, value[name], f"{path}.{name}")

    figures = context_of(sample_document(), MONTH)["so_lieu"]
    assert [figures[1][name] for name in FIGURES] == [
        "1",
        "Lượt đến hộ",
        "lượt",
        "300",
        "312",
        "2,034",
        *[""] * 3,
        "Chỉ tiêu của tháng",
    ]
    for made in (sample_document(), sample_document(is_of_team=True, has_letter=False), empty_document()):
        compare(Group("", PLACEHOLDERS), context_of(made, MONTH), "")


def test_everything_of_a_report_stands_in_the_starter_rendered(app_without_data: Flask) -> None:
    with app_without_data.test_request_context("/"):
        content = draw(STARTER, example_document(), EXAMPLE_MONTH)
        context = context_of(example_document(), EXAMPLE_MONTH)
    texts = _texts(content)
    everything = "\n".join(texts)
    assert not re.search(r"\{[{%#]|[}%#]\}", everything)
    assert unicodedata.is_normalized("NFC", everything)

    def values(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                yield from values(each)

    missing = {each for each in values(context) if each and each not in everything}
    # The names of chapters and annexes are written in capitals.
    assert not {each for each in missing if each.upper() not in everything}
    tables = docx.Document(BytesIO(content)).tables
    figures = next(table for table in tables if table.rows[0].cells[0].text == "STT")
    assert [cell.text for cell in figures.rows[2].cells] == [
        *("1", "Hồ sơ sức khỏe điện tử", "người", "300", "12", "84", "9.547", "9.658", "98,9%", "Công an cung cấp")
    ]
    properties = docx.Document(BytesIO(content)).core_properties
    assert (properties.title, properties.author) == (
        "Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10 năm 2026",
        "ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ",
    )


def test_columns_made_in_a_loop_are_as_wide_and_aligned_as_in_the_report() -> None:
    content = draw(STARTER, sample_document(), MONTH)
    tables = docx.Document(BytesIO(content)).tables
    areas = next(table for table in tables if table.rows[0].cells[1].text == "Khu phố")
    widths = [column.width for column in areas.columns]
    assert len(widths) == 8
    assert widths[1] == pytest.approx(widths[2] * 24 / 11, rel=0.01)
    narrow = [table.columns[0].width.cm for table in tables if table.rows[0].cells[0].text == "STT"][1:]
    assert min(narrow) == pytest.approx(1.35, abs=0.01), "a narrow column has room for its heading"
    assert [cell.width for cell in areas.rows[1].cells] == widths
    alignments = [cell.paragraphs[0].alignment for cell in areas.rows[1].cells]
    assert [str(each).split()[0] for each in alignments[:3]] == ["CENTER", "LEFT", "RIGHT"]


def test_a_report_of_a_team_and_one_without_anything_render_too() -> None:
    for made in (sample_document(is_of_team=True), sample_document(has_letter=False), empty_document()):
        docx.Document(BytesIO(draw(STARTER, made, MONTH)))
    empty = draw(_table(("{%tc for c in bang.ket_qua.cot %}", "{{ c }}", "{%tc endfor %}")), empty_document(), MONTH)
    assert not docx.Document(BytesIO(empty)).tables, "a table without a row is what Word calls unreadable"
    cell = _table(("{%p if trich_yeu %}",))
    word = docx.Document(BytesIO(cell))
    word.tables[0].cell(0, 0).add_paragraph("x")
    word.tables[0].cell(0, 0).add_paragraph("{%p endif %}")
    left = docx.Document(BytesIO(draw(_saved(word), empty_document(), MONTH))).tables[0].cell(0, 0)
    assert [each.text for each in left.paragraphs] == [""], "so is a cell without a paragraph"


def test_values_are_text_and_never_markup_or_template() -> None:
    word = docx.Document()
    word.add_paragraph(
        "{{ nguoi_ky }}|{{ trich_yeu | upper }}|{% if so_van_ban == 'Số' %}a{% elif nam > 'x' %}b{% else %}c{% endif %}"
    )
    word.sections[0].footer.paragraphs[0].text = "{{ co_quan }}"
    context = context_of(example_document(), MONTH) | {
        "nguoi_ky": "<w:p> & {{ nam }} {% include 'x' %}",
        "trich_yeu": unicodedata.normalize("NFC", "ý kiến"),
        "co_quan": "A&B {{ nam }}",
    }
    texts = _texts(render(_saved(word), context))
    assert "<w:p> & {{ nam }} {% include 'x' %}|Ý KIẾN|c" in texts
    assert "A&B {{ nam }}" in texts


def test_what_a_template_says_itself_comes_out_in_one_spelling() -> None:
    assert "Phường 2026" in _texts(
        draw(_lines(unicodedata.normalize("NFD", "Phường") + " {{ nam }}"), example_document(), MONTH)
    )


def test_footnotes_are_filled_in_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """With two sections, docxtpl renders the footnotes twice: what was filled in would run as a template."""
    word = docx.Document()
    word.add_section()
    note = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2">'
        "<w:p><w:r><w:t>{{ %s }}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = f'<Relationship Id="rIdF" Type="{RELATIONSHIP_TYPE.FOOTNOTES}" Target="footnotes.xml"/></Relationships>'

    def change(name: str, data: bytes) -> bytes:
        data = data.replace(
            b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
        )
        return data.replace(b"</Relationships>", relation.encode()) if "document.xml.rels" in name else data

    content = _changed(_saved(word), change, word__footnotes_xml=note % "nguoi_ky")
    assert check(content) == []
    context = context_of(example_document(), MONTH) | {"nguoi_ky": "{{ nam }}"}
    assert "{{ nam }}" in _texts(render(content, context))
    broken = _changed(_saved(word), change, word__footnotes_xml=note % "nguoi_kyy")
    assert check(broken) == [
        Problem("Footnote", "{{ nguoi_kyy }}", "There is no placeholder “nguoi_kyy”. Did you mean “nguoi_ky”?")
    ]


BROKEN = {
    "unknown": (_lines("Tháng {{ thnag }} năm {{ nam }}"), "Tháng {{ thnag }} năm {{ nam }}", "Did you mean “thang”?"),
    "unknown part": (_lines("{{ bang.ket_qua.tenn }}"), "{{ bang.ket_qua.tenn }}", "Did you mean “ten”?"),
    "list as text": (_lines("{{ chuong }}"), "{{ chuong }}", "This is a list"),
    "group as text": (_lines("{{ bang }}"), "{{ bang }}", "This has parts"),
    "yes as text": (_lines("{{ la_tam_tinh }}"), "{{ la_tam_tinh }}", "yes or no"),
    "call": (_lines("{{ range(10) }}"), "{{ range(10) }}", "“range(…)” cannot be used"),
    "method": (_lines("{{ nam.format(1) }}"), "{{ nam.format(1) }}", "Nothing can be called"),
    "endless": (
        _lines("{%p for i in range(1000000000) %}", "x", "{%p endfor %}"),
        "{%p for i in range(1000000000) %}",
        "“range(…)” cannot be used",
    ),
    "arithmetic": (_lines("{{ 'x' * 1000000000 }}"), "{{ 'x' * 1000000000 }}", "Nothing can be calculated"),
    "power": (
        _lines("{% if 9 ** 9 ** 9 %}x{% endif %}"),
        "{% if 9 ** 9 ** 9 %}x{% endif %}",
        "Nothing can be calculated",
    ),
    "joining": (_lines("{{ nam ~ nam }}"), "{{ nam ~ nam }}", "Nothing can be calculated"),
    "private": (_lines("{{ nam.__class__ }}"), "{{ nam.__class__ }}", "There is no “__class__” here"),
    "picked": (_lines("{{ chuc_danh[0] }}"), "{{ chuc_danh[0] }}", "cannot be picked by number"),
    "filter": (_lines("{{ nam | center(1000000000) }}"), "{{ nam | center(1000000000) }}", "“| center” cannot be used"),
    "test": (_lines("{% if nam is odd %}x{% endif %}"), "{% if nam is odd %}x{% endif %}", "“test” cannot be used"),
    "slice": (_lines("{{ nam[0:2] }}"), "{{ nam[0:2] }}", "cannot be picked by number"),
    "word": (_lines("{{ 'a' }}"), "{{ 'a' }}", "plain text outside"),
    "choice": (_lines("{{ nam if nam else nam }}"), "{{ nam if nam else nam }}", "“cond expr” cannot be used"),
    "syntax": (_lines("{{ nam nam }}"), "{{ nam nam }}", "cannot be understood"),
    "condition in a loop": (
        _lines("{%p for d in mo_dau if d %}", "{%p endfor %}"),
        "{%p for d in mo_dau if d %}",
        "Nothing more",
    ),
    "name taken": (_lines("{%p for nam in mo_dau %}", "{%p endfor %}"), "{%p for nam in mo_dau %}", "“nam” is taken"),
    "all in all": (
        _lines("{%p for a in phu_luc %}", "{%p for b in phu_luc %}", "x", "{%p endfor %}", "{%p endfor %}"),
        "{%p for b in phu_luc %}",
        "a part of what the outer one gives",
    ),
    "all of the outermost again": (
        _lines("{%p for a in phu_luc %}", "{%p for b in a.dong %}", "{%p for e in a.dong %}", *["{%p endfor %}"] * 3),
        "{%p for e in a.dong %}",
        "a part of what the outer one gives",
    ),
    "around a tag": (_lines("{%p if nam %} Chương", "{%p endif %}"), "{%p if nam %} Chương", "vanishes"),
    "unclosed": (_lines("{%p for d in mo_dau %}", "{{ d }}"), "{%p for d in mo_dau %}", "endfor is missing"),
    "unopened": (_lines("x", "{%p endfor %}"), "{%p endfor %}", "without what it belongs to"),
    "crossed": (
        _lines("{%p for d in mo_dau %}", "{%p if d %}", "{%p endfor %}", "{%p endif %}"),
        "{%p endfor %}",
        "without what it belongs to",
    ),
    "two levels": (_lines("{%p if nam %}", "{%tr endif %}"), "{%tr endif %}", "begins with {%p if"),
    "over lines": (_lines("{% if nam %}x", "{% endif %}"), "{% endif %}", "ends in another"),
    "brace": (_lines("{{ nam }", "x"), "{{ nam }", "brace is missing"),
    "spaced": (_lines("{% p if nam %}", "{% p endif %}"), "{% p if nam %}", "There is no space"),
    "outside": (_lines("{%tr if nam %}", "{%tr endif %}"), "{%tr if nam %}", "outside of a table"),
    "rich": (_lines("{{r nam }}"), "{{r nam }}", "a space after the braces"),
    "trimmed": (_lines("{%- if nam %}x{% endif %}"), "{%- if nam %}x{% endif %}", "cannot be used"),
    "long": (_lines("{{ nam " + " " * 300 + "}}"), "{{ nam }}", "too long"),
    "row with more": (
        _table(("{%tr for d in so_lieu %}", "{{ d.stt }}", "{%tr endfor %}")),
        "{%tr for d in so_lieu %}",
        "vanishes",
    ),
    "two tables": (
        _table(("a",), ("{{ nguoi }}",)),
        "{{ nguoi }}",
        "Did you mean “nguoi_ky”?",
    ),
} | {
    word: (_lines(f"Mục {{% {word} %}}"), f"Mục {{% {word} %}}", f"“{word.split()[0]}” cannot be used")
    for word in (
        "include 'x.docx'",
        "import 'x' as y",
        "from 'x' import y",
        "extends 'x'",
        "macro x()",
        "call x()",
        "set x = nam",
        "block x",
        "filter upper",
        "do x",
        "raw",
        "with",
        "autoescape false",
        "cellbg nam",
        "colspan nam",
        "vm",
        "hm",
        "debug",
    )
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_is_refused_with_its_line(name: str) -> None:
    content, line, message = BROKEN[name]
    problems = check(content)
    assert any(each.line == line and message in each.message for each in problems), problems


def test_it_says_where_the_line_stands() -> None:
    word = docx.Document(BytesIO(_table(("{{ a1 }}",))))
    word.add_paragraph("{{ a2 }}")
    word.sections[0].header.paragraphs[0].text = "{{ a3 }}"
    word.sections[0].footer.paragraphs[0].text = "{{ a4 }}"
    found = [(each.where, each.line) for each in check(_saved(word))]
    assert found == [("Table", "{{ a1 }}"), ("Body", "{{ a2 }}"), ("Header", "{{ a3 }}"), ("Footer", "{{ a4 }}")]


def test_each_wrong_placeholder_of_a_line_and_each_line_is_told() -> None:
    problems = check(_lines("{{ a1 }} {{ nam }} {{ a2 }}", "{%p if a3 %}", "{{ a4 }}", "{%p endif %}"))
    assert [re.findall("“(.*?)”", each.message)[0] for each in problems] == ["a1", "a2", "a3", "a4"]


def test_a_placeholder_in_several_runs_is_one() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph()
    for text in ("{", "{ th", "ang", " }", "}"):
        paragraph.add_run(text).font.size = Pt(12)
    assert check(_saved(word)) == []
    assert "10" in _texts(draw(_saved(word), example_document(), MONTH))


def _with_field(code: str) -> bytes:
    word = docx.Document()
    paragraph = word.add_paragraph("Trang ")
    for kind, text in (("begin", ""), ("", code[:4]), ("", code[4:]), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        paragraph.add_run()._r.append(element)
    return _saved(word)


def _retyped(kind: str) -> bytes:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"document.main+xml", kind.encode()) if name == "[Content_Types].xml" else data

    return _changed(_lines("x"), change)


def _with_entities() -> bytes:
    def change(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        return data.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1)

    return _changed(_lines("x"), change)


def _encrypted() -> bytes:
    """Return a file that says of its parts that they are encrypted."""
    content = bytearray(_lines("x"))
    for start in re.finditer(b"PK\x01\x02", bytes(content)):
        content[start.start() + 8] |= 1
    return bytes(content)


def _moved(content: bytes) -> bytes:
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


def _renamed(content: bytes, old: str, new: str) -> bytes:
    """Return a file with one of its parts under another name."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name.endswith((".rels", ".xml")):
                data = data.replace(old.encode(), new.encode())
            after.writestr(name.replace(old, new), data)
    return file.getvalue()


def _keep(_name: str, data: bytes) -> bytes:
    return data


HARMFUL = {
    "empty": (b"", "not a Word file"),
    "no zip": (b"%PDF-1.7", "not a Word file"),
    "old": (b"\xd0\xcf\x11\xe0" + bytes(600), "old .doc"),
    "cut off": (STARTER[:20000], "not a Word file"),
    "too large": (bytes(MAX_BYTES + 1), "larger than 2 MB"),
    "another zip": (
        _changed(_lines("x"), lambda name, data: None if "document.xml" in name else data),
        "not a Word file",
    ),
    "encrypted": (_encrypted(), "protected by a password"),
    "workbook": (_retyped("sheet.main+xml"), "not a Word document"),
    "template file": (_retyped("template.main+xml"), "not a Word document"),
    "macros": (
        _changed(
            _lines("x"),
            lambda name, data: data.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
        ),
        "macros",
    ),
    "many parts": (_changed(_lines("x"), _keep, **{f"a{n}": "x" for n in range(400)}), "more parts"),
    "bomb": (_changed(_lines("x"), _keep, word__media__a_bin=bytes(31 * 1024 * 1024)), "far too large"),
    "long part": (_changed(_lines("x"), _keep, word__a_xml=b"<a>" + bytes(7 * 1024 * 1024)), "far too large"),
    "entities": (_with_entities(), "DTD"),
    "no XML": (_changed(_lines("x"), _keep, word__a_xml="<a>"), "word/a.xml cannot be read"),
    "vba": (_related("vbaProject", "vbaProject.bin", "Internal"), "macros"),
    "object": (_related("oleObject", "embeddings/a.bin", "Internal"), "an embedded object"),
    "control": (_related("control", "activeX/a.xml", "Internal"), "ActiveX"),
    "chunk": (_related("aFChunk", "a.html", "Internal"), "another document inside it"),
    "unheard of": (_related("somethingNew", "a.bin", "Internal"), "somethingNew"),
    "linked picture": (_related("image", "http://example.org/a.png"), "only linked"),
    "attached": (_related("attachedTemplate", "file:///C:/a.dotm"), "another template"),
    "file link": (_related("hyperlink", "file:///C:/a.exe"), "a link that opens a file"),
    "DDE": (_with_field('DDEAUTO c:\\\\cmd.exe "/k"'), "DDEAUTO"),
    "include": (_with_field('INCLUDETEXT "C:/a.docx"'), "INCLUDETEXT"),
    "moved": (_moved(_with_field('INCLUDETEXT "C:/a.docx"')), "INCLUDETEXT"),
    "deleted field": (
        _changed(_with_field("DDEAUTO c:"), lambda _name, data: data.replace(b"w:instrText", b"w:delInstrText")),
        "DDEAUTO",
    ),
    "XML by another name": (_renamed(_lines("x"), "styles.xml", "styles.bin"), "word/styles.bin cannot be read"),
    "XML by its ending": (
        _changed(
            _lines("x"),
            lambda name, data: (
                data.replace(b"</Types>", b'<Default Extension="dat" ContentType="application/a+XML"/></Types>')
                if name == "[Content_Types].xml"
                else data
            ),
            word__a_dat="<a/>",
        ),
        "word/a.dat cannot be read",
    ),
    "a part by another name and type": (_related("header", "header9.bin", "Internal"), "no template may hold: header"),
    "hidden": (_with_field("TITLE {{ nam }}"), "not filled in"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_or_damaged_file_is_refused(name: str) -> None:
    content, message = HARMFUL[name]
    problems = check(content)
    assert any(message in each.message for each in problems), problems


def test_what_is_usual_in_a_document_passes() -> None:
    word = docx.Document(BytesIO(_with_field("PAGE \\* MERGEFORMAT")))
    word.add_paragraph("100 % {đúng} } { 5 %} x".replace("%}", "% }"))
    word.add_comment(word.paragraphs[0].runs, "xem lại")
    word.core_properties.title = "{{ whatever Word takes from the first line }}"
    assert check(_saved(word)) == []
    assert check(_related("hyperlink", "https://example.org/")) == []
    assert check(_moved(_with_field("PAGE"))) == []


def test_what_would_fill_the_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the three parts is short enough, but not together; and what only a large ward sees is told at once."""
    word = docx.Document()
    section = word.sections[0]
    line = "{% for pl in phu_luc %}{% for d in pl.dong %}" + "x" * 2000 + "{% endfor %}{% endfor %}"
    for paragraph in (word.add_paragraph(), section.header.paragraphs[0], section.footer.paragraphs[0]):
        paragraph.text = line
    content = _saved(word)
    draw(content, sample_document(rows=100), MONTH)
    monkeypatch.setattr(drawing, "MAX_WRITTEN", 1_000_000)
    draw(content, example_document(), MONTH)
    with pytest.raises(TemplateFailedError, match="OverflowingError"):
        draw(content, sample_document(rows=100), MONTH)
    assert ["far too long" in each.message for each in check(content)] == [True]


_ASKED = "{% if b.la_tong == e.la_tong and e.la_tong and a.so %}{% endif %}"


def test_what_writes_nothing_but_would_never_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a loop in a loop over the same list is refused; if it were not, drawing it would still stop."""
    loops = "{% for a in phu_luc %}{% for b in a.dong %}{% for e in a.dong %}"
    content = _lines(loops + _ASKED * 50 + "{% endfor %}" * 3)
    monkeypatch.setattr(drawing, "MAX_STEPS", drawing.MAX_STEPS // 5)
    start = time.process_time()
    with pytest.raises(TemplateFailedError, match="OverflowingError"):
        draw(content, sample_document(rows=300), MONTH)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("asked", "enough"),
    [("", 450), ("{% if d.la_tong %}{% endif %}", 1800), ("{% if pl.so | lower | upper %}{% endif %}", 3500)],
)
def test_steps_are_counted_over_all_parts(monkeypatch: pytest.MonkeyPatch, asked: str, enough: int) -> None:
    """Items of lists, what is looked up in them, and what is made of it: all of it takes time."""
    word = docx.Document()
    loops = "{% for pl in phu_luc %}{% for d in pl.dong %}" + asked + "{% endfor %}{% endfor %}"
    word.add_paragraph(loops)
    monkeypatch.setattr(drawing, "MAX_STEPS", enough)
    draw(_saved(word), sample_document(rows=100), MONTH)
    word.sections[0].header.paragraphs[0].text = loops
    with pytest.raises(TemplateFailedError, match="OverflowingError"):
        draw(_saved(word), sample_document(rows=100), MONTH)


def test_placeholders_are_counted_over_all_parts() -> None:
    word = docx.Document()
    word.add_paragraph("{{ nam }}" * 400)
    assert check(_saved(word)) == []
    word.sections[0].header.paragraphs[0].text = "{{ nam }}" * 400
    assert [each.message for each in check(_saved(word))] == ["There are more than 600 placeholders."]


MARKED = {
    "nothing said": (["{{ nam }}"], True),
    "said": (["({{ tinh_trang | upper }})"], False),
    "asked for": (["{%p if la_tam_tinh %}", "Dự thảo", "{%p endif %}"], False),
    "said where nothing stands": (["{%p if bang.cac_to.so %}", "{{ tinh_trang }}", "{%p endif %}"], True),
}


@pytest.mark.parametrize("name", MARKED)
def test_an_open_month_says_that_it_is_provisional(name: str) -> None:
    lines, is_added = MARKED[name]
    document = example_document()
    word = docx.Document(BytesIO(draw(_lines(*lines), document, EXAMPLE_MONTH)))
    first = word.paragraphs[0]
    assert (first.text == document.state) == is_added
    if is_added:
        assert (first.runs[0].italic, str(first.alignment)) == (True, "CENTER (1)")
    closed = replace(document, is_provisional=False)
    said = [each.text for each in docx.Document(BytesIO(draw(_lines("x"), closed, EXAMPLE_MONTH))).paragraphs]
    assert said == ["x"]


def test_a_mark_in_the_head_of_the_page_is_one() -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "{{ tinh_trang }}"
    word.add_paragraph("x")
    drawn = docx.Document(BytesIO(draw(_saved(word), example_document(), EXAMPLE_MONTH)))
    assert [each.text for each in drawn.paragraphs] == ["x"]


def test_the_day_is_the_one_up_to_which_the_figures_count() -> None:
    document = replace(example_document(), created=date(2026, 11, 5), as_of=date(2026, 11, 3))
    assert context_of(document, MONTH)["ngay_lap"] == cell_text(document.as_of)
    assert cell_text(document.as_of) != cell_text(document.created)


@pytest.mark.parametrize("repeated", ["{{", "{%", "{% colspan ", "{%tr ", "}}", "{", "{{ nam }}", "{% if nam %}"])
def test_nothing_takes_long_to_refuse(repeated: str) -> None:
    start = time.process_time()
    assert check(_lines(repeated * 60_000))
    assert time.process_time() - start < 5


def test_a_large_ward_is_drawn_in_time() -> None:
    start = time.process_time()
    draw(STARTER, sample_document(rows=400), MONTH)
    assert time.process_time() - start < 3


_quiet = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@_quiet
@given(st.binary(max_size=400))
def test_no_bytes_whatever_raise_anything(content: bytes) -> None:
    assert check(content)
    assert check(b"PK\x03\x04" + content)


@_quiet
@given(st.data())
def test_no_change_of_the_starter_raises_anything(data: st.DataObject) -> None:
    """Bytes of the file as it is, or of one of its parts: it is refused in words, or renders."""
    if data.draw(st.booleans()):
        content = _mutated(data, STARTER)
    else:
        wanted = data.draw(
            st.sampled_from(["word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"])
        )
        content = _changed(STARTER, lambda name, part: _mutated(data, part) if name == wanted else part)
    problems = check(content)
    assert all(isinstance(each, Problem) and each.message for each in problems)
    if not problems:
        draw(content, sample_document(), MONTH)


def _mutated(data: st.DataObject, content: bytes) -> bytes:
    start = data.draw(st.integers(0, len(content) - 1))
    length = data.draw(st.integers(0, 300))
    return content[:start] + data.draw(st.binary(max_size=8)) + content[start + length :]

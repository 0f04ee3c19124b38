"""What is written into a template: XML that every program reads, whatever a file calls its namespaces."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.template.check import check
from app.reports.template.filling import draw_docx
from tests.reports.sample_document import sample_document
from tests.reports.template.files import MONTH, WORD, body_of, of_document, paragraph

pytestmark = pytest.mark.usefixtures("english_reader")

TABLE_LINE = paragraph("{{p bang.dia_ban }}")
NAMESPACE = f'xmlns:w="{WORD}"'
ODD_NAMESPACES = {
    "default": f'<document xmlns="{WORD}"><body><p><r><t>x</t></r></p></body></document>',
    "declared by the line": f'<document xmlns="{WORD}"><body>{TABLE_LINE.replace("<w:p>", f"<w:p {NAMESPACE}>")}'
    "</body></document>",
    "another one": f'<v:document xmlns:v="{WORD}" xmlns:w="urn:x"><v:body><v:p/></v:body></v:document>',
    "another one in the body": f'<v:document xmlns:v="{WORD}" {NAMESPACE}><v:body xmlns:w="urn:x"><v:p/></v:body>'
    "</v:document>",
    "another one about the line": f'<v:document xmlns:v="{WORD}" {NAMESPACE}><v:body><v:sdt xmlns:w="urn:x">'
    f"<v:sdtContent>{TABLE_LINE.replace('<w:p>', f'<w:p {NAMESPACE}>')}</v:sdtContent></v:sdt></v:body></v:document>",
}


@pytest.mark.parametrize("name", ODD_NAMESPACES)
def test_file_in_which_w_is_not_words_prefix_is_refused(name: str) -> None:
    problems = check(of_document(ODD_NAMESPACES[name]))
    assert problems
    assert all("not written as Word does it" in each.message for each in problems)


def test_usual_file_is_written_as_xml() -> None:
    content = of_document(f"<w:document {NAMESPACE}><w:body>{TABLE_LINE}</w:body></w:document>")
    drawn = draw_docx(replace(sample_document(), is_provisional=True), MONTH, content)
    assert body_of(drawn).find(f"{{{WORD}}}tbl") is not None

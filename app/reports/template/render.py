"""Rendering a ward's own Word template of its report. Pure.

The template is a stranger's program: it runs in a sandbox within limits, and its output has to be well-formed. The
placeholders and statements that it may use are checked before, in :mod:`app.reports.template.check`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docxtpl import DocxTemplate
from jinja2 import meta
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from app.month import Month
from app.reports.document import Annex, Document
from app.reports.template.patch import patched_xml
from app.reports.template.placeholders import context_of
from app.reports.template.sandbox import ENVIRONMENT, Budget, count_loop_steps
from app.reports.template.table_layout import fit_table
from app.reports.template.word_fields import problems_of_fields
from app.reports.word_xml import W

MAX_WRITTEN = 8_000_000
"""Limit of the characters of XML that a template writes: eight times what a ward of 90 teams needs."""

MAX_MARKS_WRITTEN = 300_000
"""Limit of ``<`` that it writes: nearly four times what a ward of 90 teams needs. Elements cost more than text."""

MAX_STEPS = 1_000_000
"""Limit of the steps of a template: an item of a list, a look-up, a comparison, a filter. A template that writes
nothing may still never end."""

_STRICT = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class TemplateFailedError(Exception):
    """The template could not be rendered; its cause says why."""


class UnsafeFieldError(Exception):
    """Filling in a value created a Word field that is not allowed."""


def draw(content: bytes, document: Document, month: Month) -> bytes:
    """Return a ward's report in the ward's own layout. Raises :class:`TemplateFailedError`.

    Figures that are provisional never pass for closed ones: where the layout does not say so, the first line does.
    """
    context = context_of(document, month)
    return render(content, context, document.annexes, context["tinh_trang"] if document.is_provisional else "")


def render(content: bytes, context: Mapping[str, Any], annexes: Sequence[Annex] = (), state: str = "") -> bytes:
    """Return a Word file in which every placeholder of a template is filled in. Raises :class:`TemplateFailedError`.

    A table whose columns come from one of the ``annexes`` gets widths and alignment from that annex's columns.
    ``state`` is written above everything, unless the file has it already.
    """
    try:
        template = WordTemplate(content, annexes)
        steps = Budget(MAX_STEPS)
        template.render(dict(context), ENVIRONMENT.counting(steps))
        template.mark(state)
        made = BytesIO()
        template.save(made)
    # Word files come from many programs, and reading a broken one fails with many errors.
    except Exception as error:
        raise TemplateFailedError(type(error).__name__) from error
    return made.getvalue()


class WordTemplate(DocxTemplate):  # type: ignore[misc]
    """A template that is rendered once, in bounds, and comes out well-formed."""

    def __init__(self, content: bytes, annexes: Sequence[Annex] = ()) -> None:
        super().__init__(BytesIO(content))
        self.annexes = annexes
        self.length = Budget(MAX_WRITTEN)
        self.marks = Budget(MAX_MARKS_WRITTEN)
        self.names: set[str] = set()
        self.texts: list[str] = []

    def get_xml(self) -> str:
        """Return the body; tables whose columns are made in a loop are marked, to be fitted afterwards."""
        for table in self.docx._element.body.iter(f"{W}tbl"):
            if "{%tc" in "".join(table.itertext(f"{W}t")).replace(" ", ""):
                table.set("fit", "1")
        return str(super().get_xml())

    def patch_xml(self, src_xml: str) -> str:
        """Return a part with its tags as Jinja reads them."""
        return patched_xml(src_xml)

    def render_xml_part(
        self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: SandboxedEnvironment = ENVIRONMENT
    ) -> str:
        """Return what becomes of a part, unless all parts together are too long."""
        pieces = []
        parsed = jinja_env.parse(src_xml)
        self.names |= meta.find_undeclared_variables(parsed)
        count_loop_steps(parsed, jinja_env)
        for piece in jinja_env.from_string(parsed).generate(context):
            self.length.take(len(piece))
            self.marks.take(piece.count("<"))
            pieces.append(piece)
        return "".join(pieces)

    def fix_tables(self, xml: str) -> Any:
        """Return the body as a tree whose tables are whole. Text that is not well-formed is not guessed at."""
        etree.fromstring(xml, _STRICT)
        tree = super().fix_tables(xml)
        for table in list(tree.iter(f"{W}tbl")):
            if table.attrib.pop("fit", None):
                fit_table(table, self.annexes)
        self._finish(tree)
        return tree

    def map_tree(self, tree: Any) -> None:
        """Put a body in the place of the template's own, which is emptied first: see :func:`_remove`."""
        self.docx._element.body.clear()
        super().map_tree(tree)

    def _finish(self, tree: Any) -> None:
        # Conditions and loops may have made another field of the pieces of one that was harmless.
        if next(problems_of_fields(tree), None):
            raise UnsafeFieldError
        _mend(tree)
        # Paragraphs are separated, so that no text is found across two of them.
        self.texts += ["\n" if each.tag == f"{W}p" else each.text or "" for each in tree.iter(f"{W}p", f"{W}t")]

    def mark(self, state: str) -> None:
        """Write above everything that the figures are provisional, unless the template says so."""
        if "la_tam_tinh" in self.names or _comparable_text(state) in _comparable_text("".join(self.texts)):
            return
        body = self.docx._element.body
        line = self.docx.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(state).italic = True
        body.insert(0, line._p)

    def build_headers_footers_xml(
        self, context: dict[str, Any], uri: str, jinja_env: SandboxedEnvironment = ENVIRONMENT
    ) -> Iterator[tuple[str, bytes]]:
        """Yield headers or footers, whole."""
        for relation, xml in super().build_headers_footers_xml(context, uri, jinja_env):
            tree = etree.fromstring(xml, _STRICT)
            self._finish(tree)
            yield relation, etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)

    def render_properties(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """Give the file the report's title. What the template's author left in these fields is no template."""
        properties = self.docx.core_properties
        properties.title = context["trich_yeu"][:255]
        properties.author = context["co_quan"][:255]
        properties.last_modified_by = properties.comments = properties.keywords = properties.subject = ""

    def render_footnotes(self, context: dict[str, Any], jinja_env: SandboxedEnvironment = ENVIRONMENT) -> None:
        """Render the footnotes once: values that were filled in must not be rendered as a template."""
        for part in self.footnotes():
            xml = self.render_xml_part(self.patch_xml(self.get_part_xml(part)), part, context, jinja_env)
            tree = etree.fromstring(xml, _STRICT)
            self._finish(tree)
            part._blob = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)

    def footnotes(self) -> Iterator[Any]:
        """Yield the part that holds the footnotes, if there is one."""
        for relation in self.docx._part.rels.values():
            if relation.reltype.endswith("/footnotes") and not relation.is_external:
                yield relation.target_part


def _comparable_text(text: str) -> str:
    """Return a text for comparison, without regard to capitals and spaces."""
    return "\n".join(" ".join(line.split()) for line in text.casefold().split("\n"))


def _mend(tree: Any) -> None:
    """Mend rows, tables and cells that an empty list leaves empty, and normalise all text.

    A row without cells, a table without rows, and a cell without a paragraph are what Word calls unreadable.
    """
    for row in list(tree.iter(f"{W}tr")):
        if next(row.iter(f"{W}tc"), None) is None:
            _remove(row)
    for table in list(tree.iter(f"{W}tbl")):
        if next(table.iter(f"{W}tr"), None) is None:
            _remove(table)
    for cell in tree.iter(f"{W}tc"):
        if len(cell) == 0 or cell[-1].tag in {f"{W}tcPr", f"{W}tbl"}:
            etree.SubElement(cell, f"{W}p")
    for text in tree.iter(f"{W}t"):
        if text.text and not unicodedata.is_normalized("NFC", text.text):
            text.text = unicodedata.normalize("NFC", text.text)


def _remove(element: Any) -> None:
    """Take an element out of its tree.

    An element that is taken out as a whole looks up the namespaces of all that is in it again, in a time that grows
    with the square of how many there are. What is emptied first does not.
    """
    element.clear()
    element.getparent().remove(element)

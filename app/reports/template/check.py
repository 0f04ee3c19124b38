"""The check of a ward's own Word template, with the problems of each line. Pure.

Three questions, one after the other: is the file harmless; does it use only the allowed placeholders and statements;
and does it render, a full report as well as an empty one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import docx
from flask_babel import gettext as _
from jinja2 import TemplateError

from app.month import Month
from app.reports.document import Document
from app.reports.template.example import EXAMPLE_MONTH, empty_document, large_document
from app.reports.template.file import problems_of_file
from app.reports.template.problem import Problem
from app.reports.template.render import TemplateFailedError, UnsafeFieldError, WordTemplate, draw
from app.reports.template.sandbox import ENVIRONMENT, OverflowingError
from app.reports.template.statements import StatementReader, problem_on_line
from app.reports.template.tags import BODY, FOOTER, FOOTNOTE, HEADER, MAX_TAGS, TAG, Tag, read_tags

MAX_PROBLEMS = 20


def check(content: bytes) -> list[Problem]:
    """Return the problems of a file as a ward's template; none when it can be stored."""
    problems = problems_of_file(content) or _problems_of_text(content) or _problems_of_trials(content)
    return problems[:MAX_PROBLEMS]


def _problems_of_text(content: bytes) -> list[Problem]:
    template = WordTemplate(content)
    # A file may be a sound zip of sound XML and still be no document: there are as many ways as parts.
    try:
        parts = list(_parts(template))
        elsewhere = list(_parts_not_filled_in(template))
    except Exception:
        return [Problem(str(_("File")), "", _("Word files are opened here as Word does, and this one does not open."))]
    problems = [problem for where, xml in parts for problem in _problems_of_part(template, where, xml)]
    if not problems and sum(len(TAG.findall(template.patch_xml(xml))) for _where, xml in parts) > MAX_TAGS:
        problems.append(Problem(str(_("File")), "", _("There are more than %(number)d placeholders.", number=MAX_TAGS)))
    for tag in elsewhere:
        problems.append(tag.problem(_("Placeholders are not filled in here: in comments and endnotes.")))
    return list(dict.fromkeys(problems))


def _parts(template: WordTemplate) -> Iterator[tuple[str, str]]:
    """Yield the parts that are rendered, as they go into it."""
    template.render_init()
    yield str(BODY), template.get_xml()
    for where, uri in ((HEADER, template.HEADER_URI), (FOOTER, template.FOOTER_URI)):
        for _relation, part in template.get_headers_footers(uri):
            yield str(where), template.get_part_xml(part)
    for part in template.footnotes():
        yield str(FOOTNOTE), template.get_part_xml(part)


def _parts_not_filled_in(template: WordTemplate) -> Iterator[Tag]:
    for relation in template.docx._part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in {"endnotes", "comments"}:
            tags, _problems = read_tags(template.get_part_xml(relation.target_part), str(_("File")))
            yield from tags


def _problems_of_part(template: WordTemplate, where: str, xml: str) -> list[Problem]:
    tags, problems = read_tags(xml, where)
    if problems:
        return problems
    # Each tag on a line of its own, so that a line of Jinja's is a tag of ours.
    patched = template.patch_xml(xml).replace("\n", " ")
    if len(TAG.findall(patched)) != len(tags):
        return [Problem(where, "", _("Placeholders stand too close together, or in pieces. Type them anew."))]
    source = TAG.sub(lambda match: "\n" + match[0], patched)
    try:
        tree = ENVIRONMENT.parse(source)
    except TemplateError as error:
        return [problem_on_line(tags, getattr(error, "lineno", 0), where, _("This cannot be understood."))]
    reader = StatementReader(tags, where)
    reader.read(tree.body, {})
    return reader.problems


def _problems_of_trials(content: bytes) -> list[Problem]:
    """Render a report with much of everything, and one with nothing anywhere."""
    trials: tuple[tuple[Callable[[], Document], Month], ...] = (
        (large_document, EXAMPLE_MONTH),
        (empty_document, EXAMPLE_MONTH),
    )
    for made, month in trials:
        try:
            result = draw(content, made(), month)
            _reopen(result)
        except TemplateFailedError as error:
            return [Problem(str(_("File")), "", _trial_failure_message(error))]
    return []


def _trial_failure_message(error: TemplateFailedError) -> str:
    match error.__cause__:
        case OverflowingError():
            message = _(
                "Filled in with the figures of a large ward, the report becomes far too long, or takes too long. Let "
                "each list be gone through once, and put less text and fewer lines inside of it."
            )
        case UnsafeFieldError():
            message = _(
                "Filled in, a field of Word's would open something else. Do not put a condition or a list inside of "
                "a field."
            )
        case _:
            message = _("A trial with this template failed (%(why)s).", why=error)
    return str(message)


def _reopen(result: bytes) -> Any:
    try:
        return docx.Document(BytesIO(result))
    except Exception as error:
        raise TemplateFailedError(type(error).__name__) from error

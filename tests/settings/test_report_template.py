"""The page on which a ward takes its own template of the report, and goes back to the built-in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape
from io import BytesIO
from typing import Any

import docx
import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.database import reader
from app.months.models import ReportTemplate
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.reports.template.check import check
from app.reports.template.filling import default_template, draw_docx
from app.reports.template.package import MAX_BYTES, Problem
from app.reports.template.store import stored_template
from app.settings.template_views import MOST_SENT
from tests.cast import CARLA, WARD_A, WARD_B
from tests.client import ORIGIN, Visitor, check_page
from tests.reports.sample_document import sample_document
from tests.reports.template.files import MONTH

PAGE = "/settings/template"
CURRENT = f"{PAGE}/current.docx"
BOUNDARY = "between-the-parts"
STARTER = default_template()


def _template(*lines: str) -> bytes:
    word, file = docx.Document(), BytesIO()
    for line in lines:
        word.add_paragraph(line)
    word.save(file)
    return file.getvalue()


def _send(visitor: Visitor, content: bytes | None, name: str = "mẫu của phường.docx", query: str = "") -> TestResponse:
    token = visitor.session()["csrf"]
    # The client's own way writes a large file into a temporary one and leaves that open.
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'.encode()]
    if content is not None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        parts += [head.encode(), content, b"\r\n"]
    response = visitor.http.post(
        PAGE + query,
        data=b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()]),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
        headers={"Origin": ORIGIN},
    )
    if response.mimetype == "text/html" and response.status_code == 422:
        check_page(response.text)
    return response


def _kept(app: Flask) -> list[tuple[int, str, int, int | None]]:
    columns = ReportTemplate.ward_id, ReportTemplate.name, ReportTemplate.size, ReportTemplate.uploaded_by_id
    with app.app_context():
        return [tuple(row) for row in reader().execute(sa.select(*columns).order_by(ReportTemplate.ward_id))]


def _journal(app: Flask) -> list[Any]:
    with app.app_context():
        of_settings = AuditRecord.event == AuditEvent.SETTINGS_CHANGED
        columns = AuditRecord.actor_id, AuditRecord.ward_id, AuditRecord.detail
        return [tuple(row) for row in reader().execute(sa.select(*columns).where(of_settings).order_by(AuditRecord.id))]


def test_template_is_stored_used_downloaded_and_removed(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, dora = visitor("carla"), visitor("dora")
    assert 'data-template="built-in"' in carla.get(PAGE).text
    assert carla.get(CURRENT).status_code == 404
    theirs = _template("{{ nam }}")
    assert _send(dora, theirs).status_code == 302
    starter = carla.get(f"{PAGE}/starter.docx").data
    docx.Document(BytesIO(starter))
    response = _send(carla, starter)
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    page = unescape(carla.get(PAGE).text)
    assert 'data-template="own"' in page
    assert "mẫu của phường.docx" in page
    assert "Nguyễn Ví Dụ Carla" in page
    own = _template("Báo cáo {{ thang }}")
    assert _send(carla, own, "Mẫu/mới.docx").status_code == 302
    given = carla.get(CURRENT)
    assert given.data == own
    assert given.headers["Content-Disposition"] == 'attachment; filename="mau-bao-cao-16417.docx"'
    assert [each[:3] for each in _kept(app)] == [
        (WARD_A, "mới.docx", len(own)),
        (WARD_B, "mẫu của phường.docx", len(theirs)),
    ]
    with app.test_request_context():
        stored = stored_template(reader(), WARD_A)
        assert stored
        drawn = draw_docx(sample_document(), MONTH, stored.content)
        assert docx.Document(BytesIO(drawn)).paragraphs[0].text == "Báo cáo 10"
    assert carla.post(f"{PAGE}/remove").status_code == 302
    assert 'data-template="built-in"' in carla.get(PAGE).text
    carla.post(f"{PAGE}/remove")
    assert dora.get(CURRENT).data == theirs, "another ward's stays"
    with app.test_request_context():
        assert stored_template(reader(), WARD_A) is None
    of_carla = [line for line in _journal(app) if line[0] == CARLA]
    assert of_carla == [(CARLA, WARD_A, {"what": "template", "size": size}) for size in (len(starter), len(own), 0)]


def test_refused_template_is_explained_and_the_old_one_stays(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    _send(carla, STARTER)
    before = _kept(app), _journal(app)
    response = _send(carla, _template("Tháng {{ thnag }}", "{{ range(9) }} & <b>"))
    assert response.status_code == 422
    messages = re.findall(r"<li><b>(.*?):</b> <code>(.*?)</code><p>(.*?)</p>", response.text)
    assert [unescape(line) for _where, line, _messages in messages] == ["Tháng {{ thnag }}", "{{ range(9) }} & <b>"]
    assert "thang" in messages[0][2]
    assert "Không hiểu được chỗ này" in messages[1][2]
    assert 'aria-invalid="true"' in response.text
    assert (_kept(app), _journal(app)) == before
    assert carla.get(CURRENT).data == STARTER


def test_request_checks_one_file(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check takes up to a second: what is refused is checked, and the stored one where nothing was sent."""
    carla, checked = Visitor(sqlite_app, "carla"), []

    def count(content: bytes) -> Sequence[Problem]:
        checked.append(content)
        return check(content)

    monkeypatch.setattr("app.settings.template_views.check", count)
    broken = _template("{{ thnag }}")
    _send(carla, STARTER)
    refused = unescape(_send(carla, broken, query="?lang=en").text)
    assert 'data-template="own"' in unescape(carla.get(PAGE).text)
    _send(carla, None)
    assert checked == [STARTER, broken, STARTER, STARTER]
    assert 'data-template="stored"' in refused
    assert "The stored template stays." in refused, "nothing is said of its being in use"
    assert ">In use<" not in refused


@pytest.mark.parametrize("language", ["vi", "en"])
def test_files_of_other_kinds_are_refused_with_a_sentence(sqlite_app: Flask, language: str) -> None:
    carla = Visitor(sqlite_app, "carla")
    for content in (None, b"", b"no Word file", bytes(MAX_BYTES + 1)):
        response = _send(carla, content, query=f"?lang={language}")
        assert response.status_code == 422
        assert 'data-template="built-in"' in response.text
    assert _send(carla, bytes(MOST_SENT)).status_code == 413
    assert _kept(sqlite_app) == []


def test_template_is_refused_from_other_roles_and_large_bodies(app: Flask, visitor: Callable[..., Visitor]) -> None:
    for name in ("ana", "leo", "vera", "eva", "ada"):
        assert _send(visitor(name), _template("{{ nam }}")).status_code == 403
        assert _send(visitor(name), bytes(MAX_BYTES)).status_code == 413
        for path in (PAGE, CURRENT, f"{PAGE}/starter.docx"):
            assert visitor(name).get(path).status_code == 403
        assert visitor(name).post(f"{PAGE}/remove").status_code == 403
    assert _kept(app) == []

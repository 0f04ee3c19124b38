"""The words of a month's report: of a ward and of its teams, kept as they were written and never wiped out unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader
from app.month import Month, now
from app.months.actions import save_narrative
from app.months.models import MonthWords
from app.months.narrative import FIELDS, Narrative, narrative_of
from app.versions import SaveOutcome
from tests.actions import log_entries
from tests.cast import CARLA, LEO, TEAM_1, WARD_A, WARD_B
from tests.client import Visitor
from tests.months.steps import EARLIER, LAST, THIS, closed, entry_of

PAGE = f"/reports/months/{LAST}/words"


def _words(app: Flask, month: Month = LAST, team: int | None = None, ward: int = WARD_A) -> Narrative:
    with app.app_context():
        return narrative_of(reader(), ward, str(month), team)


def _seen(page: str) -> str:
    """Return which texts the author of a form has had before them."""
    found = re.search(r'name="version"[^>]*value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def _write(visitor: Visitor, path: str = PAGE, **words: str) -> Any:
    return visitor.post(path, **{"version": _seen(visitor.get(path).text)} | words)


def _in_field(page: str, name: str) -> str:
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found
    return unescape(found[1]).strip()


def test_words_of_ward_and_team_are_kept_apart_line_by_line(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, leo = visitor("carla"), visitor("leo")
    texts = {field.name: f"  Của phường:\r\n\r\n\r\n- {field.name}  một \r\n- hai" for field in FIELDS}
    answer = _write(carla, **texts)
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    assert _write(leo, difficulties="Sóng yếu").status_code == 302
    assert _words(app) == Narrative(**{name: f"Của phường:\n\n- {name} một\n- hai" for name in texts})
    assert _words(app, team=TEAM_1) == Narrative(difficulties="Sóng yếu")
    assert _words(app, EARLIER) == _words(app, ward=WARD_B) == Narrative()
    assert "Sóng yếu" in carla.get(PAGE).text, "the coordinator reads beside the form what teams wrote"
    assert "Của phường" not in leo.get(PAGE).text
    with app.app_context():
        rows = reader().execute(sa.select(MonthWords.team_id, MonthWords.saved_by_id).order_by(MonthWords.team_id))
        assert [tuple(row) for row in rows] == [(0, CARLA), (TEAM_1, LEO)]


def test_narrative_of_a_closed_month_can_be_written_and_taken_back(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    log_entries(visitor("ana"), entry_of(LAST))
    closed(app)
    assert _write(carla, proposals="Thêm Wi-Fi").status_code == 302
    assert _words(app) == Narrative(proposals="Thêm Wi-Fi")
    assert _write(carla, proposals="").status_code == 302
    assert _words(app) == Narrative()


def test_narrative_saved_later_does_not_overwrite_another(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, again = visitor("carla"), Visitor(app, "carla")
    seen = _seen(carla.get(PAGE).text)
    _write(again, causes="Trời mưa", strengths="Đủ người")
    answer = carla.post(f"{PAGE}?lang=en", version=seen, causes="Thiếu điện thoại", strengths="Đủ người")
    assert answer.status_code == 422
    assert _words(app).causes == "Trời mưa"
    assert _in_field(answer.text, "causes") == "Thiếu điện thoại", "one's own words are still there"
    shown = re.findall(r"data-stored>.*?</div>", unescape(answer.text), re.DOTALL)
    assert len(shown) == 1, "only where they differ"
    assert "Trời mưa" in shown[0]
    assert "Nguyễn Ví Dụ Carla saved other words" in unescape(answer.text)
    # Having seen them, one may put one's own in their place.
    own = {"causes": "Mưa, thiếu điện thoại", "strengths": ""}
    assert carla.post(PAGE, version=_seen(answer.text), **own).status_code == 302
    assert _words(app) == Narrative(causes="Mưa, thiếu điện thoại")
    assert carla.post(PAGE, version=seen, **own).status_code == 302, "the same is no quarrel"


def test_last_months_text_is_offered_and_taken_over_only_on_request(
    app: Flask, visitor: Callable[..., Visitor]
) -> None:
    carla = visitor("carla")
    _write(carla, f"/reports/months/{EARLIER}/words", next_tasks="Đến hộ vắng", causes="Mưa")
    page = carla.get(PAGE).text
    assert _in_field(page, "next_tasks") == ""
    assert "Đến hộ vắng" in page
    taken = carla.post(PAGE, version="", take="next_tasks", next_tasks="Mở lớp", causes="Nắng")
    assert taken.status_code == 200
    assert _in_field(taken.text, "next_tasks") == "Mở lớp\nĐến hộ vắng"
    assert _in_field(taken.text, "causes") == "Nắng"
    assert _words(app) == Narrative(), "nothing is saved by it"


@pytest.mark.parametrize("text", ["x" * 4001, "Ông A, số 0912 345 678", "CCCD 012345678901"])
def test_narrative_with_identity_digits_is_refused_and_not_lost(sqlite_app: Flask, text: str) -> None:
    carla = Visitor(sqlite_app, "carla")
    answer = _write(carla, feedback=text, models="Chợ không tiền mặt")
    assert answer.status_code == 422
    assert 'href="#feedback"' in answer.text
    assert _in_field(answer.text, "models") == "Chợ không tiền mặt"
    assert _words(sqlite_app) == Narrative()
    assert _write(carla, feedback="x" * 4000).status_code == 302


def test_narrative_form_that_was_tampered_with_is_refused(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    assert carla.post(PAGE, version="yesterday", causes="Mưa").status_code == 422
    assert carla.post(PAGE, csrf_token="of another", causes="Mưa").status_code == 400
    assert _words(sqlite_app) == Narrative()


@pytest.mark.parametrize("name", ["ana", "vera", "eva", "ada", "nina"])
def test_narrative_is_written_by_coordinators_and_leaders_only(sqlite_app: Flask, name: str) -> None:
    visitor = Visitor(sqlite_app, name)
    assert [visitor.get(PAGE).status_code, visitor.post(PAGE, causes="Mưa").status_code] == [403, 403]


@pytest.mark.parametrize("month", [THIS.next(), "2019-12", "2026-13", "never"])
def test_there_are_words_only_of_months_that_have_come(sqlite_app: Flask, month: Any) -> None:
    assert Visitor(sqlite_app, "carla").get(f"/reports/months/{month}/words").status_code == 404


def test_narrative_that_is_sent_twice_is_answered_alike(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    seen = _seen(carla.get(PAGE).text)
    for _time in range(2):
        assert carla.post(PAGE, version=seen, causes="Mưa").status_code == 302
        assert "Đã lưu phần lời của báo cáo." in unescape(carla.get(PAGE).text)


def test_narrative_begun_twice_at_once_is_stored_once(app: Flask) -> None:
    start, kept = Barrier(2), []

    def save(text: str) -> None:
        with app.app_context():
            start.wait()
            words = Narrative(causes=text)
            kept.append(in_transaction(lambda s: save_narrative(s, WARD_A, LAST, None, words, "", CARLA, now())))

    threads = [Thread(target=save, args=[text]) for text in ("một", "hai")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [SaveOutcome.CHANGED_MEANWHILE, SaveOutcome.SAVED]
    assert _words(app).causes in {"một", "hai"}

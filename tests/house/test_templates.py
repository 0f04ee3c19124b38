"""Every template is rendered by some page, in both languages, and every page passes the lint of the test client."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask, template_rendered
from jinja2 import meta

from app.config import ROOT
from app.database import LostRaceError, in_transaction, writer
from app.localisation import LANGUAGES
from app.logbook.models import Entry
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import now
from app.writer_lock import WriterBusyError
from tests.cast import CARLA, PASSWORD, PHONES, WARD_A
from tests.client import Visitor, form_token
from tests.factories import FIELDS, household, make_entry
from tests.house.opened_pages import pages
from tests.house.people_pages import invite_somebody, show_links

TEMPLATES = ROOT / "templates"
FRAMES = {"base.html", "start/frame.html", "pwa/shell.html", "pwa/form.html"}

BOTH = pytest.mark.parametrize("language", LANGUAGES)


def _names() -> set[str]:
    return {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}


def test_no_template_lowers_capitals() -> None:
    """Names such as VNeID and TDP keep theirs: ``with_capital`` writes the beginning of a sentence."""
    lowering = re.compile(r"\|\s*(capitalize|title|lower)\b")
    found = {path.name for path in TEMPLATES.rglob("*.html") if lowering.search(path.read_text(encoding="utf-8"))}
    assert found == set()


def _is_page(name: str) -> bool:
    return name not in FRAMES and not name.startswith("components/")


@contextmanager
def rendered_templates(app: Flask) -> Iterator[set[str]]:
    """Collect the names of the templates that pages are rendered from."""
    names: set[str] = set()

    def note(_sender: Any, template: Any, **_rest: Any) -> None:
        names.add(template.name)

    with template_rendered.connected_to(note, app):
        yield names


def _log_something_of_everything(app: Flask) -> None:
    """Let ward A have entries of every kind and in every state."""
    ana = Visitor(app, "ana")
    entries = [make_entry(kind) for kind in FIELDS] + [make_entry(household=household()) for _ in range(3)]
    assert {receipt["outcome"] for receipt in ana.sync(*entries)} == {"stored"}
    with app.app_context():
        for entry, action in zip(entries, (Action.APPROVE, Action.RETURN, Action.VOID), strict=False):
            in_transaction(
                lambda session, e=entry, a=action: review(session, WARD_A, {_id(e): 1}, DecisionNote(a, CARLA, now()))
            )


def _id(entry: dict[str, Any]) -> Any:
    return UUID(entry["id"])


def _decide_on_more_than_an_address_holds(app: Flask, language: str) -> None:
    """Let the coordinator decide on entries that stand otherwise by now; the answer to that form is a page."""
    with app.app_context():
        ids = [*writer().scalars(sa.select(Entry.id)), *(uuid4() for _ in range(50))]
    path = _with_language("/review/decide", language)
    response = Visitor(app, "carla").post(path, action="approve", seen=[f"{id}:99" for id in ids])
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text


def _with_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def test_every_page_is_rendered_in_both_languages(sqlite_app: Flask) -> None:
    _log_something_of_everything(sqlite_app)
    invite_somebody(sqlite_app)
    seen: dict[str, set[str]] = defaultdict(set)
    for visitor, path, status in pages(sqlite_app):
        for language in LANGUAGES:
            with rendered_templates(sqlite_app) as names:
                response = visitor.get(_with_language(path, language))
            assert response.status_code == status, path
            assert f'<html lang="{language}">' in response.text, path
            for name in names:
                seen[name].add(language)
    for language in LANGUAGES:
        with rendered_templates(sqlite_app) as names:
            _decide_on_more_than_an_address_holds(sqlite_app, language)
            show_links(sqlite_app, language)
        for name in names:
            seen[name].add(language)
    for name in filter(_is_page, sorted(_names())):
        assert seen[name] == set(LANGUAGES), (
            f"{name} is rendered in {sorted(seen[name]) or 'no language'}: show it by opened_pages.py, "
            f"or remove the template"
        )


def test_no_template_is_left_over(sqlite_app: Flask) -> None:
    environment = sqlite_app.jinja_env
    for name in sorted(_names()):
        text = (TEMPLATES / name).read_text(encoding="utf-8")
        referenced = set(meta.find_referenced_templates(environment.parse(text)))
        assert referenced <= _names(), f"{name} names templates that are not there: {referenced - _names()}"
        for imported in re.findall(r"{% from \"[^\"]+\" import ([^%]+) %}", text):
            for macro in re.split(r",\s*", imported.strip()):
                uses = len(re.findall(rf"\b{macro}\b", text))
                assert uses > 1, f"{name} imports {macro} and does not use it: take it off the import"
    used = {
        other
        for name in _names()
        for other in meta.find_referenced_templates(environment.parse((TEMPLATES / name).read_text(encoding="utf-8")))
    }
    components = {name for name in _names() if not _is_page(name)}
    assert components <= used, f"{sorted(components - used)} are used by no page: remove them"


@BOTH
def test_the_forms_say_in_words_what_is_wrong(sqlite_app: Flask, language: str) -> None:
    stranger = Visitor(sqlite_app)
    token = form_token(stranger.get("/login").text)
    page = stranger.post(_with_language("/login", language), phone="hello", password="", csrf_token=token)
    assert page.status_code == 422
    assert f'<html lang="{language}">' in page.text
    assert 'role="alert"' in page.text
    assert page.text.count('aria-invalid="true"') == 2
    ana = Visitor(sqlite_app, "ana")
    page = ana.post(_with_language("/account/password", language), current="not it", new="long enough", again="else")
    assert page.status_code == 422
    assert page.text.count('aria-invalid="true"') == 1


def test_too_many_attempts_are_explained(sqlite_app: Flask) -> None:
    stranger = Visitor(sqlite_app)
    for _ in range(5):
        stranger.post("/login", phone=PHONES["ana"], password="wrong")
    for language in LANGUAGES:
        page = stranger.post(_with_language("/login", language), phone=PHONES["ana"], password=PASSWORD)
        assert page.status_code == 429
        assert f'<html lang="{language}">' in page.text


def _raise(error: Callable[[], Exception]) -> Callable[[], str]:
    def view() -> str:
        raise error()

    return view


@BOTH
@pytest.mark.parametrize(
    ("error", "status", "retry_after"),
    [(ValueError, 500, None), (WriterBusyError, 503, "5"), (LostRaceError, 503, "5")],
)
def test_error_pages_are_checked_too(
    own_app: Flask, language: str, error: Callable[[], Exception], status: int, retry_after: str | None
) -> None:
    own_app.add_url_rule("/broken", "broken", _raise(error))
    page = Visitor(own_app, "ana").get(f"/broken?lang={language}")
    assert (page.status_code, page.headers.get("Retry-After")) == (status, retry_after)
    assert f'<html lang="{language}">' in page.text
    # The number of an unexpected error is what its reader passes on; a busy server has none to give.
    assert bool(re.search(r"\b[0-9a-f]{8}\b", page.text)) is (status == 500)


@BOTH
def test_a_page_that_is_out_of_date_says_so(sqlite_app: Flask, language: str) -> None:
    page = Visitor(sqlite_app, "ana").post(f"/logout?lang={language}", csrf_token="of another session")
    assert page.status_code == 400
    assert f'<html lang="{language}">' in page.text


def test_the_language_that_was_chosen_stays(sqlite_app: Flask) -> None:
    stranger = Visitor(sqlite_app)
    assert '<html lang="vi">' in stranger.get("/login").text
    for language in reversed(LANGUAGES):
        back = stranger.post("/language", language=language, back="/login")
        assert back.headers["Location"] == "/login"
        assert f'<html lang="{language}">' in stranger.get("/login").text
    assert '<html lang="en">' in stranger.get("/login?lang=en").text
    assert '<html lang="vi">' in stranger.get("/login?lang=fr").text

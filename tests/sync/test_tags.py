"""The tags of answers to phones: another one when anything changes, and the same only of the same content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from flask import Flask

from app.month import today
from tests.client import Visitor
from tests.house.test_query_counts import statements_for
from tests.sync.answer_steps import conditional, tag_of
from tests.sync.tag_changes import DAYS, FORMS, LISTS, MINE, NOTHING, begin

BOOTSTRAP = "/api/v1/bootstrap"
ANSWERS = (
    BOOTSTRAP,
    f"{BOOTSTRAP}?form=2",
    f"{BOOTSTRAP}?form=2&lang=en",
    "/api/v1/mine?form=2",
    "/api/v1/households",
)
CHANGES = {**NOTHING, **LISTS, **DAYS, **FORMS}


@pytest.mark.parametrize("change", [*FORMS, *LISTS])
def test_what_the_forms_need_has_another_tag_after_each_change(app: Flask, change: str) -> None:
    begin(app)
    # An answer to a phone of form 1 has only some of the keys.
    ana, path = Visitor(app, "ana"), f"{BOOTSTRAP}?form=2"
    tag, body = tag_of(ana, path), ana.get(path).json
    assert conditional(ana, path, tag) == 304
    CHANGES[change](app)
    assert conditional(ana, path, tag) == 200
    assert ana.get(path).json != body
    assert conditional(ana, path, tag_of(ana, path)) == 304


@pytest.mark.parametrize("change", DAYS)
def test_the_days_ahead_have_another_tag_after_each_change(app: Flask, change: str) -> None:
    """An old phone knows none of them, and so fetches nothing again."""
    begin(app)
    ana, path = Visitor(app, "ana"), f"{BOOTSTRAP}?form=2"
    old, tag, body = tag_of(ana, BOOTSTRAP), tag_of(ana, path), ana.get(path).json
    assert conditional(ana, path, tag) == 304
    DAYS[change](app)
    assert conditional(ana, path, tag) == 200
    changed = ana.get(path).json
    assert {name for name in body if body[name] != changed[name]} <= {"events", "campaigns", "unlisted"}
    assert changed != body
    assert conditional(ana, BOOTSTRAP, old) == 304


@pytest.mark.parametrize("change", NOTHING)
def test_what_the_forms_need_has_the_same_tag_when_nothing_of_it_changed(app: Flask, change: str) -> None:
    begin(app)
    ana = Visitor(app, "ana")
    tags = {path: tag_of(ana, path) for path in ANSWERS[:2]}
    NOTHING[change](app)
    for path, tag in tags.items():
        assert conditional(ana, path, tag) == 304, path


@pytest.mark.parametrize("change", MINE)
def test_what_became_of_entries_has_another_tag_after_each_change(app: Flask, change: str) -> None:
    begin(app)
    ana, path = Visitor(app, "ana"), "/api/v1/mine?form=2"
    tag, body = tag_of(ana, path), ana.get(path).json
    assert conditional(ana, path, tag) == 304
    MINE[change](app)
    assert conditional(ana, path, tag) == 200
    known = ana.get(path)
    assert known.json != body
    app.extensions.pop("answer_digests")
    built = ana.get(path)
    assert (built.headers["ETag"], built.json) == (known.headers["ETag"], known.json)


def test_language_form_and_reader_are_in_the_tag(app: Flask) -> None:
    begin(app)
    ana, leo, bruno, carla = (Visitor(app, name) for name in ("ana", "leo", "bruno", "carla"))
    tags = [tag_of(ana, path) for path in ANSWERS[:3]]
    tags += [tag_of(each, BOOTSTRAP) for each in (leo, bruno, carla)]
    assert len(set(tags)) == len(tags)
    ana.http.set_cookie("language", "en")
    assert conditional(ana, f"{BOOTSTRAP}?form=2", tags[1]) == 200
    assert tag_of(ana, f"{BOOTSTRAP}?form=2") == tags[2]


def test_a_new_day_is_in_the_tag(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(app)
    CHANGES["end of a place"](app)
    ana = Visitor(app, "ana")
    before = today() - timedelta(days=2)
    with monkeypatch.context() as patch:
        patch.setattr("app.people.sign_in_views.today", lambda: before)
        tag, places = tag_of(ana, BOOTSTRAP), ana.get(BOOTSTRAP).json["places"]
    assert conditional(ana, BOOTSTRAP, tag) == 200
    assert len(ana.get(BOOTSTRAP).json["places"]) == len(places) - 2


def _answers(people: Mapping[str, Visitor]) -> Iterator[tuple[str, str, str]]:
    """Yield the path, the tag and the content of each answer to several people."""
    for name, visitor in people.items():
        for path in ANSWERS:
            answer = visitor.get(path)
            yield f"{name} {path}", answer.headers["ETag"], answer.text


def test_one_tag_is_of_one_content(app: Flask) -> None:
    """After each of all changes, one after the other; a process that knows nothing yet gives the same tags."""
    begin(app)
    people = {name: Visitor(app, name) for name in ("ana", "bruno", "carla")}
    contents: dict[tuple[str, str], str] = {}
    for change in ("", *CHANGES):
        if change:
            CHANGES[change](app)
        known = list(_answers(people))
        for path, tag, content in known:
            assert contents.setdefault((path, tag), content) == content, f"{path} after {change}"
        app.extensions.pop("answer_digests")
        assert list(_answers(people)) == known, change


def test_what_is_known_already_is_not_built(app: Flask) -> None:
    begin(app)
    ana = Visitor(app, "ana")
    for path in ANSWERS[:2]:
        tag = tag_of(ana, path)
        statements = statements_for(app, lambda path=path, tag=tag: ana.get(path, **{"If-None-Match": tag}))
        assert len(statements) <= 5, statements
        assert not [each for each in statements if "FROM household" in each or "FROM merchant" in each]
    path = "/api/v1/mine"
    tag = tag_of(ana, path)
    statements = statements_for(app, lambda: ana.get(path, **{"If-None-Match": tag}))
    assert not [each for each in statements if "entry.fields" in each or "household_id" in each]

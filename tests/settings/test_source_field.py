"""The field that asks who says so is one: what it takes, and what it says of the rest."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_wtf import FlaskForm

from app.imports.upload_forms import UploadForm
from app.places.models import SOURCE_LENGTH
from app.settings.opening_forms import OpeningForm
from app.settings.population_forms import PopulationForm
from app.settings.published_forms import PublishedForm
from app.settings.source_field import SourceField

pytestmark = pytest.mark.one_engine
CITIZEN = "001099012345"


class _Form(FlaskForm):  # type: ignore[misc]
    needed = SourceField()
    free = SourceField("x", missing="")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("  Báo cáo số  12/BC-UBND ", ""),
        ("x" * SOURCE_LENGTH, ""),
        ("x" * (SOURCE_LENGTH + 1), "Viết nhiều nhất 300 chữ: hãy bớt 1 chữ."),
        (f"ông Ví Dụ {CITIZEN}", "Không ghi số căn cước, "),
    ],
)
def test_texts_are_taken_or_refused(sqlite_app: Flask, text: str, begins: str) -> None:
    with sqlite_app.test_request_context("/?lang=vi", method="POST", data={"needed": text, "free": text}):
        form = _Form(meta={"csrf": False})
        assert form.validate() is (not begins)
        assert form.needed.data == form.free.data == " ".join(text.split())
        for field in form:
            assert [str(error)[: len(begins)] for error in field.errors] == ([begins] if begins else [])


def test_only_one_that_is_needed_may_not_be_empty(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/?lang=vi", method="POST", data={"needed": " ", "free": " "}):
        form = _Form(meta={"csrf": False})
        assert not form.validate()
        assert form.errors == {"needed": ["Hãy ghi nguồn số liệu để người khác tra lại được."]}


@pytest.mark.parametrize(
    "field", [PublishedForm.source, OpeningForm.source, PopulationForm.source, UploadForm.given_by]
)
def test_every_form_asks_by_it(field: object) -> None:
    assert getattr(field, "field_class", None) is SourceField

"""Figures: one table of what is read and what is refused, which every field and the pasted lines go by."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.config import ROOT
from app.figures import MOST_FIGURE, possible_figures, read_figure
from app.form_fields import FigureField
from app.json_fields import NumberField
from app.localisation import LANGUAGES
from app.logbook.flags import FLAGS
from app.settings.flag_forms import ThresholdField
from app.settings.pasted_figures import read_pasted

SAMPLES: dict[str, Any] = json.loads((ROOT / "tests" / "data" / "figure_samples.json").read_text(encoding="utf-8"))
FLAG = next(flag for flag in FLAGS if flag.has_threshold and flag.most >= 50)


class Sent(Form):
    """A form that reads a figure from JSON."""

    figure = NumberField("", least=0, most=999_999_999)


class Probe(Form):
    """A form with each kind of field for a figure."""

    figure = FigureField("", 0, 999_999_999, empty=None)
    threshold = ThresholdField(FLAG)


@pytest.mark.parametrize(("text", "figure"), SAMPLES["read"])
def test_a_figure_is_read(text: str, figure: int) -> None:
    assert read_figure(text) == figure


@pytest.mark.parametrize(("text", "figures"), SAMPLES["refused"])
def test_text_without_a_whole_figure_is_not_read_but_asked_about(text: str, figures: list[int]) -> None:
    assert read_figure(text) is None
    assert possible_figures(text) == figures


@pytest.mark.parametrize(("written", "figure"), SAMPLES["wire"])
def test_number_of_the_wire_is_whole_or_plain_digits(written: str, figure: int | None) -> None:
    form = Sent()
    form.figure.take(orjson.loads(written))
    assert form.figure.data == figure
    assert bool(form.figure.process_errors) is (figure is None)


def test_every_way_of_writing_a_figure_is_a_row() -> None:
    assert sum(map(len, SAMPLES.values())) >= 120


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.2", "“1.2”: which number is that? Write 1200 or 1."),
        ("0.5", "“0.5”: which number is that? Write 500 or 0."),
        ("15 hộ", "“15 hộ”: which number is that? Write 15."),
        ("năm", "Enter a whole number from 0 to 999,999,999."),
        ("1.000.000.000", "Enter a whole number from 0 to 999,999,999."),
    ],
)
def test_refusal_says_which_figures_are_understood(sqlite_app: Flask, text: str, message: str) -> None:
    with sqlite_app.test_request_context("/?lang=en"):
        form = Probe(MultiDict({"figure": text, "threshold": text}))
        assert form.figure.process_errors == [message]
        assert form.figure._value() == text, "what was written stays"


def test_only_figures_within_the_bounds_are_offered(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/?lang=en"):
        form = Probe(MultiDict({"figure": "1", "threshold": "7.5"}))
        assert form.threshold.process_errors == [f"{FLAG.name}: “7.5”: which number is that? Write 7."]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("text", "figure"), SAMPLES["read"])
def test_every_field_reads_the_same_figures(sqlite_app: Flask, language: str, text: str, figure: int) -> None:
    with sqlite_app.test_request_context(f"/?lang={language}"):
        form = Probe(MultiDict({"figure": text, "threshold": text}))
        if figure > MOST_FIGURE:
            assert form.figure.process_errors
            return
        assert (form.figure.data, list(form.figure.process_errors)) == (figure, [])
        if FLAG.least <= figure <= FLAG.most:
            assert (form.threshold.data, list(form.threshold.process_errors)) == (figure, [])
        if figure <= MOST_FIGURE and "\n" not in text:
            assert read_pasted(f"Tổ 1\t{text}", {1: "Tổ 1"}).figures == {1: figure}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [text for text, _ in SAMPLES["refused"] if text.strip("\u200b ")])
def test_every_field_refuses_it_in_words(sqlite_app: Flask, language: str, text: str) -> None:
    with sqlite_app.test_request_context(f"/?lang={language}"):
        form = Probe(MultiDict({"figure": text, "threshold": text}))
        assert not form.validate()
        assert form.figure.errors
        assert form.threshold.errors
        if not text.endswith((" hộ", " người", " trẻ")) and "\t" not in text:  # a unit may stand behind a pasted figure
            pasted = read_pasted(f"Tổ 1\t{text}", {1: "Tổ 1"})
            assert (pasted.figures, len(pasted.problems)) == ({}, 1)


@given(st.integers(0, 10**12), st.sampled_from(["", ".", ",", " ", "\u00a0", "\u202f", "\u2009"]))
def test_every_way_of_writing_is_the_same_figure(figure: int, apart: str) -> None:
    assert read_figure(f"{figure:,}".replace(",", apart)) == figure


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_reading_figures_survives_any_text(text: str) -> None:
    figure = read_figure(text)
    assert figure is None or figure >= 0

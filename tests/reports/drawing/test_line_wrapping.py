"""How many lines a text takes in a column."""

from __future__ import annotations

import pytest

from app.reports.drawing import fonts
from app.reports.drawing.workbook import wrapped_line_count


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("Phố 1", 10, 1),
        ("Buổi tập huấn", 8, 2),
        ("một hai ba bốn năm sáu bảy", 6, 6),
        ("m" * 50, 10, 9),
        ("Đơn vị tính", 11, 1),
    ],
)
def test_wrapped_line_count(text: str, width: float, lines: int) -> None:
    assert wrapped_line_count(text, width) == lines


def test_a_long_word_is_measured_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who types without spaces keeps nobody waiting: the work grows as the text does."""
    measured: list[str] = []

    def text_width(text: str, face: str) -> float:
        measured.append(text)
        return float(len(text))

    monkeypatch.setattr(fonts, "text_width", text_width)
    word = "dài" * 200
    lines = fonts.wrapped_lines(f"{word} ra", "made up", 7.5)
    assert lines == [*(word[start : start + 7] for start in range(0, 595, 7)), word[595:], "ra"]
    assert len(measured) <= 2 * len(word)

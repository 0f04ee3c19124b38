"""How many lines a text takes in a column."""

from __future__ import annotations

import pytest

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

"""How wide columns are, and where lines end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.document import Column
from app.reports.drawing.fonts import BOLD, balanced_lines
from app.reports.drawing.paper_column_widths import distribute_width
from tests.reports.sample_document import sample_document

pytestmark = pytest.mark.usefixtures("vietnamese_reader")


def test_long_names_are_broken_into_lines_of_one_length() -> None:
    assert balanced_lines("ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ", BOLD, 15.5) == ["ỦY BAN NHÂN DÂN", "PHƯỜNG VÍ DỤ"]
    assert balanced_lines("ỦY BAN NHÂN DÂN", BOLD, 15.5) == ["ỦY BAN NHÂN DÂN"]
    assert balanced_lines("", BOLD, 15.5) == [""]


def test_columns_share_the_page_but_hold_their_longest_words() -> None:
    columns = [Column("STT", 1), Column("Nội dung", 30), Column("Số lượng", 60)]
    rows = [replace(sample_document().annexes[1].rows[0], cells=[1, "một", "hai"])]
    narrow, middle, wide = distribute_width(1000, columns, rows, 10, 5)
    assert narrow + middle + wide == 1000
    assert narrow > 40
    assert wide == pytest.approx(2 * middle, abs=2)
    assert sum(distribute_width(50, columns, rows, 10, 5)) == 50

"""Cells of lines that are put together by hand: the same as those of the library's writer, and no formulas."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from app import csv_stream
from app.csv_stream import CsvCells
from app.text import harmless

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from('",;\r\n\t=+-@ '), max_size=12)


@given(st.lists(TEXTS, min_size=2, max_size=8))
def test_cells_are_those_of_the_writer(texts: list[str]) -> None:
    cells, buffer = CsvCells(), io.StringIO()
    csv.writer(buffer).writerow(map(harmless, texts))
    assert ",".join(cells[text] for text in texts) + "\r\n" == buffer.getvalue()


def test_truth_is_a_figure_and_nothing_is_empty() -> None:
    cells = CsvCells()
    assert [cells[value] for value in (True, False, 1, 0, None, "", 12)] == ["1", "0", "1", "0", "", "", "12"]


def test_memory_does_not_grow_with_the_texts() -> None:
    cells = CsvCells()
    for number in range(3 * csv_stream.MOST_REMEMBERED):
        assert cells[f"={number}"] == f"'={number}"
    assert len(cells) <= csv_stream.MOST_REMEMBERED

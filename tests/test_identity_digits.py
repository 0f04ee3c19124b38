"""Numbers of people are found in groups of all sizes; days, times, sums, houses and counts are not."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.config import ROOT
from app.identity_digits import holds_identity_digits
from app.text import clean

SAMPLES: dict[str, list[str]] = json.loads(
    (ROOT / "tests" / "data" / "identity_samples.json").read_text(encoding="utf-8")
)

digits = st.text("0123456789", min_size=6, max_size=6)
mobiles = st.builds(
    lambda start, rest: start + rest,
    st.sampled_from(["032", "036", "039", "052", "056", "070", "079", "081", "085", "090", "091", "096", "098"]),
    st.text("0123456789", min_size=7, max_size=7),
)
citizen_ids = st.builds(
    lambda province, century, year, rest: f"{province:03d}{century}{year:02d}{rest}",
    st.integers(1, 96),
    st.integers(0, 3),
    st.integers(0, 99),
    digits,
)
sentences = st.sampled_from(["{}", "CCCD: {}", "gọi {} nhé", "Nhà bà Năm, sđt {}.", "({})", "Số 5, ngõ 12, {}"])
signs = st.sampled_from([" ", ".", "-", "\u00a0", "\u202f", "–", "‑", " - ", "·", "_"])
widths = st.sampled_from([0, 0xFF10 - 0x30, 0x0660 - 0x30])


def _found(text: str) -> bool:
    return holds_identity_digits(clean(text))


@pytest.mark.parametrize("text", SAMPLES["found"])
def test_numbers_of_people_are_found(text: str) -> None:
    assert _found(text)


@pytest.mark.parametrize("text", SAMPLES["passed"])
def test_other_texts_with_digits_pass(text: str) -> None:
    assert not _found(text)


@given(st.data(), mobiles | citizen_ids, sentences, widths)
def test_every_grouping_of_a_number_is_found(data: st.DataObject, number: str, sentence: str, width: int) -> None:
    groups = _grouped(data, number)
    # What is written as days or as numbers in a row are may well be those.
    assume(not any(len(group) == 4 and group[:2] in {"19", "20"} for group in groups))
    widths = set(map(len, groups))
    step = {3: 20, 4: 100}.get(widths.pop(), 2) if len(widths) == 1 else 2
    assume(len(groups) < 3 or not all(0 < int(b) - int(a) <= step for a, b in pairwise(groups)))
    if len(groups[0]) > 2:  # nothing else begins so, whatever sets the rest apart
        text = groups[0] + "".join(data.draw(signs | st.just("/")) + group for group in groups[1:])
    else:
        text = data.draw(signs).join(groups)
    text = "".join(chr(ord(each) + width) if each.isdigit() else each for each in text)
    assert _found(sentence.format(text))


def _grouped(data: st.DataObject, number: str) -> list[str]:
    groups = [number[: (first := data.draw(st.integers(1, 6)))]]
    while first < len(number):
        size = data.draw(st.integers(1, 6))
        groups.append(number[first : first + size])
        first += size
    return groups


@given(st.integers(100_000_000, 999_999_999_999), st.sampled_from(["", " "]), st.integers(0, 12))
def test_digits_in_a_row_are_found(number: int, blank: str, place: int) -> None:
    text = str(number)
    assert _found(f"TK {text}{blank}nhé")
    assert _found(text[:place] + "\u200b" + text[place:]), "what nobody sees sets nothing apart"


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
written_days = st.builds(
    lambda day, pattern: day.strftime(pattern),
    days,
    st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d/%m", "%d/%m/%y", "%d %m %Y"]),
)
times = st.builds(
    lambda hour, minute, sign: f"{hour:02d}{sign}{minute:02d}",
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from([":", "h", "g", "."]),
)
sums = st.builds(
    lambda thousands, sign, unit: f"{thousands * 1000:,}".replace(",", sign) + unit,
    st.integers(1, 20_000_000),
    st.sampled_from([".", ",", " ", "\u00a0"]),
    st.sampled_from(["", " đ", "đ", " đồng", " VNĐ"]),
)
houses = st.builds(
    lambda numbers, sign: "số " + sign.join(map(str, numbers)),
    st.lists(st.integers(1, 999), min_size=1, max_size=4),
    st.just("/"),
) | st.builds(
    lambda first, further, sign: f"số {first}{sign}{first + further}",
    st.integers(1, 9899),
    st.integers(1, 99),
    st.sampled_from(["-", " - ", "–"]),
)
areas = st.builds(
    lambda first, number, sign: "tổ " + sign.join(f"{each:02d}" for each in range(first, first + number)),
    st.integers(1, 30),
    st.integers(1, 8),
    st.sampled_from([" ", ", ", "-", " - "]),
)
counts = st.builds(
    lambda number, noun: f"{number} {noun}", st.integers(0, 99_999_999), st.sampled_from(["hộ", "người"])
)
pieces = written_days | times | sums | houses | areas | counts


@given(st.lists(pieces, min_size=1, max_size=4), st.sampled_from([", ", "; ", " đến ", " và "]))
def test_days_times_sums_houses_and_counts_pass(parts: list[str], between: str) -> None:
    assert not _found(between.join(parts))


@given(days, days, times, st.sampled_from([" ", " - ", "-", " đến "]))
def test_spans_of_days_pass(first: date, last: date, time: str, between: str) -> None:
    for pattern in ("%d/%m/%Y", "%d.%m.%Y"):
        assert not _found(f"từ {first:{pattern}}{between}{last:{pattern}} {time}")
        assert not _found(f"từ {first:{pattern[:5]}}{between}{last:{pattern}}, 15 hộ")


@given(st.text(st.sampled_from("0123456789 .-/,:+()đhx\n\u00a0"), max_size=120))
def test_check_of_digits_is_fast_for_any_text(text: str) -> None:
    assert holds_identity_digits(text) in {True, False}

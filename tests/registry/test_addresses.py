"""What makes two addresses one and what finds them, by the table that the phone goes by too."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.registry.addresses import address_of, query_phrases, search_keys
from app.registry.models import KEY_LENGTH, LABEL_LENGTH
from app.text import clean

ROOT = Path(__file__).parent.parent.parent
CASES: dict[str, list[Any]] = json.loads((ROOT / "tests" / "data" / "addresses.json").read_text(encoding="utf-8"))
SPELLINGS = [[one, other] for group in CASES["groups"] for one in group for other in group]
SYLLABLES = (
    "Hạnh",
    "Hành",
    "hoà",
    "Hòa",
    "Đức",
    "duc",
    "ngõ",
    "Ngô",
    "kiệt",
    "hẻm",
    "số",
    "nhà",
    "hộ",
    "tổ",
    "đường",
    "k",
    "H",
)
LABELS = st.lists(
    st.sampled_from(
        (*SYLLABLES, "k", "H", "1", "12", "3", "03", "43A", "/", ",", "-", " ", ".", "bà", "Lê Lợi", "thôn", "🌸")
    )
    | st.text("aáàạăơđ uưộ12", max_size=4),
    max_size=9,
).map(lambda parts: clean(" ".join(parts)))


def finds(label: str, query: str) -> bool:
    """Return whether a search finds a label, as the condition of a query does."""
    words = search_keys(label).words
    wanted = [[f" {each} " if each[-1].isdigit() else f" {each}" for each in phrase] for phrase in query_phrases(query)]
    # The house 3 of ngõ 3 is another word than its lane's.
    numbers = Counter(number for phrase in query_phrases(query) for number in re.findall("[0-9]+", phrase[0]))
    has_all = all(words.split().count(number) >= times for number, times in numbers.items() if times > 1)
    return has_all and all(any(each in words for each in spellings) for spellings in wanted)


def test_table_is_large() -> None:
    assert sum(map(len, CASES.values())) >= 120


@pytest.mark.parametrize(("one", "other", "is_one"), CASES["identity"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_identity_is_exact(form: Any, one: str, other: str, is_one: bool) -> None:
    key = search_keys(unicodedata.normalize(form, other)).identity
    assert (search_keys(one).identity == key) is is_one


@pytest.mark.parametrize(("label", "query", "is_found"), CASES["search"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_search_is_generous(form: Any, label: str, query: str, is_found: bool) -> None:
    assert finds(label, unicodedata.normalize(form, query)) is is_found


@pytest.mark.parametrize(("label", "key", "name", "number"), CASES["addresses"])
def test_label_names_a_lane_and_a_house(label: str, key: str | None, name: str | None, number: str) -> None:
    address = address_of(label)
    assert (address.lane, address.number) == ((key, name) if key else None, number)


def test_houses_sort_by_number() -> None:
    labels = ["Số 10, ngõ 3", "Số 2A, ngõ 3", "Số 2, ngõ 3", "Số 110, ngõ 3", "Số 2B, ngõ 3"]
    assert sorted(labels, key=lambda label: address_of(label).number) == [
        f"Số {number}, ngõ 3" for number in ("2", "2A", "2B", "10", "110")
    ]


@pytest.mark.parametrize(("one", "other", "may_be_one"), CASES["similar"])
def test_similar_addresses_share_a_key(one: str, other: str, may_be_one: bool) -> None:
    assert (search_keys(one).similar == search_keys(other).similar) is may_be_one


@pytest.mark.parametrize(("label", "spelling"), SPELLINGS)
def test_any_spelling_finds_any_other(label: str, spelling: str) -> None:
    assert finds(label, spelling)


@given(LABELS)
def test_text_finds_itself(label: str) -> None:
    assert finds(label, label)
    assert finds(label, label.upper())


@given(LABELS, LABELS)
def test_identity_never_joins_other_letters_tones_or_numbers(one: str, other: str) -> None:
    if search_keys(one).identity == search_keys(other).identity:
        assert _letters(one) == _letters(other)


def _letters(label: str) -> list[str]:
    """Return the words of a label, each with its letters, and its tones in their order."""
    words = "".join(c if c.isalnum() else " " for c in label.lower()).split()
    marks = "\u0300\u0301\u0303\u0309\u0323"
    written = [unicodedata.normalize("NFD", word) for word in words]
    return [
        "".join(c for c in word if c not in marks) + "".join(c for c in word if c in marks) for word in written
    ] or [label.lower()]


@given(LABELS)
def test_keys_are_the_same_in_each_form(label: str) -> None:
    assert search_keys(unicodedata.normalize("NFD", label)) == search_keys(label)


@given(st.text(max_size=LABEL_LENGTH).map(lambda text: text.encode(errors="ignore").decode()))
def test_keys_of_any_text_can_be_stored(text: str) -> None:
    assert all(len(key) <= KEY_LENGTH for key in search_keys(clean(text)[:LABEL_LENGTH]))


@pytest.mark.parametrize("unit", ["k1", "h1", "1 a ", "ǖ", "ΰ", "각", "1/", "ngo 1", "số 1 "])
def test_keys_of_the_longest_labels_can_be_stored(unit: str) -> None:
    keys = search_keys(clean((unit * LABEL_LENGTH)[:LABEL_LENGTH]))
    assert all(len(key) <= KEY_LENGTH and len(key.encode()) <= 2000 for key in keys)


def test_phone_makes_the_same_of_random_labels(tmp_path: Path) -> None:
    labels: list[str] = []

    @given(LABELS)
    def collect(label: str) -> None:
        labels.append(label)

    collect()
    expected = [[*_lane(label), address_of(label).number] for label in labels]
    (tmp_path / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    script = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ houseNumber, identityKey, laneOf, search }} from "{ROOT}/static/js/page/common/addresses.js";
        const labels = JSON.parse(readFileSync("{tmp_path}/labels.json"));
        const made = labels.map((text) => {{
          const lane = laneOf(text);
          const item = {{ text }};
          search([item], "x", 1);
          return [identityKey(text), item.words, lane?.key ?? null, lane?.name ?? null, houseNumber(text)];
        }});
        console.log(JSON.stringify(made));
    """
    done = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    for label, wanted, made in zip(labels, expected, json.loads(done.stdout), strict=True):
        assert made == [search_keys(label).identity, search_keys(label).words, *wanted], label


def _lane(label: str) -> tuple[str | None, str | None]:
    lane = address_of(label).lane
    return (lane.key, lane.name) if lane else (None, None)

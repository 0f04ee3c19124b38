"""Whatever colour text has, it stands out from whatever lies behind it: 7:1, read from the style sheets.

Any text colour may come to stand on any light ground, so all pairs are asked. axe looks at one state of every page as
well, because it sees what lies on what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from app.config import ROOT

ENOUGH = 7.0
WHITE, BLACK = "#fff", "#000"
LIGHT = 0.5
"""The luminance from which a ground is light, and text on it dark."""

STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
NO_COLOURS = {"none", "transparent", "inherit"}
TOKENS = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]+);", (ROOT / "static" / "css" / "tokens.css").read_text()))


class Rule(NamedTuple):
    """What a style sheet says of a selector's colours, as numbers after a #, or nothing."""

    selector: str
    text: str
    ground: str


def _rules() -> Iterator[Rule]:
    """Yield the rules that set a colour or a ground; what is printed or cannot be used is left out."""
    for path in STYLES:
        sheet = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        on_screen = re.sub(r"@media print \{(?:[^{}]|\{[^{}]*\})*\}", "", sheet)
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", on_screen):
            stated = dict(re.findall(r"(?:^|[;\s])(color|background):\s*([^;]+)", body))
            if stated and ":disabled" not in selector and "::backdrop" not in selector:
                yield Rule(selector.strip(), _colour(stated.get("color")), _colour(stated.get("background")))


def _colour(value: str | None) -> str:
    if value is None or value.strip() in NO_COLOURS or value.startswith("url("):
        return ""
    token = re.fullmatch(r"var\((--[\w-]+)\)", value.strip())
    return TOKENS[token[1]] if token else value.strip()


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


RULES = list(_rules())
GROUNDS = {rule.ground for rule in RULES if rule.ground}
DARK_GROUNDS = {ground for ground in GROUNDS if _luminance(ground) < LIGHT}
TEXTS = {rule.text for rule in RULES if rule.text}


@pytest.mark.parametrize(("one", "other", "contrast"), [(WHITE, BLACK, 21), ("#767676", WHITE, 4.54)])
def test_contrast_is_that_of_the_guidelines(one: str, other: str, contrast: float) -> None:
    assert _contrast(one, other) == pytest.approx(contrast, abs=0.01)


def test_every_text_stands_out_from_every_ground() -> None:
    assert len(TEXTS) > 5
    assert len(GROUNDS) > 8
    pairs = [(text, ground) for text in TEXTS - {WHITE} for ground in GROUNDS - DARK_GROUNDS]
    pairs += [(WHITE, ground) for ground in DARK_GROUNDS]
    faint = {f"{text} on {ground}": round(_contrast(text, ground), 2) for text, ground in pairs}
    assert not {pair: contrast for pair, contrast in faint.items() if contrast < ENOUGH}


def test_text_is_white_on_a_dark_ground_and_nowhere_else() -> None:
    both = tuple(rule.selector for rule in RULES if rule.ground in DARK_GROUNDS and rule.text == WHITE)
    for rule in RULES:
        if rule.ground in DARK_GROUNDS or rule.text == WHITE:
            is_stated = rule.selector in both
            is_inherited = not (rule.ground and rule.text) and rule.selector.startswith(both)
            assert is_stated or is_inherited, f"{rule.selector}: {rule.text} on {rule.ground}"


def test_text_is_as_strong_as_its_colour() -> None:
    for path in STYLES:
        assert not re.search(r"\bopacity:", path.read_text()), f"{path.name}: opacity"

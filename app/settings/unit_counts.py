"""Numbers of stalls or shops as people write them: "60", "60 sạp", "1.200 quầy". Pure."""

from __future__ import annotations

from app.figures import MOST_FIGURE, read_figure
from app.text import fold

_UNITS = frozenset(
    fold(unit)
    for unit in (
        *("sạp", "sạp hàng", "quầy", "quầy hàng", "gian", "gian hàng", "ô", "lô", "kiốt", "ki ốt", "ki-ốt", "kiot"),
        *("cửa hàng", "cửa hiệu", "tiệm", "hàng quán", "quán", "hộ", "hộ kinh doanh", "tiểu thương"),
        *("kiosk", "kiosks", "stall", "stalls", "shop", "shops"),
    )
)


def read_unit_count(text: str) -> int | None:
    """Return the number of stalls or shops that ``text`` gives, with or without their word, else ``None``."""
    end = max((place + 1 for place, sign in enumerate(text) if sign.isdecimal()), default=0)
    figure = read_figure(text[:end])
    unit = fold(text[end:]).strip()
    return None if figure is None or figure > MOST_FIGURE or (unit and unit not in _UNITS) else figure

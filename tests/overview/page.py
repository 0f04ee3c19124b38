"""A page of figures, read by the attributes that say what each cell shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib


class Page:
    """A parsed page."""

    def __init__(self, text: str) -> None:
        self._tree: Element = html5lib.parse(text, namespaceHTMLElements=False)

    def text(self, tag: str = "main") -> str:
        """Return the words of the first element with ``tag``."""
        found = self._tree.find(f".//{tag}")
        assert found is not None
        return words(found)

    def total(self, measure: str, which: str = "period") -> int:
        """Return a figure of the table of totals: its period, approved or cumulative."""
        (cell,) = (
            cell
            for row in self._tree.findall(f".//table[@class='totals']//tr[@data-measure='{measure}']")
            for cell in row
            if cell.get(f"data-{which}") is not None
        )
        return int(cell.get(f"data-{which}", ""))

    def places(self, table: int = 0) -> dict[str, dict[str, str]]:
        """Return the rows of a table of places, in their order: what each cell says by the measure it shows."""
        found = self._tree.findall(".//table[@class='places']")[table]
        return {
            words(row[0]): {cell.get("data-measure", ""): words(cell) for cell in row if cell.get("data-measure")}
            for row in found.findall("./tbody/tr")
            if row.get("data-id") or row.get("data-code")
        }

    def coverage(self, indicator: str) -> list[Any]:
        """Return the lines of an indicator: (kind, figure, ratio, as of, source), as they are written."""
        return list(self._lines(indicator))

    def _lines(self, indicator: str) -> Iterator[tuple[str, str, str, str, str]]:
        for row in self._tree.findall(f".//tbody[@data-indicator='{indicator}']/tr"):
            *_, figure, ratio, as_of, source = (words(cell) for cell in row.findall("td"))
            yield row.get("data-line", ""), figure, ratio, as_of, source

    def indicators(self) -> list[str]:
        """Return the codes of the indicators that are shown."""
        return [body.get("data-indicator", "") for body in self._tree.findall(".//tbody[@data-indicator]")]


def words(element: Element) -> str:
    """Return the words of an element with single spaces, those of its parts set apart."""
    return " ".join(" ".join(element.itertext()).split())

"""A page of figures, read by the attributes that say what each cell shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.html import Element, parse


class Page:
    """A parsed page."""

    def __init__(self, text: str) -> None:
        self._tree = parse(text)

    def text(self, tag: str = "main") -> str:
        """Return the words of the first element with ``tag``."""
        found = self._tree.find(f".//{tag}")
        assert found is not None
        return words(found)

    def total(self, measure: str, which: str = "period") -> int:
        """Return a figure of a headline: its period, approved, cumulative, previous or target."""
        found = [
            element.get(f"data-{which}")
            for kind in ("ul[@class='cards']", "table[@class='totals']")
            for headline in self._tree.findall(f".//{kind}//*[@data-measure='{measure}']")
            for element in headline.iter()
            if element.get(f"data-{which}") is not None
        ]
        (figure,) = found
        return int(figure or "")

    def cards(self) -> dict[str, str]:
        """Return what the card of each headline says, by its measure."""
        return {card.get("data-measure", ""): words(card) for card in self._tree.findall(".//ul[@class='cards']/li")}

    def places(self, table: int = 0) -> dict[str, dict[str, str]]:
        """Return the rows of a table of places, in their order: what each cell says by the measure of its column."""
        rows = self._table(table).findall("./tbody/tr")
        return {words(row[0]): self._cells(row, table) for row in rows if row.get("data-id") or row.get("data-code")}

    def total_row(self, table: int = 0) -> dict[str, str]:
        """Return the total row of a table of places."""
        (row,) = self._table(table).findall("./tfoot/tr")
        return self._cells(row, table)

    def sort_values(self, table: int = 0) -> list[list[str | None]]:
        """Return what each cell of a table of places sorts by, the names' cells left out."""
        return [[cell.get("data-value") for cell in row[1:]] for row in self._table(table).findall("./tbody/tr")]

    def _table(self, number: int) -> Element:
        return self._tree.findall(".//table[@class='place-table']")[number]

    def _cells(self, row: Element, table: int) -> dict[str, str]:
        headings = self._table(table).findall("./thead/tr/th")
        pairs = zip(headings, row, strict=True)
        return {heading.get("data-measure", ""): words(cell) for heading, cell in pairs if heading.get("data-measure")}

    def parts(self, attribute: str) -> dict[str, dict[str, str]]:
        """Return every element that has an attribute, by its value: its data attributes and its ``words``."""
        return {
            element.get(attribute, ""): {
                **{name.removeprefix("data-"): value for name, value in element.attrib.items() if "data-" in name},
                "words": words(element),
            }
            for element in self._tree.iter()
            if element.get(attribute) is not None
        }

    def elements(self, attribute: str) -> list[Element]:
        """Return every element that has an attribute, in their order."""
        return [element for element in self._tree.iter() if element.get(attribute) is not None]

    def weeks(self, measure: str) -> list[tuple[str, int]]:
        """Return the weeks of a measure's trend: their first days and figures."""
        return [
            (row.get("data-week", ""), int(row.get("data-value", "")))
            for row in self._tree.findall(f".//section[@data-trend='{measure}']//tr[@data-week]")
        ]

    def funnel(self, service: str) -> str:
        """Return what the drawing of a service's funnel says to who cannot see it."""
        (description,) = self._tree.findall(f".//li[@data-funnel='{service}']//desc")
        return words(description)

    def charts(self) -> list[dict[str, str]]:
        """Return every drawing that stands for itself: its role, title and description."""
        return [
            {
                "role": drawing.get("role", ""),
                "title": "".join(map(words, drawing.findall("title"))),
                "description": "".join(map(words, drawing.findall("desc"))),
            }
            for drawing in self._tree.findall(".//main//svg")
            if drawing.get("aria-hidden") is None
        ]

    def tables_of_charts(self) -> int:
        """Return how many tables stand folded below a chart."""
        return len(self._tree.findall(".//section[@class='chart']/details//table"))

    def links(self) -> list[str]:
        """Return where the links of the page lead."""
        return [link.get("href", "") for link in self._tree.findall(".//main//a")]

    def options(self) -> list[str]:
        """Return the months that can be chosen."""
        return [option.get("value", "") for option in self._tree.findall(".//select[@id='month']/option")]

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

"""Rows that are made when they are asked for, so that a large sheet takes little memory. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from app.imports.sheets import ListCell


class LazyRows(Sequence[Sequence[ListCell]]):
    """So many rows of a sheet, each of which a function makes of its number from 0. A slice of them is a list."""

    def __init__(self, length: int, row: Callable[[int], Sequence[ListCell]]) -> None:
        self._length = length
        self._make = row
        self._last: tuple[int, Sequence[ListCell]] = (-1, ())

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Sequence[ListCell]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[ListCell]]: ...

    def __getitem__(self, index: int | slice) -> Sequence[ListCell] | Sequence[Sequence[ListCell]]:
        if isinstance(index, slice):
            return [self._row(number) for number in range(*index.indices(self._length))]
        return self._row(range(self._length)[index])

    def __iter__(self) -> Iterator[Sequence[ListCell]]:
        return map(self._row, range(self._length))

    def _row(self, number: int) -> Sequence[ListCell]:
        last, row = self._last
        if number != last:
            row = self._make(number)
            # The cells of a row are looked up one after another.
            self._last = number, row
        return row

"""How large a list may be. Pure."""

from __future__ import annotations

MOST_BYTES = 20 * 1024**2
"""The largest file that is read. The view that takes files in declares it: ``@max_body_size(MOST_BYTES + …)``."""

MOST_PASTED = 5_000_000
"""Characters of pasted cells, which the server reads by itself."""

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELLS = 4_000_000
"""Rows times columns of a sheet up to its last cell that is not empty."""

MOST_PACKED = 64 * 1024**2
"""Bytes of all cells that are read from a file, which the server then has in memory."""

MOST_SHEETS = 50
MOST_MERGED = 100_000
LONGEST_CELL = 32_767
"""Characters of a cell: what Excel and LibreOffice allow. A longer one is a quotation mark that nobody closed."""

MOST_MEMBERS = 2_000
"""Files inside a workbook, which is a zip archive."""

MOST_UNPACKED = 400 * 1024**2
"""Bytes of all files inside a workbook."""

HIGHEST_RATIO = 250
"""How many times as large a workbook above :data:`SURELY_HARMLESS` may become. Sheets become 5 to 60 times as large."""

SURELY_HARMLESS = 20 * 1024**2
"""Bytes that a workbook may unpack to whatever its ratio is."""

MEMORY = 512 * 1024**2
"""Bytes of address space of the process that reads a file."""

SECONDS = 30
"""How long that process may take, by the clock and of a processor."""

"""The order in which files are tested: long ones first, so that at the end no worker waits for another's last file."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

SECONDS = {
    "tests/migrations/test_upgrading.py": 100,
    "tests/demo/test_many_at_once.py": 50,
    "tests/demo/test_demonstration.py": 35,
    "tests/serving/test_sign_in_flood.py": 30,
    "tests/people/guessing/test_guessing.py": 30,
    "tests/logbook/test_stateful.py": 25,
    "tests/house/test_query_counts.py": 25,
    "tests/house/test_matrix.py": 25,
    "tests/start/test_wards_and_teams.py": 15,
    "tests/start/test_first_start.py": 12,
    "tests/demo/test_loading.py": 15,
    "tests/house/test_templates.py": 15,
    "tests/months/test_other_versions.py": 15,
    "tests/imports/test_all_kinds.py": 20,
    "tests/imports/test_import_pages.py": 25,
    "tests/overview/test_many_months.py": 12,
    "tests/migrations/test_steps.py": 10,
    "tests/months/test_closing_stateful.py": 10,
    "tests/months/test_closing_steps.py": 10,
    "tests/overview/test_attention.py": 10,
    "tests/imports/test_any_order.py": 10,
    "tests/reports/drawing/test_pdf_pages.py": 10,
}
"""How long a file takes where that is more than its tests' number suggests. Browser tests come before them all."""

BROWSER = "tests/e2e/"
PER_TEST = 0.1  # seconds


def by_weight(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the tests, those of a file together and in their order, the longest file first."""
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.split("::")[0], []).append(item)
    longest = sorted(files, key=lambda name: _seconds(name, files[name]), reverse=True)
    return [item for name in longest for item in files[name]]


def _seconds(name: str, items: Sequence[pytest.Item]) -> tuple[bool, float]:
    return name.startswith(BROWSER), SECONDS.get(name, len(items) * PER_TEST)

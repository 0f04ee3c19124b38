"""The benchmark itself works: this checkout answers each kind of request as it is asked to."""

from __future__ import annotations

import pytest

from tests.bench.checkouts import THIS
from tests.bench.load import run_drive
from tests.bench.request_kinds import is_known, kinds_named
from tests.bench.sides import served
from tests.bench.statement_counts import counted
from tests.conftest import ENGINES

pytestmark = pytest.mark.audit


@pytest.mark.parametrize("engine", ENGINES)
def test_each_kind_of_request_is_answered(engine: str) -> None:
    with served(THIS, engine, 200) as side:
        assert side.form == 2
        kinds = kinds_named([])
        assert all(is_known(kind, side) for kind in kinds)
        before = side.usage()
        for kind in kinds:
            outcome = run_drive(kind.drive(side, kind.clients, "test"))
            assert (outcome.errors, outcome.answers) == (0, kind.clients), kind.name
        used = side.usage() - before
        assert used.app > 0
        assert (used.database > 0) == (engine == "postgresql")
        statements = counted(side, [kind for kind in kinds if kind.name.startswith(("/healthz", "one named"))])
        health, visit = statements.values()
        assert health.made == 0
        assert visit.made > 5
        assert (visit.logged is None) == (engine == "sqlite")
        assert visit.logged is None or visit.logged > visit.made

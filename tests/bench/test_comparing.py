"""What is compared with another checkout, as far as no server is needed for it."""

from __future__ import annotations

import os
import subprocess
import sys
from math import isnan
from pathlib import Path

import pytest

from tests.bench.checkouts import BuiltCheckout, CheckoutError, built, last_line, output_of
from tests.bench.costs import spread
from tests.bench.load import of_form
from tests.bench.processor_time import Usage, ended_seconds, tree_seconds
from tests.bench.ratios import in_turn, ratios, unsteadiness
from tests.bench.statement_counts import logged_statements

STAT = "4711 (a (odd) name) S 1 4711 4711 0 -1 4194304 100 0 0 0 {} 20 0 1 0 100 1000 50"
LOG = """\
2026-11-30 03:00:00.000 UTC [12] LOG:  statement: BEGIN
2026-11-30 03:00:00.001 UTC [12] LOG:  execute <unnamed>: SELECT "user".id,
\tname FROM "user"
2026-11-30 03:00:00.001 UTC [12] DETAIL:  parameters: $1 = 'LOG:  nothing'
2026-11-30 03:00:00.002 UTC [12] LOG:  execute _pg3_0: SELECT 1
2026-11-30 03:00:00.003 UTC [12] LOG:  statement: COMMIT
2026-11-30 03:00:01.000 UTC [12] LOG:  checkpoint starting: time
"""


def test_ratios_are_those_of_each_round() -> None:
    assert ratios([1.0, 4.0], [2.0, 4.0]) == [0.5, 1.0]
    assert isnan(ratios([1.0], [0.0])[0]), "a database that is a file has no processes"


def test_a_spread_is_of_numbers_only() -> None:
    assert spread(ratios([1.0, 2.0, 6.0], [2.0, 2.0, 4.0])) == "1.00× (0.50 – 1.50)"
    assert spread(ratios([0.0], [0.0])) == "–"


def test_each_other_round_begins_at_the_other_end() -> None:
    assert [in_turn("abc", number) for number in range(3)] == [list("abc"), list("cba"), list("abc")]


def test_noise_is_how_far_one_round_is_from_the_next() -> None:
    assert unsteadiness([100.0, 110.0, 99.0]) == pytest.approx(10)
    assert isnan(unsteadiness([100.0]))


def test_the_time_of_a_process_has_that_of_children_that_ended() -> None:
    assert ended_seconds(STAT.format("100 20 3 4")) * os.sysconf("SC_CLK_TCK") == pytest.approx(7)
    child = "import time; sum(range(9_000_000)); print(time.process_time(), flush=True)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", parent], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        of_child = float(process.stdout.readline())
        process.stdout.readline()  # The child has been waited for.
        # Of children that have ended the system counts whole ticks.
        assert tree_seconds(process.pid) > of_child - 0.05
        process.stdin.close()


def test_a_process_that_is_gone_has_used_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    assert tree_seconds(process.pid) == 0


def test_usage_is_what_was_used_since() -> None:
    assert (Usage(3, 1) - Usage(1, 0.5)).per_request(100) == Usage(20, 5)


def test_statements_are_counted_in_the_log() -> None:
    assert logged_statements(LOG) == 4


def test_fields_are_sent_in_the_form_that_a_server_knows() -> None:
    session = {"topic": "vneid", "attendees": 30}
    assert of_form(session, 1) == session
    assert of_form(session, 2) == {"topics": ["vneid"], "attendees": 30}
    assert of_form({"topics": ["vneid"]}, 2) == {"topics": ["vneid"]}


def test_why_a_checkout_cannot_be_measured_is_one_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(
            CheckoutError, match=r"^no-such-commit cannot be measured: it is no commit of this repository\.$"
        ),
        built("no-such-commit"),
    ):
        pass
    checkout = BuiltCheckout("0.1", tmp_path, sys.executable)
    failing = [sys.executable, "-c", "import sys; print('Trying', file=sys.stderr); sys.exit('no such package')"]
    with pytest.raises(CheckoutError, match=r"^0\.1 cannot be measured: its lock is wrong \(no such package\)\.$"):
        output_of(checkout, "its lock is wrong", failing)
    with pytest.raises(CheckoutError, match=r"^0\.1 cannot be measured: it has no tool \(.*No such file.*\)\.$"):
        output_of(checkout, "it has no tool", ["./no-such-program"])
    assert output_of(checkout, "", [sys.executable, "-c", "import os; print(os.getcwd())"]).strip() == str(tmp_path)
    assert last_line(b"Trying \xff\nERROR: no such package\n\n") == "ERROR: no such package"
    assert last_line(b"") == "it does not say why"

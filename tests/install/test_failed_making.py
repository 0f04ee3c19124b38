"""What worked is kept when what the locks name cannot be installed, as in a closed network."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.install.checkout import Checkout
from tests.install.packages import write_wheel

# Each makes an environment or two, which takes half a minute.
pytestmark = [pytest.mark.slow, pytest.mark.audit]

BEFORE = {"tn_asked-1.0", "tn_needed-1.0"}


@pytest.fixture
def lock_out_of_reach(checkout: Checkout, tmp_path: Path) -> Iterator[str]:
    """Let the locks name a package that no index has; put the old locks back at the end; return their text."""
    text = (checkout.folder / "requirements.txt").read_text(encoding="utf-8")
    checkout.lock(write_wheel(tmp_path, "tn-far", "1.0"))
    yield text
    checkout.lock(text)


def _is_as_before(checkout: Checkout) -> bool:
    """Return whether the environment is whole, works, and is the only one."""
    pip = [checkout.environment / "bin" / "pip", "check"]
    works = subprocess.run(pip, capture_output=True, check=False).returncode == 0
    return works and checkout.installed() == BEFORE and not checkout.before.exists()


def test_working_environment_is_kept_but_not_started(checkout: Checkout, lock_out_of_reach: str) -> None:
    for target in ("run", "serve"):
        made = checkout.make(target)
        assert made.returncode != 0
        own = [line for line in made.stderr.splitlines() if not line.startswith("make")]
        assert own[-1] == (
            "requirements.txt could not be installed, for the reason above. Nothing is started; "
            "what worked before is kept in .venv."
        )
        assert "flask" not in made.stdout + made.stderr
        assert _is_as_before(checkout)
    checkout.lock(lock_out_of_reach)
    assert checkout.make(".venv/.tested-with").stdout == ""


def test_tools_out_of_reach_leave_alone_what_serves(checkout: Checkout, tmp_path: Path) -> None:
    lock = checkout.folder / "requirements-dev.txt"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(text + write_wheel(tmp_path, "tn-far", "1.0"), encoding="utf-8")
    made = checkout.make(".venv/.tested-with")
    is_rebuilt = checkout.is_rebuilt(".venv/.installed")
    lock.write_text(text, encoding="utf-8")
    assert "requirements-dev.txt could not be installed" in made.stderr
    assert not is_rebuilt
    assert _is_as_before(checkout)


def _cut_off(checkout: Checkout, number: signal.Signals) -> None:
    """Send a signal to make and all its commands while pip waits for an index that does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as index:
        index.settimeout(60)
        address = f"http://127.0.0.1:{index.getsockname()[1]}/simple"
        making = checkout.start("build", PIP_NO_INDEX="0", PIP_INDEX_URL=address, NO_PROXY="127.0.0.1")
        try:
            connection, _ = index.accept()
            with connection:
                assert checkout.before.exists()
                os.killpg(making.pid, number)
                making.communicate(timeout=60)
        finally:
            # One that goes on all the same would stand in the way of the next test.
            if making.poll() is None:
                os.killpg(making.pid, signal.SIGKILL)
                making.communicate()
    assert making.returncode != 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_making_puts_back_what_works(
    checkout: Checkout, lock_out_of_reach: str, number: signal.Signals
) -> None:
    _cut_off(checkout, number)
    assert _is_as_before(checkout)
    checkout.lock(lock_out_of_reach)
    assert not checkout.is_rebuilt()


def test_the_next_make_puts_back_what_a_killed_one_could_not(checkout: Checkout, lock_out_of_reach: str) -> None:
    _cut_off(checkout, signal.SIGKILL)
    assert checkout.before.exists()
    for _ in range(2):
        assert checkout.make("build").returncode != 0
        assert _is_as_before(checkout)
    checkout.lock(lock_out_of_reach)
    assert checkout.make(".venv/.tested-with").stdout == ""


def test_a_new_one_stays_when_the_old_could_not_be_cleared_away(checkout: Checkout) -> None:
    (checkout.before / "bin").mkdir(parents=True)
    assert checkout.make(".venv/.tested-with").stdout == ""
    assert _is_as_before(checkout)


def test_environment_without_its_python_is_not_kept(checkout: Checkout, lock_out_of_reach: str) -> None:
    python = checkout.environment / "bin" / "python"
    python.unlink()
    python.symlink_to("python-that-was-removed")
    assert checkout.make("build").returncode != 0
    assert not checkout.before.exists()
    assert checkout.installed() == set()
    checkout.lock(lock_out_of_reach)
    assert checkout.make(".venv/.tested-with").returncode == 0
    assert _is_as_before(checkout)


@pytest.mark.parametrize("target", ["node_modules/.installed", "node_modules/.tested-with"])
def test_packages_of_the_page_are_kept_as_well(tmp_path: Path, target: str) -> None:
    checkout = Checkout(tmp_path)
    manifest = {"name": "tn", "version": "1.0.0", "dependencies": {"tn-far": "1.0.0"}}
    packages = {"": manifest, "node_modules/tn-far": {"version": "1.0.0", "integrity": "sha512-" + "A" * 86 + "=="}}
    lock = {"name": "tn", "version": "1.0.0", "lockfileVersion": 3, "packages": packages}
    (checkout.folder / "package.json").write_text(json.dumps(manifest))
    (checkout.folder / "package-lock.json").write_text(json.dumps(lock))
    folder = checkout.folder / "node_modules"
    (folder / "tn-near").mkdir(parents=True)
    (folder / ".installed").write_text("an older lock")
    made = checkout.make(target, npm_config_offline="true")
    assert made.returncode != 0
    assert "package-lock.json could not be installed" in made.stderr
    assert {path.name for path in folder.iterdir()} == {"tn-near", ".installed"}

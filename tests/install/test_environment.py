"""How the Makefile makes the virtual environment: from small locks, while newer releases are on offer."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.install.checkout import Checkout
from tests.install.packages import write_wheel

pytestmark = pytest.mark.slow


def test_newer_releases_change_nothing(checkout: Checkout) -> None:
    assert checkout.installed() == {"tn_asked-1.0", "tn_needed-1.0"}
    assert not checkout.is_rebuilt()
    assert checkout.make(".venv/.tested-with").stdout == ""


def test_the_mark_names_the_lock_the_place_and_the_release_of_python(checkout: Checkout) -> None:
    """A correction of Python, such as a security update brings, changes none of these."""
    lock = (checkout.folder / "requirements.txt").read_text(encoding="utf-8")
    mark = (checkout.environment / ".installed").read_text(encoding="utf-8")
    assert mark == f"{lock}{checkout.environment.resolve()}\n{sys.version_info[:2]}\n"


def _drop_a_package(file: Path) -> None:
    """Take the last line out of a lock, as if an older one was unpacked: with an old time."""
    file.write_text(file.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    os.utime(file, (0, 0))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("requirements.txt", _drop_a_package),
        ("requirements-dev.txt", _drop_a_package),
        (".venv/.installed", Path.unlink),
        (".venv/.installed", lambda file: file.write_text("cut off")),
        (".venv/bin/python", Path.unlink),
        (".venv/bin/python", lambda link: (link.unlink(), link.symlink_to("python-that-was-removed"))),
    ],
    ids=["lock", "lock of the tools", "no mark", "half a mark", "no Python", "removed Python"],
)
def test_incomplete_environment_is_rebuilt(checkout: Checkout, name: str, change: Callable[[Path], object]) -> None:
    path, kept = checkout.folder / name, checkout.folder / "kept"
    shutil.copy2(path, kept, follow_symlinks=False)
    change(path)
    is_rebuilt = checkout.is_rebuilt()
    path.unlink(missing_ok=True)
    kept.rename(path)
    assert is_rebuilt
    assert not checkout.is_rebuilt()


def test_another_lock_of_the_tools_leaves_alone_what_only_serves(checkout: Checkout) -> None:
    path = checkout.folder / "requirements-dev.txt"
    text = path.read_text(encoding="utf-8")
    _drop_a_package(path)
    is_rebuilt = checkout.is_rebuilt(".venv/.installed")
    path.write_text(text, encoding="utf-8")
    assert not is_rebuilt


def test_environment_that_was_moved_is_rebuilt(checkout: Checkout) -> None:
    elsewhere = checkout.folder.rename(checkout.folder.with_name("elsewhere"))
    checkout.folder, kept = elsewhere, checkout.folder
    is_rebuilt = checkout.is_rebuilt()
    checkout.folder = elsewhere.rename(kept)
    assert is_rebuilt


@pytest.mark.audit
def test_rebuilding_removes_packages_that_left_the_lock(checkout: Checkout) -> None:
    checkout.lock(write_wheel(checkout.offered, "tn-asked", "1.1"))
    assert checkout.make(".venv/.tested-with").returncode == 0
    assert checkout.installed() == {"tn_asked-1.1"}


@pytest.mark.audit
def test_a_lock_that_lacks_something_is_refused(checkout: Checkout) -> None:
    checkout.lock(write_wheel(checkout.offered, "tn-asked", "1.2", "tn-needed>=1.0"))
    made = checkout.make(".venv/.tested-with")
    assert made.returncode != 0
    assert "tn-needed, which is not installed" in made.stdout
    assert checkout.is_rebuilt()

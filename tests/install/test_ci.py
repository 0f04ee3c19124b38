"""What the build machine's script hands to `make`, tried on a checkout whose Makefile only shows it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT

pytestmark = pytest.mark.slow

MAKEFILE = """
test:
\t@echo "python=$(PYTHON)"
\t@node -e "console.log('cache=' + process.env.NODE_DISABLE_COMPILE_CACHE)"
audit:
\t@touch "$$TMPDIR/$(LEAVES)"
"""


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Nguyen Vi Du", "-c", "user.email=nguyen@example.vn")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout of little more than the script."""
    folder = tmp_path / "checkout"
    for name in (".ci/run", "tests/install/packages.py"):
        (folder / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "requirements-dev.txt").touch()
    (folder / "Makefile").write_text(MAKEFILE, encoding="utf-8")
    _git(folder, "init", "--quiet")
    _git(folder, "add", ".")
    _git(folder, "commit", "--quiet", "--message", "Start")
    return folder


def _run(checkout: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHON": sys.executable, **settings}
    return subprocess.run([".ci/run"], cwd=checkout, env=env, capture_output=True, text=True, check=False, timeout=120)


def test_python_is_the_one_asked_for_and_npm_keeps_no_compiled_code(checkout: Path) -> None:
    shown = _run(checkout).stdout
    assert f"python={sys.executable}" in shown
    assert f"{sys.executable} -m tests.install.packages" in shown
    assert "cache=1" in shown


def test_a_temporary_file_that_is_left_fails_it(checkout: Path) -> None:
    makefile = checkout / "Makefile"
    clean = makefile.read_text(encoding="utf-8").replace("$(LEAVES)", "org.chromium.Chromium.x")
    left = clean.replace("org.chromium.Chromium.x", "tung-nha-left")
    codes = []
    for text in (clean, left):
        makefile.write_text(text, encoding="utf-8")
        _git(checkout, "commit", "--all", "--quiet", "--message", "Leave a file")
        codes.append(_run(checkout).returncode)
    assert codes == [0, 1]


def test_a_checkout_of_another_owner_is_refused_in_one_line(checkout: Path) -> None:
    """Git's own tests pretend another owner with this setting; none of the machine's may trust the folder."""
    foreign = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    refused = _run(checkout, **foreign)
    assert refused.returncode == 1
    assert refused.stdout == ""
    (line,) = refused.stderr.splitlines()
    assert line.startswith(
        "Git cannot read this checkout; if it is not yours, run this as its owner: fatal: detected dubious ownership"
    )

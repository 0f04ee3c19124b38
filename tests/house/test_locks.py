"""The locks: every package by its hash, none by where it was fetched from."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.config import ROOT

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
NPM_FOLDERS = (ROOT, ROOT / "tests" / "audit")
_ASKED = ("dependencies", "devDependencies", "overrides")
_EXACT = re.compile(r"\d+\.\d+\.\d+")
_PINNED = re.compile(r"[A-Za-z0-9._-]+(?:\[[a-z,]+\])?==[^\s;]+")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
_REGISTRY = re.compile(
    r"\b(?:[\w-]+\.)*(?:pypi|pythonhosted|npmjs)\.(?:org|com|io)\b|\bregistry\.[\w-]+\.(?:org|com|io)\b"
)
_ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host")


def _requirements(text: str) -> Iterator[str]:
    """Yield each requirement with its hashes on one line."""
    joined = re.sub(r"\\\n\s*", "", text)
    yield from (line for line in joined.splitlines() if line and not line.lstrip().startswith("#"))


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned_with_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text()
    requirements = list(_requirements(text))
    assert len(requirements) > 10
    for line in requirements:
        assert _PINNED.match(line), f"{name}: {line[:60]} is not pinned: run make lock"
        assert _HASH.search(line), f"{name}: {line[:60]} has no hash: run make lock"
    assert not _ADDRESS.search(text), f"{name} names an address: make lock writes none"


@pytest.mark.parametrize("folder", NPM_FOLDERS)
def test_npm_is_asked_for_exact_versions_and_runs_no_scripts(folder: Path) -> None:
    manifest = json.loads((folder / "package.json").read_text())
    asked = {key: version for field in _ASKED for key, version in manifest.get(field, {}).items()}
    assert asked
    assert not {key: version for key, version in asked.items() if not _EXACT.fullmatch(version)}
    locked = json.loads((folder / "package-lock.json").read_text())["packages"][""]
    assert {field: locked.get(field) for field in _ASKED[:2]} == {field: manifest.get(field) for field in _ASKED[:2]}
    assert "ignore-scripts=true" in (folder / ".npmrc").read_text().splitlines()


@pytest.mark.parametrize("folder", NPM_FOLDERS)
def test_every_package_of_the_page_has_its_hash_and_no_address(folder: Path) -> None:
    packages: dict[str, Any] = json.loads((folder / "package-lock.json").read_text())["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert installed
    for name, package in installed.items():
        assert package.get("integrity", "").startswith("sha512-"), f"{name} has no hash: run npm install"
        assert "resolved" not in package, f"{name} names an address: .npmrc leaves it out, run npm install anew"
        # Whom a package asks for money, and its note on retirement, are no place that anything is fetched from.
        fetched = {key: value for key, value in package.items() if key not in {"funding", "deprecated"}}
        assert not _ADDRESS.search(json.dumps(fetched)), name


def _tree() -> Iterator[Path]:
    """Yield every file of the project: those that git knows or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    yield from (ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def test_no_file_names_a_registry() -> None:
    files = 0
    for path in _tree():
        files += 1
        found = _REGISTRY.search(path.read_text(encoding="utf-8", errors="replace"))
        assert found is None, (
            f"{path.relative_to(ROOT)} names {found and found[0]}: the client's own settings say where from"
        )
    assert files > 100


@pytest.mark.parametrize(
    ("text", "is_registry"),
    [
        ("https://files.{}.org/packages".format("python" + "hosted"), True),
        ("registry.{}.org".format("npm" + "js"), True),
        ("omit-lockfile-registry-resolved=true", False),
        ("from app.registry.models import Household", False),
    ],
)
def test_the_rule_sees_what_it_should(text: str, is_registry: bool) -> None:
    assert bool(_REGISTRY.search(text)) is is_registry

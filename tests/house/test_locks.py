"""The locks: every package by its hash, none by where it was fetched from."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution, distributions
from pathlib import Path
from sysconfig import get_path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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


def _locked(name: str) -> dict[str, Requirement]:
    """Return what a lock asks for on this machine, by name."""
    lines = (line.split(" --hash", 1)[0] for line in _requirements((ROOT / name).read_text()))
    requirements = map(Requirement, lines)
    return {canonicalize_name(one.name): one for one in requirements if not one.marker or one.marker.evaluate()}


def test_installed_packages_are_the_locked_ones() -> None:
    locked = {name: str(one.specifier).removeprefix("==") for name, one in _locked("requirements-dev.txt").items()}
    installed = {canonicalize_name(one.name): one.version for one in distributions(path=[get_path("purelib")])}
    for came_with_the_environment in ("pip", "setuptools"):
        installed.pop(came_with_the_environment, None)
    assert installed == locked


def _asked_for() -> set[str]:
    """Return the name of all that pyproject.toml asks for, with what that needs, at any depth."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    waiting = [Requirement(line) for line in project["project"]["dependencies"] + project["dependency-groups"]["dev"]]
    seen = set()
    while waiting:
        asked = waiting.pop()
        for extra in ("", *asked.extras):
            if (canonicalize_name(asked.name), extra) not in seen:
                seen.add((canonicalize_name(asked.name), extra))
                needs = map(Requirement, distribution(asked.name).requires or [])
                waiting += [one for one in needs if not one.marker or one.marker.evaluate({"extra": extra})]
    return {name for name, _ in seen}


def test_the_lock_has_all_that_is_asked_for_and_nothing_else() -> None:
    assert _asked_for() == set(_locked("requirements-dev.txt"))


def test_the_tools_lock_has_the_app_s_packages_as_they_are() -> None:
    tested = _locked("requirements-dev.txt")
    for name, one in _locked("requirements.txt").items():
        assert str(tested[name].specifier) == str(one.specifier), name


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

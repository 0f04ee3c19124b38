"""Packages without content, written by hand, to be on offer beside true ones.

``python3 -m tests.install.packages FOLDER LOCK`` writes a newer release of each package of a lock into a folder, as a
wheel, and as a source package that cannot be built. Needs nothing but the standard library.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

NEWER = "9999.0"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;]+)", re.MULTILINE)


def write_wheel(folder: Path, name: str, version: str, *needs: str) -> str:
    """Write an empty package with an extra ``more``; ``needs`` are what its metadata asks for; return its lock line."""
    stem = f"{name.replace('-', '_')}-{version}"
    metadata = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", "Provides-Extra: more"]
    files = {
        "METADATA": "\n".join(metadata + [f"Requires-Dist: {need}" for need in needs]),
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any",
        "RECORD": "",
    }
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(f"{stem}.dist-info/{file}", text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def write_source(folder: Path, name: str, version: str) -> None:
    """Write a source package whose building fails."""
    stem = f"{name}-{version}"
    setup = b"raise SystemExit('a source package was built')\n"
    with tarfile.open(folder / f"{stem}.tar.gz", "w:gz") as source:
        about = tarfile.TarInfo(f"{stem}/setup.py")
        about.size = len(setup)
        source.addfile(about, BytesIO(setup))


def pins(lock: str) -> Iterator[tuple[str, str]]:
    """Yield name and version of each package that a lock's text names."""
    yield from PINNED.findall(lock)


def main(folder: Path, lock: Path) -> None:
    """Write what is newer than ``lock`` into ``folder``."""
    for name, _ in pins(lock.read_text(encoding="utf-8")):
        write_wheel(folder, name, NEWER)
        write_source(folder, name, NEWER)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""A copy of the Makefile in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from app.config import ROOT


class Checkout:
    """A folder with the project's Makefile, and with locks and an index of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "checkout"
        self.offered = folder / "offered"
        self.environment = self.folder / ".venv"
        self.before = self.folder / ".venv.before"
        self.folder.mkdir()
        self.offered.mkdir()
        shutil.copy(ROOT / "Makefile", self.folder)

    def lock(self, *lines: str) -> None:
        """Write the same lines into both locks."""
        for name in ("requirements.txt", "requirements-dev.txt"):
            (self.folder / name).write_text("".join(lines), encoding="utf-8")

    def start(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        """Start make as a group of processes, where only the folder beside the checkout is an index."""
        env = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "MAKE", "MFLAGS"))}
        env |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.offered), "PIP_CONFIG_FILE": os.devnull, **settings}
        # Where the tests run in the background they ignore an interrupt, and so would make.
        command = ["env", "--default-signal=INT", "make", f"PYTHON={sys.executable}", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, cwd=self.folder, env=env, stdout=pipe, stderr=pipe, text=True, start_new_session=True
        )

    def make(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run make to its end."""
        process = self.start(*arguments, **settings)
        stdout, stderr = process.communicate(timeout=300)
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    def is_rebuilt(self, target: str = ".venv/.tested-with") -> bool:
        """Return whether the next make would replace the environment."""
        return "-m venv .venv" in self.make("-n", target).stdout

    def installed(self) -> set[str]:
        """Return name and version of what is installed besides pip and what came with it."""
        return {path.name.removesuffix(".dist-info") for path in self.environment.glob("lib/*/site-packages/tn_*")}

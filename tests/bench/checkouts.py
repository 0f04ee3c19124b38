"""Checkouts of this project to measure side by side: this one, and others that are built beside it and thrown away."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from app.config import ROOT
from tests.served import serving_command

_PIP = (".venv/bin/python", "-I", "-m", "pip")
_INSTALL = ("install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", "requirements.txt")
_STEPS: Mapping[str, Sequence[str]] = {
    "its environment could not be made": (sys.executable, "-m", "venv", ".venv"),
    # As its lock stands: what was resolved then may not be resolved again today.
    "its Python packages could not be installed": (*_PIP, *_INSTALL),
    "its packages of npm could not be installed": ("npm", "ci", "--loglevel=error", "--no-progress"),
    "its scripts and styles could not be built": ("node", "build.mjs"),
    "its translations could not be compiled": (".venv/bin/pybabel", "-q", "compile", "-d", "app/translations"),
}
"""What builds a checkout in its folder, by what is wrong where that fails."""

_OF_MAKE = {"MAKEFLAGS", "MAKEOVERRIDES", "MAKELEVEL", "MFLAGS"}
"""What ``make bench`` hands to every ``make`` that it starts, which another checkout's does not know."""


class CheckoutError(click.ClickException):
    """A checkout cannot be measured; the message says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class BuiltCheckout:
    """A built checkout: what it is called in figures, its folder, its Python, and the command that serves it."""

    name: str
    folder: Path
    python: str

    def serving_command(self, port: int) -> list[str]:
        """Return the command line with which its own ``make run`` serves."""
        if self.folder == ROOT:
            return serving_command(port)
        rule = "print-server: ; @echo $(or $(SERVER),$(GRANIAN))"
        command = ["make", "--silent", "--no-print-directory", "--eval", rule, "print-server", f"PORT={port}"]
        return shlex.split(output_of(self, "its Makefile does not say how it is served", command))

    def run(self, command: Sequence[str], given: bytes | None = None, **environ: str) -> subprocess.CompletedProcess:
        """Run a command in the checkout's folder, with ``given`` as its input."""
        own = {name: value for name, value in os.environ.items() if name not in _OF_MAKE}
        return subprocess.run(
            command, cwd=self.folder, env=own | environ, input=given, capture_output=True, check=False
        )


THIS = BuiltCheckout("this checkout", ROOT, sys.executable)


@contextmanager
def built(revision: str) -> Iterator[BuiltCheckout]:
    """Build the checkout of a ``revision`` in a folder of its own, to the end of the block.

    Raises :class:`CheckoutError` where it cannot be had, installed or built.
    """
    with TemporaryDirectory(prefix="tung-nha-base-") as folder:
        checkout = BuiltCheckout(revision, Path(folder), str(Path(folder) / ".venv" / "bin" / "python"))
        _unpack(checkout)
        for complaint, command in _STEPS.items():
            output_of(checkout, complaint, command)
        yield checkout


def _unpack(checkout: BuiltCheckout) -> None:
    command = ["git", "archive", "--format=tar", f"{checkout.name}^{{commit}}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        raise CheckoutError(f"{checkout.name} cannot be measured: it is no commit of this repository.")
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extractall(checkout.folder, filter="data")


def output_of(checkout: BuiltCheckout, complaint: str, command: Sequence[str]) -> str:
    """Return what a command prints in a checkout's folder.

    Raises :class:`CheckoutError` with the ``complaint`` and the command's last line where it fails.
    """
    try:
        done = checkout.run(command)
    except OSError as error:
        raise CheckoutError(f"{checkout.name} cannot be measured: {complaint} ({error}).") from error
    if done.returncode:
        raise CheckoutError(f"{checkout.name} cannot be measured: {complaint} ({last_line(done.stderr)}).")
    return str(done.stdout.decode())


def last_line(text: bytes) -> str:
    """Return the last line with something on it, which mostly says what is wrong."""
    lines = text.decode(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else "it does not say why"

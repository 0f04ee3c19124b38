"""The real server as processes of its own, started as ``make run`` and ``make serve`` start it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType

from app.config import ROOT

HOST = "127.0.0.1"
START_WITHIN = 60  # seconds, on a machine with other things to do
END_WITHIN = 30  # seconds
SECRET_KEY = "served"


def serving_command(port: int, *options: str) -> list[str]:
    """Return the command line of the Makefile's targets, with ``options`` added."""
    return [sys.executable, "-m", "app.serving", "--port", str(port), *options]


class Server:
    """A server at a port of its own; its processes are one group, so that all die at once.

    ``command`` starts another server in its place, to compare with, in ``folder`` where it is another checkout's.
    """

    def __init__(
        self,
        database_url: str,
        log: Path,
        options: Sequence[str] = (),
        *,
        public_origin: str = "",
        secret_key: str = SECRET_KEY,
        port: int | None = None,
        command: Sequence[str] | None = None,
        folder: Path = ROOT,
    ) -> None:
        self.port = port or free_port()
        self._log = log
        self._folder = folder
        self._command = [*(command or serving_command(self.port)), *options]
        self.environ = {
            **os.environ,
            "DATABASE_URL": database_url,
            "SECRET_KEY": secret_key,
            "PUBLIC_ORIGIN": public_origin,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command, cwd=self._folder, env=self.environ, stdout=log, stderr=log, start_new_session=True
            )
        deadline = monotonic() + START_WITHIN
        while not answers(self.port):
            if self.process.poll() is not None or monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the server did not start:\n{self.log_text()[-4000:]}")
            sleep(0.02)

    def log_text(self) -> str:
        """Return the text of its log so far."""
        return self._log.read_text(encoding="utf-8")

    def stop(self) -> None:
        """Let the server end what it does; end it when it takes too long."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(END_WITHIN)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End all processes of the server at once, as a power cut would."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(END_WITHIN)

    def restart(self) -> float:
        """Kill the server and start it again; return how many seconds it was away."""
        since = monotonic()
        self.kill()
        self.start()
        return monotonic() - since

    def workers(self) -> list[int]:
        """Return the ids of the worker processes."""
        assert self.process is not None
        pid = self.process.pid
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [int(each) for task in tasks for each in (task / "children").read_text().split()]

    def cpu_seconds(self) -> float:
        """Return how much time of processors the server's processes have used so far."""
        assert self.process is not None
        return sum(_cpu_seconds(pid) for pid in (self.process.pid, *self.workers()))

    def flask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the app on the server's database."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False)


def answers(port: int, path: str = "/healthz") -> bool:
    """Return whether somebody answers 200 at ``port``."""
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

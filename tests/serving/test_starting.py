"""Starting and ending the server: one server a port, an address that answers, and requests that end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from app.config import ROOT
from tests.conftest import Databases
from tests.served import END_WITHIN, HOST, Server, answers, free_port, serving_command
from tests.serving.conftest import Client

ECHO = ("--workers", "1", "--target", "tests.serving.targets:echoing")


def started(url: str, port: int) -> subprocess.Popen[str]:
    environ = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": "starting", "PUBLIC_ORIGIN": ""}
    command = serving_command(port, *ECHO)
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> str:
    """Wait for the end of a server that could not start; return what it said."""
    said, complaint = process.communicate(timeout=60)
    assert (process.returncode, said) == (1, "")
    return complaint


@pytest.fixture
def url(databases: Databases) -> str:
    return databases.fresh("sqlite")


@pytest.mark.parametrize("shares", [False, True])
def test_a_port_that_is_taken_is_an_error_with_a_way_out(url: str, shares: bool) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, shares)
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        complaint = ended(started(url, port))
    assert f"Port {port} is taken" in complaint
    assert f"PORT={port + 1} make run" in complaint
    assert "Traceback" not in complaint


def test_of_two_servers_started_at_once_one_serves(url: str) -> None:
    port = free_port()
    servers = [started(url, port) for _ in range(2)]
    try:
        firsts = [server.stdout.readline() for server in servers if server.stdout]
        assert sorted(map(bool, firsts)) == [False, True]
        assert "is taken" in ended(servers[firsts.index("")])
        assert answers(port)
    finally:
        for server in servers:
            server.terminate()
            server.communicate(timeout=END_WITHIN)


def test_the_address_is_printed_when_it_answers(url: str) -> None:
    port = free_port()
    server = started(url, port)
    try:
        assert server.stdout
        line = server.stdout.readline()
        assert f"http://{HOST}:{port}/" in line
        assert answers(port), "whoever reads the address may go there"
    finally:
        server.send_signal(signal.SIGINT)
        assert server.communicate(timeout=END_WITHIN) == ("", "")


def test_what_has_begun_may_end_when_the_server_does(url: str, tmp_path: Path) -> None:
    with Server(url, tmp_path / "log", ECHO) as server, Client(server.port) as client:
        client.send("POST /", "Content-Length: 3", body=b"a")
        assert server.process
        server.process.terminate()
        while answers(server.port):
            pass
        client.socket.sendall(b"bc")
        assert b'"body":"abc"' in client.received()


def test_the_makefile_starts_the_server_as_the_tests_do() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    variable = re.search(r"^SERVER := \$\(BIN\)/python (.*)$", makefile, re.M)
    assert variable
    assert variable[1].replace("$(PORT)", "8000").split() == serving_command(8000)[1:]
    for target in ("run", "serve"):
        recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.M)
        assert recipe
        assert recipe[1].splitlines()[-1] == "\t@exec $(SERVER)"

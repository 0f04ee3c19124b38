"""Starting and ending the server: one server a port, an address that answers, and requests that end."""

from __future__ import annotations

import errno
import os
import re
import resource
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.config import ROOT
from app.serving.__main__ import main
from app.serving.port import exclusive_port
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
    log_text, complaint = process.communicate(timeout=60)
    assert (process.returncode, log_text) == (1, "")
    return complaint


@pytest.fixture
def url(databases: Databases) -> str:
    return databases.fresh("sqlite")


def checked(port: int, origin: str = "") -> str:
    """Ask for a port that cannot be used; return the complaint."""
    result = CliRunner(env={"PUBLIC_ORIGIN": origin}).invoke(main, ["--check", "--port", str(port)])
    assert (result.exit_code, result.stdout) == (1, "")
    return result.stderr


@pytest.fixture(params=[False, True], ids=["exclusively", "shared"])
def taken_port(request: pytest.FixtureRequest) -> Iterator[int]:
    """Give a port that somebody listens on, and would share with others or not."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, request.param)
        other.bind((HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_is_taken_is_an_error_with_a_way_out(taken_port: int) -> None:
    complaint = checked(taken_port)
    assert f"Port {taken_port} is taken" in complaint
    assert complaint.endswith(f" PORT={taken_port + 1} make run\n")


def test_the_way_out_of_a_server_for_real_use_is_not_the_demonstration(taken_port: int) -> None:
    complaint = checked(taken_port, "https://tungnha.example.vn")
    assert "the proxy" in complaint
    assert complaint.endswith(f" PORT={taken_port + 1} make serve\n")


def test_the_way_out_is_a_port_that_there_is() -> None:
    with exclusive_port(65535):
        assert checked(65535).endswith(" PORT=8000 make run\n")


def test_a_port_that_the_system_refuses_is_an_error_that_says_why() -> None:
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, most))
    try:
        complaint = checked(80)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    assert f"Port 80 cannot be used: {os.strerror(errno.EMFILE)}." in complaint
    assert "PORT=8000 make run" in complaint


def test_a_check_of_a_free_port_leaves_it_free() -> None:
    port = free_port()
    for _ in range(2):
        result = CliRunner().invoke(main, ["--check", "--port", str(port)])
        assert (result.exit_code, result.output) == (0, "")


def test_of_two_servers_started_at_once_one_serves_and_prints_its_address(url: str) -> None:
    port = free_port()
    servers = [started(url, port) for _ in range(2)]
    try:
        firsts = [server.stdout.readline() for server in servers if server.stdout]
        assert sorted(map(bool, firsts)) == [False, True]
        assert f"http://{HOST}:{port}/" in "".join(firsts)
        assert answers(port), "whoever reads the address may go there"
        complaint = ended(servers[firsts.index("")])
        assert f"Port {port} is taken" in complaint
        assert "Traceback" not in complaint
        serving = servers[not firsts.index("")]
        serving.send_signal(signal.SIGINT)
        assert serving.communicate(timeout=END_WITHIN) == ("", "")
    finally:
        for server in servers:
            server.kill()
            server.communicate(timeout=END_WITHIN)


def test_running_requests_may_end_when_the_server_stops(url: str, tmp_path: Path) -> None:
    with Server(url, tmp_path / "log", ECHO) as server, Client(server.port) as client:
        client.send("POST /", "Content-Length: 3", body=b"a")
        assert server.process
        server.process.terminate()
        while answers(server.port):
            pass
        client.socket.sendall(b"bc")
        assert b'"body":"abc"' in client.received()


def test_half_a_head_and_an_idle_connection_are_ended(url: str, tmp_path: Path) -> None:
    with (
        Server(url, tmp_path / "log", (*ECHO, "--head-timeout", "2")) as server,
        Client(server.port) as halfway,
        Client(server.port) as idle,
    ):
        halfway.socket.sendall(b"GET / HTTP/1.1\r\nHost: local")
        idle.send("GET /")
        assert b'"PATH_INFO":"/"' in idle.received(), "it is answered before it is ended"
        assert b"PATH_INFO" not in halfway.received()


def test_the_makefile_asks_for_the_port_first_and_starts_the_server_as_the_tests_do() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    variable = re.search(r"^SERVER := \$\(BIN\)/python (.*)$", makefile, re.M)
    assert variable
    assert variable[1].replace("$(PORT)", "8000").split() == serving_command(8000)[1:]
    for target in ("run", "serve"):
        recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.M)
        assert recipe
        first, *_, last = recipe[1].splitlines()
        assert (first, last) == ("\t@$(SERVER) --check", "\t@exec $(SERVER)")

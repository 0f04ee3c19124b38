"""Caddy and nginx as processes of their own, on the files of ``deploy/``, but without HTTPS and at other ports."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from app.config import ROOT
from tests.served import HOST, free_port

DEPLOY = ROOT / "deploy"
NAME = "tungnha.example.vn"
START_WITHIN = 30  # seconds


def _caddyfile(port: int, app_port: int, folder: Path) -> list[str]:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    # The site has a log of its own, by the format of the log of errors, as the file tells whoever adds one.
    [log] = re.findall(r"^\tlog {.*?^\t}\n", text, re.M | re.S)
    text = text.replace(f"\n{NAME} {{", f"\nhttp://:{port} {{\n{log}\tbind {HOST}")
    text = text.replace("\n{\n", "\n{\n\tadmin off\n", 1)
    file = folder / "Caddyfile"
    file.write_text(text.replace(f"{HOST}:8000", f"{HOST}:{app_port}"), encoding="utf-8")
    return ["run", "--adapter", "caddyfile", "--config", str(file)]


def _nginx_conf(port: int, app_port: int, folder: Path) -> list[str]:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    # Of its three servers the last is the app's; the others send people to it, or away.
    site = text[: text.index("\nserver {")] + text[text.rindex("\nserver {") :]
    site = site.replace("/var/log/nginx", str(folder))
    site = re.sub(r"^ *(?:listen \[|ssl_).*\n", "", site, flags=re.M).replace(
        "listen 443 ssl http2;", f"listen {HOST}:{port};"
    )
    site = site.replace(f"{HOST}:8000", f"{HOST}:{app_port}")
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"daemon off;\npid {folder}/pid;\nworker_rlimit_nofile 8192;\nevents {{ worker_connections 4096; }}\n"
    (folder / "nginx.conf").write_text(f"{main}http {{\naccess_log off;\n{paths}{site}}}\n", encoding="utf-8")
    return ["-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


PROXIES: dict[str, Callable[[int, int, Path], list[str]]] = {"caddy": _caddyfile, "nginx": _nginx_conf}


@contextmanager
def proxied(name: str, app_port: int, folder: Path, port: int | None = None) -> Iterator[int]:
    """Put a proxy before the server at ``app_port``; give the port that it listens on, for whatever name."""
    program = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        raise RuntimeError(f"{name} is missing: install it, on Debian with apt-get install caddy nginx-light")
    port = port or free_port()
    command = [program, *PROXIES[name](port, app_port, folder)]
    environ = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
    try:
        _wait_for(port, process, folder / f"{name}.log")
        yield port
    finally:
        process.terminate()
        process.wait(START_WITHIN)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = monotonic() + START_WITHIN
    while True:
        try:
            socket.create_connection((HOST, port), timeout=5).close()
        except OSError:
            if process.poll() is not None or monotonic() > deadline:
                raise RuntimeError(f"the proxy did not start:\n{log.read_text()[-4000:]}") from None
            sleep(0.02)
        else:
            return

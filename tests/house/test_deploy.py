"""The example files of deploy/ name the same ports, limits and commands as the app and the Makefile."""

from __future__ import annotations

import configparser
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from click import Command
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, UnicodeConverter, UUIDConverter

from app.config import MAX_BODY, ROOT, Config
from app.imports.upload_views import MOST_SENT as MOST_LIST_BYTES
from app.photos.image import MOST_BYTES as MOST_PHOTO_BYTES
from app.settings.template_views import MOST_SENT as MOST_TEMPLATE_BYTES
from app.sync.waiting_file import MOST_BYTES as MOST_FILE_BYTES

DEPLOY = ROOT / "deploy"
GUIDE = ROOT / "docs" / "deploy.md"
LIMITS = {
    "/": MAX_BODY,
    "/api/v1/photos/": MOST_PHOTO_BYTES,
    "/settings/template": MOST_TEMPLATE_BYTES,
    "/imports/new/": MOST_LIST_BYTES,
    "/waiting/": MOST_FILE_BYTES,
}
_EXAMPLES: dict[type[BaseConverter], object] = {
    IntegerConverter: 1,
    UnicodeConverter: "x",
    UUIDConverter: UUID("0199a000-0000-7000-8000-000000000001"),
}
"""What stands in an address in the place of a variable part."""


def _example(converter: BaseConverter) -> object:
    """Return what may stand in an address in the place of a variable part; of listed words the first."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return _EXAMPLES[type(converter)]


UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))


def _text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def _unit(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(_text(name))
    return parser["Service"]


def _default_port() -> str:
    found = re.search(r"^PORT \?= (\d+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert found
    return found[1]


def _settings() -> dict[str, str]:
    lines = (line.removeprefix("#") for line in _text("tung-nha.env").splitlines() if re.match(r"#?[A-Z_]+=", line))
    return dict(line.split("=", 1) for line in lines)


def _bytes(text: str) -> int:
    number, unit = re.fullmatch(r"(\d+) ?([kKmM])(?:iB)?", text).groups()  # type: ignore[union-attr]
    return int(number) * {"k": 1024, "m": 1024**2}[unit.lower()]


def test_proxies_find_the_app_where_make_serve_puts_it() -> None:
    for name in ("nginx.conf", "Caddyfile"):
        ports = set(re.findall(r"127\.0\.0\.1:(\d+)", _text(name)))
        assert ports == {_default_port()}, f"{name}: the Makefile's port is {_default_port()}"
    assert _settings()["PORT"] == _default_port()


def test_nginx_has_the_limits_of_the_app() -> None:
    outside, inside = _nginx_limits()
    assert {"/": outside} | {path: limit for _, path, limit in inside} == LIMITS


def test_the_guide_names_the_limits_of_the_app() -> None:
    words = GUIDE.read_text(encoding="utf-8")
    [paragraph] = re.findall(r"^- It lets bodies of .*?(?=\n- )", words, re.M | re.S)
    stated = [_bytes(limit) for limit in re.findall(r"\d+ [KM]iB", paragraph)]
    assert stated == list(LIMITS.values())
    assert re.findall(r"`(/\S+)`", paragraph) == list(LIMITS)[1:]


def test_every_view_that_takes_more_has_a_limit_of_its_own(sqlite_app: Flask) -> None:
    declared = {getattr(view, "max_body_size", MAX_BODY) for view in sqlite_app.view_functions.values()}
    assert declared == set(LIMITS.values())


def test_proxies_wait_no_longer_than_the_guide_says() -> None:
    caddy = dict(re.findall(r"^\t\t\t(read_\w+|write|idle|\w+_timeout) (\d+[sm])$", _text("Caddyfile"), re.M))
    assert caddy == {
        "read_header": "30s",
        "read_body": "32m",
        "write": "34m",
        "idle": "2m",
        "dial_timeout": "5s",
        "response_header_timeout": "2m",
    }
    nginx = dict(re.findall(r"^    ((?:client|send|proxy)_\w*timeout) (\d+s);$", _text("nginx.conf"), re.M))
    assert nginx == {
        "client_header_timeout": "30s",
        "client_body_timeout": "30s",
        "send_timeout": "30s",
        "proxy_connect_timeout": "5s",
        "proxy_send_timeout": "30s",
        "proxy_read_timeout": "120s",
    }
    words = GUIDE.read_text(encoding="utf-8")
    assert "waits two minutes for an answer after the last byte of a request" in words


def _nginx_limits() -> tuple[int, list[tuple[bool, str, int]]]:
    """Return the limit of nginx.conf's server, and of each location whether it is one address, its path and limit."""
    text = _text("nginx.conf")
    [outside] = re.findall(r"^    client_max_body_size (\w+);$", text, re.M)
    inside = re.findall(r"location (=?) ?(/\S+) {[^}]*?client_max_body_size (\w+);", text)
    return _bytes(outside), [(bool(is_exact), path, _bytes(limit)) for is_exact, path, limit in inside]


def _lets_through(path: str) -> int:
    """Return how large a body nginx passes on to an address: the longest location that fits it decides."""
    outside, inside = _nginx_limits()
    fitting = [each for each in inside if path == each[1] or (not each[0] and path.startswith(each[1]))]
    return max(fitting, key=lambda each: (each[0], len(each[1])))[2] if fitting else outside


def _addresses(app: Flask) -> Iterator[tuple[str, int]]:
    """Yield an address of each endpoint that takes a body, with how large a one the endpoint itself declares."""
    router = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if not (rule.methods or set()) & {"POST", "PUT", "PATCH"}:
            continue
        values = {name: _example(converter) for name, converter in rule._converters.items()}
        method = next(iter((rule.methods or set()) & {"POST", "PUT", "PATCH"}))
        address = router.build(rule.endpoint, values, method=method)
        yield address, getattr(app.view_functions[rule.endpoint], "max_body_size", MAX_BODY)


def test_nginx_lets_each_endpoint_have_what_it_declares(sqlite_app: Flask) -> None:
    addresses = dict(_addresses(sqlite_app))
    assert len(addresses) > 20
    assert {path: _lets_through(path) for path in addresses} == addresses


def test_only_addresses_that_are_there_have_limits_of_their_own(sqlite_app: Flask) -> None:
    addresses = dict(_addresses(sqlite_app))
    for is_exact, path, limit in _nginx_limits()[1]:
        expected_limits = [
            address for address in addresses if address == path or (not is_exact and address.startswith(path))
        ]
        assert expected_limits, f"nginx.conf names {path}, which takes no body"
        assert {addresses[address] for address in expected_limits} == {limit}


def test_caddy_leaves_refusing_to_the_app() -> None:
    statements = [line for line in _text("Caddyfile").splitlines() if not line.startswith("#")]
    assert not [line for line in statements if "request_body" in line]


def test_only_the_proxy_says_who_the_client_is() -> None:
    text = _text("nginx.conf")
    assert re.findall(r"proxy_set_header X-Forwarded-For (\S+);", text) == ["$remote_addr"]
    # A location that sets a header of its own loses all those of the server around it.
    assert not re.search(r"location [^}]*proxy_set_header", text)
    assert "proxy_cache" not in text


def test_the_settings_are_read_by_the_app(tmp_path: Path) -> None:
    settings = _settings() | {"PHOTO_FOLDER": str(tmp_path)}
    assert _settings().keys() == {"PUBLIC_ORIGIN", "PORT", "DATABASE_URL", "SECURITY_CONTACT", "PHOTO_FOLDER"}
    config = Config.from_environment(settings | {"SECRET_KEY": "test"})
    assert (config.public_origin, config.is_https) == (settings["PUBLIC_ORIGIN"], True)
    assert config.photo_folder == tmp_path
    assert (config.database_url, config.security_contact) == (settings["DATABASE_URL"], settings["SECURITY_CONTACT"])


@pytest.mark.parametrize("name", UNITS)
def test_units_run_what_there_is(name: str, sqlite_app: Flask) -> None:
    unit = _unit(name)
    home = unit["WorkingDirectory"]
    assert (unit["User"], unit["EnvironmentFile"], home) == ("tungnha", "/etc/tung-nha.env", "/srv/tung-nha")
    program, *arguments = shlex.split(unit["ExecStart"])
    if program == "/usr/bin/make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert all(re.search(rf"^{target}:", makefile, re.M) for target in arguments)
        return
    assert program == f"{home}/.venv/bin/flask"
    assert arguments[:2] == ["--app", "wsgi"]
    command: Command | None = sqlite_app.cli.commands.get(arguments[2])
    assert command is not None, f"there is no command {arguments[2]}"
    context = command.make_context(arguments[2], arguments[3:])
    assert Path(context.params["target"]).as_posix() in unit["ReadWritePaths"].split()


def test_the_guide_names_every_file_and_settings() -> None:
    words = GUIDE.read_text(encoding="utf-8")
    for name in (*_settings(), "deploy/Caddyfile", "deploy/nginx.conf", "deploy/tung-nha.env", *UNITS):
        assert name.removesuffix(".service") in words, f"docs/deploy.md does not say what {name} is for"
    assert (DEPLOY / "tung-nha-backup.timer").exists()

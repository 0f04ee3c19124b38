"""Settings: what is accepted, what is refused in which words, and the key that is made once."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from app import config
from app.config import Config, ConfigurationError, Pooling, checked_origin, database_url


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project folder of the test's own."""
    monkeypatch.setattr(config, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("sqlite:////var/lib/ward.sqlite3", "sqlite:////var/lib/ward.sqlite3"),
        ("postgresql://ward:a%40b@db/ward", "postgresql+psycopg://ward:a%40b@db/ward"),
        ("postgres://ward@/ward?host=/run/postgresql", "postgresql+psycopg://ward@/ward?host=%2Frun%2Fpostgresql"),
        ("postgresql+psycopg://db:5433/ward", "postgresql+psycopg://db:5433/ward"),
    ],
)
def test_reads_database_addresses(tmp_path: Path, text: str, url: str) -> None:
    assert database_url(text, tmp_path) == url


def test_without_an_address_the_data_is_a_file_of_the_project(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    assert database_url("", instance) == f"sqlite:///{instance / 'tung-nha.sqlite3'}"
    assert instance.is_dir()
    assert database_url("", instance) == f"sqlite:///{instance / 'tung-nha.sqlite3'}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ward.sqlite3", "not a database address"),
        ("postgresql://db:port/ward", "not a database address"),
        ("mysql://db/ward", "must name SQLite or PostgreSQL"),
        ("oracle://db/ward", "must name SQLite or PostgreSQL"),
        ("sqlite://", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
    ],
)
def test_says_what_a_database_address_should_be(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=f"DATABASE_URL.*{message}"):
        database_url(text, tmp_path)


def test_a_refused_address_keeps_its_password_to_itself(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as error:
        database_url("mysql://ward:hush-hush@db/ward", tmp_path)
    assert "hush-hush" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("", None),
        ("https://tungnha.example.vn", "https://tungnha.example.vn"),
        ("https://TungNha.example.vn/", "https://tungnha.example.vn"),
        ("http://10.0.0.5:8000", "http://10.0.0.5:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_reads_the_public_origin(text: str, origin: str | None) -> None:
    assert checked_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "tungnha.example.vn",
        "ftp://tungnha.example.vn",
        "https://",
        "https:///",
        "https://tungnha.example.vn/app",
        "https://tungnha.example.vn?x=1",
        "https://[::1",
    ],
)
def test_says_what_the_public_origin_should_look_like(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"PUBLIC_ORIGIN must look like https://"):
        checked_origin(text)


def test_the_key_is_made_once_and_is_nobody_elses(root: Path) -> None:
    first = Config.from_environment({})
    second = Config.from_environment({})
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 48
    path = root / "instance" / "secret_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == first.secret_key


def test_a_given_key_is_used_and_not_kept(root: Path) -> None:
    assert Config.from_environment({"SECRET_KEY": "given"}).secret_key == "given"
    assert not (root / "instance" / "secret_key").exists()


def test_workers_that_start_together_have_one_key(root: Path) -> None:
    gate = threading.Barrier(8)
    keys = []

    def start() -> None:
        gate.wait()
        keys.append(Config.from_environment({}).secret_key)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1, "a worker took an unfinished key"
    assert len(keys[0]) >= 48


def test_key_that_was_never_written_is_made_again(root: Path) -> None:
    """Who made the file may have been stopped before writing: signing with an empty key would be no signing."""
    (root / "instance").mkdir()
    os.close(os.open(root / "instance" / "secret_key", os.O_CREAT | os.O_WRONLY, 0o600))
    key = Config.from_environment({}).secret_key
    assert len(key) >= 48
    assert Config.from_environment({}).secret_key == key


def test_https_is_insisted_on_only_where_people_come_by_it() -> None:
    for origin, https in ((None, False), ("http://ward.example.vn", False), ("https://ward.example.vn", True)):
        settings = Config(database_url="sqlite:////tmp/x", secret_key="k", public_origin=origin).for_flask()
        assert settings["SESSION_COOKIE_SECURE"] is https
        assert settings["SESSION_COOKIE_NAME"] == ("__Host-session" if https else "session")
        assert settings["SESSION_COOKIE_HTTPONLY"] is True
        assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"


POSTGRESQL = "postgresql://ward@db/ward"


def test_reads_the_addresses_of_a_replica_and_what_a_pooler_does(root: Path) -> None:
    plain = Config.from_environment({"DATABASE_URL": POSTGRESQL, "SECRET_KEY": "k"})
    assert (plain.read_url, plain.pooling) == (None, Pooling.SESSION)
    names = {"DATABASE_READ_URL": "postgresql://ward@replica/ward", "DATABASE_POOLING": "transaction"}
    settings = Config.from_environment({"DATABASE_URL": POSTGRESQL, "SECRET_KEY": "k", **names})
    assert settings.read_url == "postgresql+psycopg://ward@replica/ward"
    assert settings.pooling is Pooling.TRANSACTION


@pytest.mark.parametrize(
    ("url", "name", "text", "message"),
    [
        (POSTGRESQL, "DATABASE_READ_URL", "replica", "DATABASE_READ_URL is not a database address"),
        (POSTGRESQL, "DATABASE_READ_URL", "sqlite:////tmp/ward.sqlite3", "must name a replica of the PostgreSQL"),
        ("sqlite:////tmp/ward.sqlite3", "DATABASE_READ_URL", POSTGRESQL, "must name a replica of the PostgreSQL"),
        (POSTGRESQL, "DATABASE_POOLING", "statement", "must be session or transaction"),
    ],
)
def test_refuses_a_replica_or_a_pooler_that_cannot_be(root: Path, url: str, name: str, text: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Config.from_environment({"DATABASE_URL": url, "SECRET_KEY": "k", name: text})

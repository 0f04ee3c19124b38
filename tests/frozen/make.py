"""Make ``tests/data/release-0.1/`` anew: ``python -m tests.frozen.make``, on the code of release 0.1 and no other.

The release is the commit 0abbf4d. With its own locked packages in ``.venv``, those of its tests too:

    git worktree add ../release-0.1 0abbf4d
    cp -r tests/frozen ../release-0.1/tests/
    cd ../release-0.1 && make build && .venv/bin/python -m tests.frozen.make

The files are then in ``tests/data/release-0.1/`` there, the same each time. This module, :mod:`~tests.frozen.ward`,
:mod:`~tests.frozen.scenario` and :mod:`~tests.frozen.wire_requests` use that release's models and actions, and need
not follow later ones.
"""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import tempfile
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa

from app.database import Base, Instant, Uid, reader
from app.migrations import upgrade
from app.pwa.messages import page_data
from tests.cast import PASSWORD, PHONES
from tests.conftest import dispose, make_app
from tests.databases import PostgresServer, postgres_bin
from tests.frozen import dump, release, scenario
from tests.frozen.clock import stopped
from tests.frozen.ward import picture
from tests.frozen.wire_requests import requests

DRAWN_AT_RANDOM = {"device": "created_at", "decision": "at", "sign_in_failure": "at"}
"""Tables whose ids the server draws at random, with the column that puts their rows in order."""


def main() -> None:
    """Make the ward, keep it, and keep what this code says of it, which is the same on both databases."""
    dump.FOLDER.mkdir(parents=True, exist_ok=True)
    server = PostgresServer()
    try:
        with tempfile.TemporaryDirectory() as folder, stopped(release.TODAY) as clock:
            _keep_ward(Path(folder) / "ward.sqlite3", clock)
            _keep_schema(server)
            clock.set(release.TODAY)
            addresses = [f"sqlite:///{folder}/{{}}.sqlite3", server.url("{}")]
            for subject in release.SUBJECTS:
                _keep(f"{subject}.json", _texts(subject, server, addresses))
    finally:
        server.stop()


def _keep(name: str, content: Any) -> None:
    """Write JSON with one line for each thing that changes by itself."""
    (dump.FOLDER / name).write_text(f"{_indented(content, depth=2)}\n", encoding="utf-8")


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _indented(content: Any, depth: int) -> str:
    plain = _compact(content)
    if not depth or not content or not isinstance(content, dict | list):
        return plain
    if isinstance(content, list):
        lines = [_indented(item, depth - 1) for item in content]
        return "[\n" + ",\n".join(lines) + "\n]"
    lines = [f"{_compact(key)}: {_indented(item, depth - 1)}" for key, item in content.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _keep_ward(path: Path, clock: Any) -> None:
    """Play the scenario, and keep the database as text, with what else belongs to it."""
    app = make_app(f"sqlite:///{path}")
    people, ids = scenario.play(app, clock)
    _keep("waiting-file.json", people.phones["leo"].waiting_file())
    _keep("transcript.json", {_name_of(n, request): {"request": request} for n, request in enumerate(requests(ids), 1)})
    photo = b64encode(picture("maroon")).decode()
    _keep("people.json", {**{name: [PHONES[name], PASSWORD] for name in PHONES}, "entries": ids, "photo": photo})
    with app.test_request_context("/?lang=vi"):
        _keep("words.json", page_data())
    with app.app_context():
        _keep_rows()
    dispose(app)
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        text = ";\n".join(sql for (sql,) in rows)
    (dump.FOLDER / "schema.sqlite.sql").write_text(f"{text};\n", encoding="utf-8")


def _name_of(number: int, request: dict[str, Any]) -> str:
    return f"{number:03} {request['who'] or 'stranger'} {request['method']} {request['path']}"


def _keep_rows() -> None:
    version = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String))
    lines: list[Any] = []
    for table in (version, *Base.metadata.sorted_tables):
        columns = {column.name: _type_of(column) for column in table.columns}
        rows = reader().execute(sa.select(table).order_by(*_order_of(table))).all()
        if rows:
            lines.append({"table": table.name, "columns": columns})
            lines += [_portable(table.name, columns, number, row) for number, row in enumerate(rows)]
    text = "".join(f"{_compact(line)}\n" for line in lines)
    (dump.FOLDER / "rows.jsonl").write_text(text, encoding="utf-8")


def _order_of(table: sa.Table) -> list[Any]:
    if table.name in DRAWN_AT_RANDOM:
        return [table.c[DRAWN_AT_RANDOM[table.name]], sa.literal_column("rowid")]
    # An area may name the one that it was merged into, which has the lower number here.
    return list(table.primary_key.columns)


def _type_of(column: sa.Column[Any]) -> str:
    names = {Uid: "uuid", Instant: "instant", sa.Date: "date", sa.JSON: "json", sa.LargeBinary: "bytes"}
    return next((name for type, name in names.items() if isinstance(column.type, type)), "plain")


def _portable(table: str, columns: dict[str, str], number: int, row: Any) -> list[Any]:
    values = [_as_json(type, value) for type, value in zip(columns.values(), row, strict=True)]
    if table in DRAWN_AT_RANDOM:
        values[list(columns).index("id")] = str(uuid5(UUID(int=0), f"{table} {number}"))
    return values


def _as_json(type: str, value: Any) -> Any:
    if value is None or type in {"json", "plain"}:
        return value
    if type == "bytes":
        return b64encode(value).decode()
    return str(value) if type == "uuid" else value.isoformat()


def _keep_schema(server: PostgresServer) -> None:
    """Keep the schema as the migrations make it in PostgreSQL, without what differs from version to version."""
    app = make_app(server.create("schema"))
    with app.app_context():
        upgrade()
    dispose(app)
    command = [str(postgres_bin() / "pg_dump"), "-h", str(server.folder), "-U", "test", "--schema-only", "--no-owner"]  # type: ignore[operator]
    text = subprocess.run([*command, "schema"], capture_output=True, text=True, check=True).stdout
    text = re.sub(r"(?m)^(--.*|SET .*|SELECT pg_catalog\.set_config.*|\\.*)\n", "", text)
    text = re.sub(r"\n{2,}", "\n", text).lstrip()
    (dump.FOLDER / "schema.postgresql.sql").write_text(text, encoding="utf-8")


def _texts(subject: str, server: PostgresServer, addresses: list[str]) -> Any:
    """Return what this code says of the ward, which has to be the same whatever keeps it."""
    server.create(subject)
    texts = []
    for address in addresses:
        url = address.format(subject)
        dump.load(url)
        app = make_app(url)
        texts.append(release.SUBJECTS[subject](app))
        dispose(app)
    assert texts[0] == texts[1], f"{subject} is not the same on both databases"
    return texts[0]


if __name__ == "__main__":
    main()

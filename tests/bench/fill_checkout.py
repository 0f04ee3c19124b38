"""Makes the schema of a checkout in the empty database of ``DATABASE_URL`` and fills it, by that checkout's own app.

Run by the checkout's own Python in its own folder, with rows by the names of their tables on the standard input. An
older app knows fewer columns; those that it does not know are left out. Nothing else of this folder can be imported.
"""

from __future__ import annotations

import pickle
import sys
from typing import Any

from app import create_app
from app.catalogue.actions import load_catalogue
from app.config import Config
from app.database import Base, writer
from app.migrations import upgrade
from app.people.passwords import hash_password

ACCOUNTS = "user"


def fill(tables: dict[str, list[dict[str, Any]]], password: str) -> None:
    """Insert the rows of each of the ``tables``, in their order; all accounts get the hash of ``password``."""
    app = create_app(Config.from_environment())
    with app.app_context():
        upgrade()
        load_catalogue(writer())
        writer().flush()
        password_hash = hash_password(password)
        for name, rows in tables.items():
            table = Base.metadata.tables[name]
            own = {"password_hash": password_hash} if name == ACCOUNTS else {}
            known = [{key: value for key, value in (row | own).items() if key in table.columns} for row in rows]
            writer().execute(table.insert(), known)
        writer().commit()


if __name__ == "__main__":
    fill(*pickle.load(sys.stdin.buffer))

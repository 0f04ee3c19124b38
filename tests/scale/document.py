"""The statements in ``docs/scale.md``, made from the models: ``python -m tests.scale.document`` writes them anew."""

from __future__ import annotations

import re

import app as _all_models  # noqa: F401 - the factory knows every room, and so every table
from app.config import ROOT
from app.database import Base
from app.ward_tables import distribution_statements

DOCUMENT = ROOT / "docs" / "scale.md"
_STATEMENTS = re.compile(r"(?<=```sql\n).*?(?=```)", re.DOTALL)


def expected() -> str:
    """Return the document with the statements that the models give."""
    statements = "".join(f"{statement}\n" for statement in distribution_statements(Base.metadata))
    return _STATEMENTS.sub(lambda _found: statements, DOCUMENT.read_text(encoding="utf-8"), count=1)


if __name__ == "__main__":
    DOCUMENT.write_text(expected(), encoding="utf-8")

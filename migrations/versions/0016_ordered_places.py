"""The order and former names of areas, teams and places; from when to when a team covers an area; a ward's short words."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ORDERED = ("neighbourhood", "team", "place")
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0306": 1, "\u0302": 2, "\u031b": 3}
_NEW_TEXTS = {
    **dict.fromkeys(_ORDERED, ("former_name",)),
    "ward": ("neighbourhood_short", "team_short", "contact_phone"),
}
_WARD = sa.table(
    "ward", *map(sa.column, ("id", "neighbourhood_word", "team_word", "neighbourhood_short", "team_short"))
)


def upgrade() -> None:
    """Add the columns, and keep for what is there the order in which it was shown: nothing moves."""
    for table in _ORDERED:
        op.add_column(table, sa.Column("position", sa.Integer(), nullable=True))
        op.add_column(table, sa.Column("former_name", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("place", sa.Column("unit_count", sa.Integer(), nullable=True))
    op.add_column("place", sa.Column("valid_from", sa.Date(), nullable=True))
    op.add_column("ward", sa.Column("neighbourhood_short", sa.String(length=24), nullable=False, server_default="TDP"))
    op.add_column("ward", sa.Column("team_short", sa.String(length=24), nullable=False, server_default="Tổ CNSCĐ"))
    op.add_column("ward", sa.Column("contact_phone", sa.String(length=16), nullable=False, server_default=""))
    for table in _ORDERED:
        _number(table)
    _shorten_words()
    covered = _covered()
    op.drop_table("team_area")
    op.create_table(
        "team_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_team_area_neighbourhood_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_area_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_area")),
    )
    op.create_index("ix_team_area_team_id", "team_area", ["team_id"], unique=False)
    op.create_index("ix_team_area_neighbourhood_id", "team_area", ["neighbourhood_id"], unique=False)
    _insert_covered(covered)
    _forget_defaults()


def _forget_defaults() -> None:
    """Take the defaults away that filled the rows: whoever adds a row says what stands in it."""
    for table, names in _NEW_TEXTS.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.alter_column(name, server_default=None)


def _number(table: str) -> None:
    """Number the rows of each ward: areas and teams by name, places by id. The whole ward is last by another rule."""
    rows = sa.table(table, *map(sa.column, ("id", "ward_id", "name", "position", "is_whole_ward")))
    query = sa.select(rows.c.ward_id, rows.c.id, rows.c.name).order_by(rows.c.id)
    if table == "neighbourhood":
        query = query.where(rows.c.is_whole_ward.is_(False))
    by_ward: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for ward_id, id, name in op.get_bind().execute(query):
        by_ward[ward_id].append((id, name))
    for of_ward in by_ward.values():
        if table != "place":
            of_ward.sort(key=lambda each: _order_by_name(each[1]))
        for position, (id, _name) in enumerate(of_ward, start=1):
            op.execute(sa.update(rows).where(rows.c.id == id).values(position=position))


def _order_by_name(name: str) -> tuple[object, ...]:
    """Return the key by which release 0.1 sorts names: numbers by value where they are whole words."""
    words = name.split()
    letters = tuple((0, int(word), ()) if word.isdecimal() else (1, 0, _letters(word)) for word in words)
    return letters, tuple(_tones(word) for word in words), name


def _letters(word: str) -> tuple[tuple[str, int], ...]:
    letters: list[tuple[str, int]] = []
    for character in unicodedata.normalize("NFD", word.lower()):
        if character == "đ":
            letters.append(("d", 1))
        elif character in _SHAPES and letters:
            letters[-1] = (letters[-1][0], _SHAPES[character])
        elif not unicodedata.combining(character):
            letters.append((character, 0))
    return tuple(letters)


def _tones(word: str) -> tuple[int, ...]:
    return tuple(_TONES.get(c, 0) for c in unicodedata.normalize("NFD", word) if c in _TONES or c.isalpha())


def _shorten_words() -> None:
    """Give each ward short names of areas and teams, made of its long ones."""
    words = op.get_bind().execute(sa.select(_WARD.c.id, _WARD.c.neighbourhood_word, _WARD.c.team_word)).all()
    for id, area, team in words:
        area = area.replace("tổ dân phố", "TDP")[:24].rstrip()
        team = team.replace("công nghệ số cộng đồng", "CNSCĐ").replace("công nghệ số", "CNS")[:24].rstrip()
        op.execute(sa.update(_WARD).where(_WARD.c.id == id).values(neighbourhood_short=area, team_short=team))


_Pairs = list[tuple[int, int]]
_TEAM_AREA = sa.table("team_area", *map(sa.column, ("team_id", "neighbourhood_id", "valid_to")))


def _covered(*conditions: sa.ColumnElement[bool]) -> _Pairs:
    columns = _TEAM_AREA.c.team_id, _TEAM_AREA.c.neighbourhood_id
    rows = op.get_bind().execute(sa.select(*columns).where(*conditions).distinct().order_by(*columns))
    return [(team_id, area_id) for team_id, area_id in rows]


def _insert_covered(covered: _Pairs) -> None:
    if covered:
        rows = [{"team_id": team_id, "neighbourhood_id": area_id} for team_id, area_id in covered]
        op.get_bind().execute(sa.insert(_TEAM_AREA), rows)


def downgrade() -> None:
    """Take all of it back. Of the areas of teams those stay that have no last day."""
    covered = _covered(_TEAM_AREA.c.valid_to.is_(None))
    op.drop_table("team_area")
    op.create_table(
        "team_area",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_team_area_neighbourhood_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_area_team_id")),
        sa.PrimaryKeyConstraint("team_id", "neighbourhood_id", name=op.f("pk_team_area")),
    )
    _insert_covered(covered)
    for table in _ORDERED:
        op.drop_column(table, "position")
        op.drop_column(table, "former_name")
    for table, names in (
        ("place", ("unit_count", "valid_from")),
        ("ward", ("neighbourhood_short", "team_short", "contact_phone")),
    ):
        for name in names:
            op.drop_column(table, name)

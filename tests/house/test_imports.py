"""Imports point down, between rooms and inside each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from tests.house.source import Module, imported_modules, is_ours, read_house

HOUSE = read_house()
STOREYS = (
    {"places"},
    {"people"},
    {"catalogue"},
    {"registry"},
    {"tally"},
    {"events"},
    {"logbook"},
    {"photos", "targets"},
    {"review", "overview", "pwa"},
    {"months", "guides", "households"},
    {"reports", "sync"},
    {"roster", "calendar"},
    {"settings", "backup", "demo"},
    {"areas"},
    {"imports"},
    {"start"},
    {"serving"},
)
"""The rooms from the ground up. Rooms of one storey are neighbours that do not know each other."""

HEIGHT = {room: height for height, rooms in enumerate(STOREYS) for room in rooms}
LAYERS = ("models", "queries", "actions", "forms", "views")
"""The layers of a room from the bottom up: ``views``, and ``queue_views`` too. Other modules are in no layer."""

ENTRY_POINTS = {"views", "commands"}
"""The layers that a browser or a terminal calls. Only the factory imports them."""

FACTORY = "app"


Problems = Iterator[str]
"""What is wrong with one module, each in words that say what to do."""


def _of_all(find: Callable[[str], Problems], names: Iterable[str] = HOUSE) -> str:
    """Return the problems that ``find`` yields of all modules, one a line."""
    return "\n".join(problem for name in names for problem in find(name))


def _height(module: Module) -> int:
    return HEIGHT[module.room] if module.room else -1


def _layer(module: Module) -> str | None:
    """Return the layer of a module in its room, which is the last word of its name, or ``None``."""
    word = module.file.rpartition("_")[2]
    return word if word in LAYERS or word in ENTRY_POINTS else None


def test_every_room_has_a_storey() -> None:
    rooms = {module.room for module in HOUSE.values() if module.room}
    assert rooms <= HEIGHT.keys(), (
        f"{sorted(rooms - HEIGHT.keys())}: say in STOREYS and in docs/architecture.md which rooms it knows"
    )


def _upward_imports(name: str) -> Problems:
    module = HOUSE[name]
    for other in sorted(imported_modules(module, HOUSE)):
        target = HOUSE[other]
        if other == FACTORY:
            yield f"{name} imports the factory: import the module that it takes the thing from"
        elif target.room is None or target.room == module.room:
            continue
        elif module.room is None:
            yield f"{name} imports {other}: the ground floor knows no room. Pass it in, or move {name} into a room"
        elif _height(target) > _height(module):
            yield (
                f"{name} imports {other}, which stands above it. Move what it needs down to {module.room}, "
                f"or let {target.room} call {module.room} and pass the thing in"
            )
        elif _height(target) == _height(module):
            yield (
                f"{name} imports {other}: neighbours do not know each other. "
                f"Move what both need down, to logbook or lower, or up to the room that calls both"
            )


def test_imports_point_down() -> None:
    assert not (problems := _of_all(_upward_imports, HOUSE.keys() - {FACTORY})), problems


def _below(name: str, seen: set[str]) -> set[str]:
    """Return all modules of the same room that ``name`` imports, directly or through others of the room."""
    for other in imported_modules(HOUSE[name], HOUSE):
        if HOUSE[other].room == HOUSE[name].room and other not in seen:
            seen.add(other)
            _below(other, seen)
    return seen


def _upward_imports_in_room(name: str) -> Problems:
    module = HOUSE[name]
    below = _below(name, set())
    if name in below:
        yield f"{name} imports itself through others: move what they share into a module of its own"
    if (layer := _layer(module)) in LAYERS:
        higher = LAYERS[LAYERS.index(layer) + 1 :]
        if wrong := {other for other in below if _layer(HOUSE[other]) in higher}:
            yield (
                f"{name} reaches {sorted(wrong)}, which stand above it: {' < '.join(LAYERS)}. "
                f"Pass the value in, or move what is needed down"
            )


def test_inside_a_room_imports_point_down() -> None:
    names = [name for name, module in HOUSE.items() if module.room]
    assert not (problems := _of_all(_upward_imports_in_room, names)), problems


def _impure_imports(name: str) -> Problems:
    module = HOUSE[name]
    banned = ("sqlalchemy", "flask.", "flask_login", "flask_wtf", "flask_sqlalchemy_lite", "app.database")
    for imported in module.imports():
        if imported.startswith(banned):
            yield f"{name} says that it is pure, but imports {imported}: pass values in"
    for other in imported_modules(module, HOUSE):
        is_sibling = HOUSE[other].room == module.room
        if is_sibling and _layer(HOUSE[other]):
            yield (
                f"{name} says that it is pure, but imports {other}: pure modules stand below models. "
                f"Move the value it needs into {name}, and let {other} import it from there"
            )


def test_pure_modules_import_only_pure_modules() -> None:
    """A pure module works on values alone, so that it can be read and tested without a database or a request."""
    names = [name for name, module in HOUSE.items() if "pure" in module.docstring.lower()]
    assert not (problems := _of_all(_impure_imports, names)), problems


def _imported_entry_points(name: str) -> Problems:
    for other in imported_modules(HOUSE[name], HOUSE):
        if _layer(HOUSE[other]) in ENTRY_POINTS:
            yield (
                f"{name} imports {other}: only the factory imports {sorted(ENTRY_POINTS)}. Move what it needs into a "
                f"module that both may import; an address comes from url_for"
            )


def test_views_and_commands_are_imported_by_the_factory_alone() -> None:
    assert not (problems := _of_all(_imported_entry_points, HOUSE.keys() - {FACTORY})), problems


def test_the_factory_imports_all_views_and_commands() -> None:
    entry_points = {name for name, module in HOUSE.items() if module.room and _layer(module) in ENTRY_POINTS}
    forgotten = entry_points - imported_modules(HOUSE[FACTORY], HOUSE)
    assert not forgotten, f"{sorted(forgotten)}: add them to VIEWS or COMMANDS in app/__init__.py"


@pytest.mark.parametrize(
    ("name", "layer"),
    [("views", "views"), ("queue_views", "views"), ("flag_forms", "forms"), ("commands", "commands"), ("rules", None)],
)
def test_the_layer_of_a_module_is_the_last_word_of_its_name(name: str, layer: str | None) -> None:
    assert _layer(Module(f"app.example.{name}", "")) == layer


def _hidden_imports(name: str) -> Problems:
    if late := list(HOUSE[name].late_imports()):
        yield (
            f"{name} imports {late} inside a function, which hides a circle. Import at the top; where that fails, "
            f"move what both modules need into one below them"
        )
    if relative := [imported for imported in HOUSE[name].imports() if imported.startswith(".")]:
        yield f"{name} imports {relative}: write the full name, from app.<room>.<file> import <thing>"


def test_our_modules_are_imported_at_the_top_and_by_full_name() -> None:
    assert not (problems := _of_all(_hidden_imports)), problems


def test_the_reader_of_imports_sees_them_all() -> None:
    text = """
import app.month
from app.people import guess_limits
from app.people.models import User
from . import forms

def late():
    import json
    from app.sync import views
"""
    module = Module("app.people.example", text)
    assert set(module.late_imports()) == {"app.sync.views"}
    assert "..forms" in set(module.imports())
    assert imported_modules(module, HOUSE) == {
        "app.month",
        "app.people.guess_limits",
        "app.people.models",
        "app.sync.views",
    }


def test_extensions_import_nothing_of_ours() -> None:
    ours = list(filter(is_ours, HOUSE["app.extensions"].imports()))
    assert not ours, f"app.extensions imports {ours}: extensions are bound in create_app, so that every room may do so"

"""The check of a template's statements: they name only placeholders, and use them as they may be used. Pure.

The template is parsed by Jinja, and every node of its syntax tree that is not on the list here is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import Any

from flask_babel import gettext as _
from jinja2 import nodes

from app.reports.template.placeholders import PLACEHOLDERS, Choice, Group, Many, Placeholder, Text
from app.reports.template.problem import Problem
from app.reports.template.sandbox import FILTERS
from app.reports.template.tags import Tag

MAX_LOOPS = 3
"""Limit of loops inside each other: chapters, their parts, and their paragraphs."""

_LOOP = Group(
    "",
    {
        "index": Text(""),
        "index0": Text(""),
        "revindex": Text(""),
        "length": Text(""),
        "first": Choice(""),
        "last": Choice(""),
    },
)
_COMPARISONS = {"eq", "ne", "lt", "lteq", "gt", "gteq"}


def problem_on_line(tags: Sequence[Tag], line: int, where: str, message: str) -> Problem:
    """Return a problem with the tag that stands on a line of the source; the first tag stands on the second."""
    place = line - 2
    return tags[place].problem(message) if 0 <= place < len(tags) else Problem(where, "", message)


class NotAllowedError(Exception):
    """An expression that no template may have."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


Scope = Mapping[str, Placeholder]


@dataclass
class StatementReader:
    """Reads the statements of a template and notes the problems."""

    tags: Sequence[Tag]
    where: str
    problems: list[Problem] = field(default_factory=list)

    def read(self, body: Sequence[nodes.Node], scope: Scope) -> None:
        """Read statements; ``scope`` are the names of the enclosing loops."""
        for node in body:
            match node:
                case nodes.Output():
                    self._read_output(node, scope)
                case nodes.For():
                    self._read_loop(node, scope)
                case nodes.If():
                    self._note(partial(_read_test, node.test, scope))
                    for each in (node.body, node.elif_, node.else_):
                        self.read(each, scope)
                case _:
                    self._add(_not_allowed(node))

    def _note(self, work: Callable[[], Any]) -> Any:
        """Return the result of ``work``; note its problem and go on, so that all problems are found."""
        try:
            return work()
        except NotAllowedError as wrong:
            self._add(wrong)
            return None

    def _add(self, wrong: NotAllowedError) -> None:
        self.problems.append(problem_on_line(self.tags, wrong.line, self.where, wrong.message))

    def _read_output(self, node: nodes.Output, scope: Scope) -> None:
        for each in node.nodes:
            if not isinstance(each, nodes.TemplateData):
                kind = self._note(partial(kind_of, each, scope))
                if kind is not None and not isinstance(kind, Text):
                    self._add(NotAllowedError(_advice(kind), each.lineno))

    def _read_loop(self, node: nodes.For, scope: Scope) -> None:
        names = self._note(partial(self._loop_names, node, scope))
        # Without its variable the body of a loop would only repeat the problem of its head.
        if names is not None:
            self.read(node.body, {**scope, **names})

    def _loop_names(self, node: nodes.For, scope: Scope) -> dict[str, Placeholder]:
        if node.test is not None or node.else_ or node.recursive or not isinstance(node.target, nodes.Name):
            raise NotAllowedError(_("A loop reads: for one in many. Nothing more."), node.lineno)
        if len(_variables(scope)) >= MAX_LOOPS:
            raise NotAllowedError(
                _("No more than %(number)d loops can stand inside each other.", number=MAX_LOOPS), node.lineno
            )
        kind = kind_of(node.iter, scope)
        if not isinstance(kind, Many):
            raise NotAllowedError(_("A loop can only go through a list of the report."), node.lineno)
        # A loop over a list of a loop further out would go through the same list for each of its items.
        if scope and _root_name(node.iter) != _innermost(scope):
            raise NotAllowedError(
                _("A loop inside another can only go through a part of what the outer one gives."), node.lineno
            )
        name = node.target.name
        if name in scope or name in PLACEHOLDERS or name == "loop":
            raise NotAllowedError(_("“%(name)s” is taken. Give the loop another name.", name=name), node.lineno)
        return {name: kind.each, "loop": _LOOP}


def _variables(scope: Scope) -> list[str]:
    """Return the names of the items of the enclosing loops, from the outermost to the innermost."""
    return [name for name in scope if name != "loop"]


def _innermost(scope: Scope) -> str:
    return _variables(scope)[-1]


def _read_test(node: nodes.Node, scope: Scope) -> None:
    match node:
        case nodes.And() | nodes.Or():
            _read_test(node.left, scope)
            _read_test(node.right, scope)
        case nodes.Not():
            _read_test(node.node, scope)
        case nodes.Compare():
            _read_comparison(node, scope)
        case _:
            kind_of(node, scope)


def _read_comparison(node: nodes.Compare, scope: Scope) -> None:
    if any(operand.op not in _COMPARISONS for operand in node.ops):
        raise NotAllowedError(_("Compare with == != < <= > >= only."), node.lineno)
    for each in (node.expr, *(operand.expr for operand in node.ops)):
        if isinstance(each, nodes.Const) and isinstance(each.value, str | int):
            continue
        if not isinstance(kind := kind_of(each, scope), Text | Choice):
            raise NotAllowedError(_advice(kind), node.lineno)


def kind_of(node: nodes.Node, scope: Scope) -> Placeholder:
    """Return the placeholder that an expression names. Raises :class:`NotAllowedError` for any other expression."""
    match node:
        case nodes.Name():
            return _placeholder_named(node.name, scope if node.name in scope else {**PLACEHOLDERS, **scope}, node)
        case nodes.Getattr():
            return _part_of(kind_of(node.node, scope), node.attr, node)
        case nodes.Getitem(arg=nodes.Const(value=str() as name)):
            return _part_of(kind_of(node.node, scope), name, node)
        case nodes.Getitem():
            raise NotAllowedError(_("Go through a list in a loop; its items cannot be picked by number."), node.lineno)
        case nodes.Filter():
            return _filter_result(node, scope)
        case _:
            raise _not_allowed(node)


def _filter_result(node: nodes.Filter, scope: Scope) -> Placeholder:
    if node.name not in FILTERS or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs or node.node is None:
        known = ", ".join(FILTERS)
        message = _("“| %(name)s” cannot be used; these can, without brackets: %(known)s.", name=node.name, known=known)
        raise NotAllowedError(message, node.lineno)
    kind = kind_of(node.node, scope)
    if node.name != "length" and not isinstance(kind, Text):
        raise NotAllowedError(_advice(kind), node.lineno)
    return Text("")


def _part_of(kind: Placeholder, name: str, node: nodes.Node) -> Placeholder:
    if isinstance(kind, Group):
        return _placeholder_named(name, kind.parts, node)
    raise NotAllowedError(_("There is no “%(name)s” here.", name=name), node.lineno)


def _placeholder_named(name: str, names: Scope, node: nodes.Node) -> Placeholder:
    if name in names:
        return names[name]
    near = get_close_matches(name.lower(), names, 1, 0.6)
    message = _("There is no placeholder “%(name)s”.", name=name)
    if near:
        message += " " + _("Did you mean “%(name)s”?", name=near[0])
    raise NotAllowedError(message, node.lineno)


def _advice(kind: Placeholder) -> str:
    match kind:
        case Many():
            return str(_("This is a list: write a loop, %(tag)s.", tag="{% for … in … %}"))
        case Choice():
            return str(_("This is yes or no: write %(tag)s.", tag="{% if … %}"))
        case _:
            return str(_("This has parts: write which one, after a full stop."))


def _root_name(node: nodes.Node) -> str:
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _not_allowed(node: nodes.Node) -> NotAllowedError:
    match node:
        case nodes.Call(node=nodes.Name(name=name)):
            message = _("“%(word)s(…)” cannot be used in a template.", word=name)
        case nodes.Call():
            message = _("Nothing can be called in a template: no brackets ( ).")
        case nodes.BinExpr() | nodes.UnaryExpr() | nodes.Concat():
            message = _("Nothing can be calculated in a template.")
        case nodes.Const() | nodes.TemplateData():
            message = _("Write plain text outside of the braces.")
        case _:
            words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(node).__name__).lower()
            message = _("“%(word)s” cannot be used in a template; only for and if can.", word=words)
    return NotAllowedError(message, node.lineno)

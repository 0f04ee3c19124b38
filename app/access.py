"""Declarations of views: who may open each. A view that declares nothing asks to sign in."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, abort
from flask_login import current_user

from app.permissions import Holder, Permission, reach

A = ParamSpec("A")
T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., object])


class Audience(Enum):
    """Those who may open a view that asks for no permission."""

    STRANGERS = "everybody, also without signing in"
    USERS = "every user, whatever the role"


Access = Permission | Audience | str
"""Those who may open a view: holders of a permission, an audience, or users whom a rule of the view lets in."""


def requires(permission: Permission) -> Callable[[Callable[A, T]], Callable[A, T]]:
    """Guard a view: a user who holds ``permission`` nowhere at all gets 403. The view then asks :func:`may`."""

    def decorate(view: Callable[A, T]) -> Callable[A, T]:
        @wraps(view)
        def guarded(*args: A.args, **kwargs: A.kwargs) -> T:
            if reach(cast(Holder, current_user), permission) is None:
                # Whose post has ended reads that, on the page of the error.
                abort(403, "ended" if current_user.ended_on is not None else None)
            return view(*args, **kwargs)

        return _declared(guarded, permission)

    return decorate


def open_to_strangers(view: View) -> View:
    """Declare that a view is open to everybody; all others ask to sign in."""
    return _declared(view, Audience.STRANGERS)


def open_to_users(view: View) -> View:
    """Declare that a view is open to every user: it shows and changes nothing but what is theirs."""
    return _declared(view, Audience.USERS)


def guarded_by(rule: str) -> Callable[[View], View]:
    """Declare that a view itself refuses users whom ``rule`` does not let in, where no permission says it."""
    return lambda view: _declared(view, rule)


def access_to(app: Flask, endpoint: str | None) -> Access | None:
    """Return who may open the view of ``endpoint``, ``None`` when it does not say or there is no such view."""
    access: Access | None = getattr(app.view_functions.get(endpoint or ""), "access", None)
    return access


def is_open(app: Flask, endpoint: str | None) -> bool:
    """Return whether everybody may open the view of ``endpoint`` without signing in."""
    return access_to(app, endpoint) is Audience.STRANGERS


def _declared(view: View, access: Access) -> View:
    """Write ``access`` on a view; raise ``TypeError`` when it says already who may open it."""
    if hasattr(view, "access"):
        raise TypeError(f"{view.__qualname__} declares twice who may open it")
    vars(view)["access"] = access
    return view

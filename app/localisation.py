"""Languages, and how numbers and dates are written in them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import format_decimal
from flask import Flask, Response, g, has_request_context, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.csrf import csrf_token
from app.extensions import babel
from app.month import ZONE, Month
from app.permissions import Role
from app.text import with_capital

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
LANGUAGE_COOKIE = "language"
_YEAR = 365 * 24 * 3600  # seconds


def selected_language() -> str:
    """Return the language asked for by the address, else by the cookie, else Vietnamese."""
    if not has_request_context():
        return "vi"
    for requested in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if requested in LANGUAGES:
            return requested
    return "vi"


def remember_language(response: Response, language: str, *, secure: bool) -> None:
    """Keep ``language`` on this device."""
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, secure=secure, httponly=True, samesite="Lax")


def number(value: int | Decimal) -> str:
    """Write a number as the reader's language does: 9.547 in Vietnamese."""
    return _decimal(value, _language())


def _language() -> str:
    """Return the language of the page that is being written, chosen once for each."""
    language: str | None = g.get("language")
    if language is None:
        language = g.language = selected_language()
    return language


@lru_cache(maxsize=8192)
def _decimal(value: int | Decimal, locale: str) -> str:
    # A ward's page writes some two thousand numbers, most of them small and the same.
    return format_decimal(value, locale=locale)


def percent(ratio: Decimal) -> str:
    """Write a percentage with one decimal, rounded half up: 98,9%."""
    return _percent(ratio.quantize(Decimal("0.1"), ROUND_HALF_UP), _language())


@lru_cache(maxsize=4096)
def _percent(rounded: Decimal, locale: str) -> str:
    return f"{format_decimal(rounded, format='#,##0.0', locale=locale)}%"


def day(value: date | None) -> str:
    """Write a day as dd/mm/yyyy."""
    return value.strftime("%d/%m/%Y") if value else "–"


def full_day(value: date) -> str:
    """Write a day with its weekday: Chủ nhật, 06/12/2026."""
    return f"{weekday(value)}, {day(value)}"


def weekday(value: date) -> str:
    """Write the weekday of a day: Chủ nhật."""
    return str(WEEKDAYS[value.weekday()])


def clock(value: time) -> str:
    """Write a time of the day: 07:30."""
    return value.strftime("%H:%M")


def moment(value: datetime) -> str:
    """Write an instant as day and time in Viet Nam."""
    return value.astimezone(ZONE).strftime("%d/%m/%Y %H:%M")


def month(value: Month | str) -> str:
    """Write a month as mm/yyyy."""
    value = Month.parse(value) if isinstance(value, str) else value
    return f"{value.number:02d}/{value.year}"


def role_name(role: Role | None) -> str:
    """Write a role as its holders call it."""
    return str(_ROLE_NAMES[role] if role else _("No post at present"))


WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
"""What the days of the week are called, from Monday on."""

_ROLE_NAMES = {
    Role.MEMBER: _l("Team member"),
    Role.LEADER: _l("Team leader"),
    Role.COORDINATOR: _l("Ward coordinator"),
    Role.VIEWER: _l("Ward viewer"),
    Role.PROVINCE: _l("Province"),
    Role.ADMIN: _l("Administrator"),
}


def init_app(app: Flask) -> None:
    """Install the translations and the template filters."""
    babel.init_app(app, locale_selector=selected_language)
    app.jinja_env.filters.update(
        number=number,
        percent=percent,
        day=day,
        moment=moment,
        month=month,
        with_capital=with_capital,
        full_day=full_day,
        weekday=weekday,
        clock=clock,
    )
    app.jinja_env.globals.update(
        languages=LANGUAGES, language=selected_language, role_name=role_name, csrf_token=csrf_token
    )

"""The pages of a ward's people, as the tests of templates open them."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask

from app.localisation import LANGUAGES
from tests.cast import ANA, TEAM_1
from tests.client import Visitor


def people_pages(app: Flask) -> Iterator[tuple[Visitor, str, int]]:
    """Yield who opens which page of people, and what status answers; an invitation must be there."""
    for name, ward in (("leo", ""), ("carla", ""), ("ada", "ward=16417")):
        for path in ("?", "?text=nobody&", "?state=ended&", f"{ANA}?", "cards?"):
            yield Visitor(app, name), f"/people/{path}{ward}", 200
        for path in ("invite", "invite/many", "invitations", "invitations/1"):
            yield Visitor(app, name), f"/people/{path}?{ward}", 200


def invite_somebody(app: Flask) -> None:
    """Invite somebody to team 1, by the first invitation that there is."""
    invited = {"name": "Lê Mời", "phone": "0912000009", "role": "member", "team": str(TEAM_1)}
    assert Visitor(app, "carla").post("/people/invite", **invited).status_code == 200


def show_links(app: Flask, language: str) -> None:
    """Let the coordinator invite somebody, and show the code for a new password; the answers are pages."""
    carla = Visitor(app, "carla")
    number = f"091200000{list(LANGUAGES).index(language)}"
    invited = {"name": f"Lê Mời {language}", "phone": number, "role": "member", "team": str(TEAM_1)}
    for path in ("/people/invite", f"/people/{ANA}/reset"):
        response = carla.post(f"{path}?lang={language}", **invited)
        assert (response.status_code, f'<html lang="{language}">' in response.text) == (200, True), path

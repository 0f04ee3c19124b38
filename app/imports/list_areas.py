"""The areas of a ward as a list names them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.places.models import Neighbourhood
from app.places.team_areas import areas_on
from app.settings.area_names import AreaNames


class ListAreas:
    """Finds the areas of a ward that are in use on a day by what a list calls them.

    A name of today goes first, then that of an area that was merged into one of today, then the name that one had
    before. The area that stands for the whole ward is not among them.
    """

    def __init__(self, session: Session, ward_id: int, day: date) -> None:
        self._areas = areas_on(session, ward_id, None, day)
        in_use = [area for area in self._areas.in_use(day) if not area.is_whole_ward]
        self.names: Mapping[int, str] = {area.id: area.name for area in in_use}
        """The names of these areas by id, in their order."""
        merged = {
            area.id: area.name
            for area in self._areas.all
            if area.id not in self.names and self.standing_for(area.id) in self.names
        }
        former = sa.select(Neighbourhood.id, Neighbourhood.former_name).where(
            Neighbourhood.ward_id == ward_id, Neighbourhood.former_name != ""
        )
        named_before = {id: name for id, name in session.execute(former) if id in self.names}
        self._spellings = [AreaNames(names) for names in (self.names, merged, named_before)]
        self._found: dict[str, set[int]] = {}

    def standing_for(self, area_id: int) -> int:
        """Return the successor of an area, or the area itself."""
        return self._areas.standing_for(area_id)

    def find(self, text: str) -> int:
        """Return the id of the only area in use that a text names; raises ``ValueError`` with a sentence for others."""
        if text not in self._found:
            self._found[text] = self._search(text)
        found = self._found[text]
        if len(found) == 1:
            return next(iter(found))
        if found:
            names = ", ".join(self.names[id] for id in sorted(found))
            raise ValueError(_("“%(name)s” may be several: %(names)s. Write which one it is.", name=text, names=names))
        raise ValueError(_("There is no “%(name)s” in the ward. Write the name as it stands in its list.", name=text))

    def _search(self, text: str) -> set[int]:
        for names in self._spellings:
            found = {self.standing_for(id) for id in names.every([text])}
            if found:
                return found
        return set()

    def together_with(self, area_id: int) -> list[int]:
        """Return the ids of an area and of all that are merged into it."""
        return [area.id for area in self._areas.all if self._areas.standing_for(area.id) == area_id]

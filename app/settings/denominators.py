"""Which groups of people an indicator's ratio may be taken of in a ward, and how many there are."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.queries import indicators
from app.localisation import selected_language
from app.months.figure_names import GROUP_NAMES, population_sentence
from app.overview.populations import populations_on
from app.places.queries import latest_populations
from app.places.ward_settings import DENOMINATORS
from app.settings.report_forms import BaseChoice


def base_choices(session: Session, ward_id: int, day: date) -> list[BaseChoice]:
    """Return, for each indicator that the log feeds, the groups to choose from with what is known of each."""
    known = populations_on(session.execute(latest_populations(ward_id)), day)
    english = selected_language() == "en"

    def words(group: str) -> str:
        if group in known:
            return population_sentence(group, known[group].figure, known[group].as_of)
        return str(_("%(group)s: number not known", group=GROUP_NAMES.get(group, group)))

    return [
        BaseChoice(
            code=each.code,
            name=each.name_en if english else each.name_vi,
            catalogue_group=each.denominator_group,
            groups=[(group, words(group)) for group in dict.fromkeys([each.denominator_group, *DENOMINATORS])],
        )
        for each in session.scalars(indicators())
        if each.measures and each.denominator_group
    ]

"""The denominators that a ward may choose for an indicator, with the newest figure of each."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.queries import indicators
from app.overview.populations import populations_on
from app.places.population_names import GROUP_NAMES, population_sentence
from app.places.queries import latest_populations
from app.places.ward_settings import DENOMINATORS
from app.settings.report_forms import DenominatorChoice


def denominator_choices(session: Session, ward_id: int, day: date) -> list[DenominatorChoice]:
    """Return the groups to choose from for each indicator that the log feeds, with the newest figure of each."""
    newest = populations_on(session.execute(latest_populations(ward_id)), day)

    def words(group: str) -> str:
        if group in newest:
            return population_sentence(group, newest[group].figure, newest[group].as_of)
        return str(_("%(group)s: number not known", group=GROUP_NAMES.get(group, group)))

    return [
        DenominatorChoice(
            code=each.code,
            name=each.name,
            catalogue_group=each.denominator_group,
            groups=[(group, words(group)) for group in dict.fromkeys([each.denominator_group, *DENOMINATORS])],
        )
        for each in session.scalars(indicators())
        if each.measures and each.denominator_group
    ]

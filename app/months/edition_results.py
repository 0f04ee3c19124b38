"""The results of an edition, in the reader's language: what the rows of its report are made from."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from msgspec.structs import asdict

from app.catalogue.coverage import CoverageLine
from app.catalogue.models import Indicator, Service
from app.catalogue.pillars import pillar_name
from app.localisation import selected_language
from app.months.edition import Edition
from app.months.edition_indicators import EditionIndicator
from app.overview.coverage import Covered
from app.overview.results import ResultInputs, ShownService
from app.targets.progress import FiguresAndTargets
from app.targets.subjects import HOUSEHOLDS


def result_inputs(
    edition: Edition, indicators: Sequence[Indicator], services: Sequence[Service], team_id: int | None = None
) -> ResultInputs:
    """Return the inputs of the results of the ward, or of a team, with the catalogue of today."""
    named = {each.code: each for each in indicators}
    is_of_ward = team_id is None
    return ResultInputs(
        as_of=edition.as_of,
        counted=FiguresAndTargets(
            edition.figures(team=team_id),
            edition.preferred_targets(team_id),
            edition.openings if is_of_ward else edition.openings.of_log_alone,
        ),
        covered=[_covered(item, named.get(item.code)) for item in edition.indicators],
        services=_services(edition, services),
        households=edition.households_reached if is_of_ward else None,
        all_households=edition.populations.get(HOUSEHOLDS) if is_of_ward else None,
    )


def _services(edition: Edition, of_today: Sequence[Service]) -> list[ShownService]:
    """Return the services of an edition: those of the catalogue as it names them today, then the ward's own as then."""
    kept = {service.code for service in edition.services if not service.name_vi}
    is_english = selected_language() == "en"
    return [
        *(ShownService.of_today(service) for service in of_today if service.code in kept),
        *(
            ShownService(own.code, (own.name_en if is_english else "") or own.name_vi, own.pillar)
            for own in edition.services
            if own.name_vi
        ),
    ]


def _covered(item: EditionIndicator, of_today: Indicator | None) -> Covered:
    """Return an indicator of an edition, with its name of today."""
    lines = [CoverageLine(**asdict(line), denominator_as_of=line.as_of) for line in item.published]
    return Covered(
        code=item.code,
        name=of_today.name if of_today else item.code,
        pillar_code=item.pillar,
        pillar=pillar_name(item.pillar),
        unit=of_today.unit if of_today else "",
        measures=item.measures,
        published=lines,
        start=lines[item.start] if item.start is not None else None,
        today=CoverageLine(**asdict(item.log), source=_("log book")) if item.log else None,
    )

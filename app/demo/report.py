"""The report of the demonstration's ward: its settings, its narrative, and the targets. All made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.month import Month
from app.months.actions import save_narrative
from app.months.narrative import Narrative
from app.places.actions import store_settings
from app.places.models import Ward
from app.places.report_settings import Rates, ReportSettings
from app.targets.models import Target

_YEAR_TARGETS = {"visit": 12000, "installation.people": 9000, "merchant": 600, "training": 120}
_YEAR_TARGETS_OF_TEAM = {"visit": 140, "installation.people": 100}
_MONTH_TARGETS_OF_TEAM = {"visit": 15}
_YEAR_TARGETS_OF_AREA = {"visit": 140, "merchant": 7}
_SETTINGS = ReportSettings(
    basis="Kế hoạch ví dụ số 00/KH-UBND của Ủy ban nhân dân phường An Khê về hoạt động của các Tổ CNSCĐ và Đề án 06",
    signed_as=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signatory="Nguyễn Ví Dụ",
    recipients=(
        "Thường trực Đảng ủy phường (để b/c);",
        "Thường trực HĐND phường (để b/c);",
        "Các Tổ CNSCĐ và Đề án 06;",
        "Lưu: VT.",
    ),
    cutoff_day=5,
    # What the city pays from 2026 on: so much a day under a plan, as far as the team's sum of a month goes.
    rates=Rates(per_day=50_000, team_most=300_000),
    only_planned_days=True,
)
_NARRATIVE = Narrative(
    organisation="Phường họp các tổ trưởng một lần, thống nhất lịch đi từng hộ của tháng.",
    models="Định danh mức 2 lưu động tại chợ Tân An và chợ Thuận An.",
    feedback="Nhiều người lớn tuổi đề nghị được hướng dẫn lại sau khi đổi điện thoại.",
    strengths="Các tổ bám sát địa bàn, đi vào buổi tối khi người dân có nhà.",
    difficulties="Một số hộ đi làm xa nên phải đến nhiều lần.",
    causes="Tổ viên kiêm nhiệm, thời gian dành cho tổ còn ít.",
    next_tasks="Đến các hộ chưa gặp trong tháng.\nTổ chức hướng dẫn nhận biết lừa đảo qua mạng tại nhà văn hóa.",
    proposals="Đề nghị hỗ trợ thêm tài liệu hướng dẫn khổ chữ lớn cho người cao tuổi.",
)
_NARRATIVE_OF_TEAM = Narrative(
    strengths="Tổ viên đi đủ các buổi đã đăng ký.",
    difficulties="Trong kiệt sâu sóng yếu, phải đứng ở đầu kiệt mới gửi được.",
    next_tasks="Đến lại các hộ vắng nhà.",
)


@dataclass(frozen=True, slots=True)
class ShownTeam:
    """The team of the printed accounts: its area and its leader."""

    id: int
    area_id: int
    leader_id: int


def add_report(session: Session, ward: Ward, team: ShownTeam, month: Month, coordinator_id: int, at: datetime) -> None:
    """Add targets for the year, the settings of the report, and the narrative of the report of the month before."""
    for figures, place in (
        (_YEAR_TARGETS, {}),
        (_YEAR_TARGETS_OF_TEAM, {"team_id": team.id}),
        (_YEAR_TARGETS_OF_AREA, {"neighbourhood_id": team.area_id}),
        (_MONTH_TARGETS_OF_TEAM, {"team_id": team.id, "month": str(month)}),
    ):
        _add_targets(session, {"ward_id": ward.id, "year": month.year, **place}, figures)
    store_settings(ward, report=_SETTINGS)
    last = month.previous()
    save_narrative(session, ward.id, last, None, _NARRATIVE, "", coordinator_id, at)
    save_narrative(session, ward.id, last, team.id, _NARRATIVE_OF_TEAM, "", team.leader_id, at)


def _add_targets(session: Session, place: dict[str, object], figures: Mapping[str, int]) -> None:
    session.add_all(Target(measure=measure, figure=figure, **place) for measure, figure in figures.items())

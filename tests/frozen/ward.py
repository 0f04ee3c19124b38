"""The made-up ward: its places, people and figures, and the Word template that it uploads. Runs on release 0.1 only."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from PIL import Image

from app.catalogue.actions import load_catalogue
from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.database import writer
from app.migrations import upgrade
from app.people.models import Membership, User
from app.places.actions import store_settings
from app.places.models import Neighbourhood, Population, Ward
from app.places.report_settings import Rates, ReportSettings
from app.targets.models import Target
from tests.cast import AREA_1, AREA_2, MOVED, PASSWORD, TEAM_1, WARD_A, WARD_B, add_cast

AREA_OLD = 7
"""An area that was merged into area 2 at the end of August."""

TEMPLATE = (
    "{{ ten_bao_cao }}",
    "{%p for doan in mo_dau %}",
    "{{ doan }}",
    "{%p endfor %}",
    "{%p for dong in so_lieu %}",
    "{{ dong.noi_dung }}: {{ dong.trong_thang }} ({{ dong.luy_ke }})",
    "{%p endfor %}",
    "{%p for pl in phu_luc %}",
    "Phụ lục {{ pl.so }}. {{ pl.ten }}",
    "{%p for dong in pl.dong %}",
    "{%p for o in dong.o %}",
    "{{ o }}",
    "{%p endfor %}",
    "{%p endfor %}",
    "{%p endfor %}",
)
"""The ward's own layout of its report, with loops inside each other."""

OFFICE = "http://schemas.openxmlformats.org"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PARTS = {
    "[Content_Types].xml": (
        f'{HEAD}<Types xmlns="{OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>'
    ),
    "_rels/.rels": (
        f'{HEAD}<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
}
DOCUMENT = f'{HEAD}<w:document xmlns:w="{OFFICE}/wordprocessingml/2006/main"><w:body>{{}}</w:body></w:document>'


def picture(colour: str) -> bytes:
    """Return a small JPEG as a phone takes it."""
    file = BytesIO()
    Image.new("RGB", (48, 32), colour).save(file, "JPEG")
    return file.getvalue()


def template() -> bytes:
    """Return the ward's own Word template: no more than a Word file needs, and the same bytes each time."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in TEMPLATE)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name, content in {**PARTS, "word/document.xml": DOCUMENT.format(paragraphs)}.items():
            made.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return file.getvalue()


def found_ward(app: Flask) -> None:
    """Make the schema, the catalogue and the places and people."""
    with app.app_context():
        upgrade()
        load_catalogue(writer())
        writer().flush()
        add_cast(writer())
        writer().flush()
        # The same hash each time; that of the cast has a salt of its own.
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        writer().execute(sa.update(User).values(password_hash=cheap.hash(PASSWORD, salt=b"release-0.1 salt")))
        # Who moved to another ward did so in November, so that there is something left to be sent from there.
        moved = sa.update(Membership).where(Membership.user_id == MOVED)
        writer().execute(moved.where(Membership.ward_id == WARD_A).values(valid_to=date(2026, 11, 10)))
        writer().execute(moved.where(Membership.ward_id == WARD_B).values(valid_from=date(2026, 11, 11)))
        in_use = writer().get_one(Ward, WARD_A)
        in_use.name, in_use.official_name, in_use.code = "Phường Ví Dụ", "Phường Ví Dụ", "99901"
        store_settings(in_use, keeps_location=True, report=_settings())
        _add_areas_and_figures()
        writer().commit()


def _settings() -> ReportSettings:
    return ReportSettings(
        basis="Kế hoạch ví dụ số 00/KH-UBND",
        signed_as=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signatory="Nguyễn Ví Dụ",
        recipients=("Như trên;", "Lưu: VT."),
        cutoff_day=5,
        rates=Rates(per_day=50_000, most=600_000),
    )


def _add_areas_and_figures() -> None:
    """Add an area that was merged, how many people there are, what was published, and what is to be reached."""
    merged = {"name": "Phố cũ", "valid_to": date(2026, 8, 31), "merged_into_id": AREA_2}
    writer().add(Neighbourhood(id=AREA_OLD, ward_id=WARD_A, **merged))
    writer().flush()
    counted = {"ward_id": WARD_A, "as_of": date(2026, 6, 30), "source": "Số liệu ví dụ"}
    writer().add_all(
        [
            *(Population(group=group, figure=n, **counted) for group, n in (("residents", 900), ("households", 240))),
            Population(group="residents_14_plus", figure=700, **counted),
            *(
                Population(group="households", figure=n, neighbourhood_id=area, **counted)
                for area, n in ((AREA_1, 120), (AREA_2, 100), (AREA_OLD, 20))
            ),
            Baseline(
                ward_id=WARD_A,
                indicator_code="eid_account",
                unit_then="Phường Ví Dụ",
                as_of=date(2026, 6, 30),
                numerator=500,
                bound=Bound.MORE_THAN,
                denominator=700,
                source="Báo cáo ví dụ",
            ),
            Target(ward_id=WARD_A, measure="visit", year=2026, figure=100),
            Target(ward_id=WARD_A, measure="households", year=2026, figure=40),
            Target(ward_id=WARD_A, team_id=TEAM_1, measure="visit", year=2026, month="2026-11", figure=8),
            Target(ward_id=WARD_A, neighbourhood_id=AREA_1, measure="installation.people", year=2026, figure=30),
        ]
    )

"""Who may open the reports and take away their files: more rows of ``permission_matrix.py``."""

from __future__ import annotations

# nobody     not signed in           vera   viewer of ward A         moved  was in team 1, is in team B
# ana        member, team 1          dora   coordinator of ward B    nina   no post since 2024
# bruno      member, team 2          bo     member, team B
# leo        leader, team 1          eva    province of wards A, C
# carla      coordinator of ward A   ada    admin
#          nobody ana  bruno leo  carla vera dora bo   eva  ada  moved nina
REPORTS_MATRIX = """
reports.index /reports/
           in    200  200   200  200   200  200  200  200  403  200   403
reports.index /reports/?ward=14812
           in    404  404   404  404   404  404  404  200  403  404   403
reports.index /reports/?ward=20305
           in    404  404   404  404   404  200  200  404  403  200   403
reports.index /reports/?month=2026-13
           in    400  400   400  400   400  400  400  400  403  400   403
reports.month_xlsx /reports/month.xlsx
           in    200  200   200  200   200  200  200  400  403  200   403
reports.month_docx /reports/month.docx
           in    200  200   200  200   200  200  200  400  403  200   403
reports.month_xlsx /reports/month.xlsx?ward=16417
           in    200  200   200  200   200  404  404  200  403  404   403
reports.month_docx /reports/month.docx?ward=16417
           in    200  200   200  200   200  404  404  200  403  404   403
reports.month_xlsx /reports/month.xlsx?ward=20305
           in    404  404   404  404   404  200  200  404  403  200   403
reports.month_docx /reports/month.docx?ward=20305
           in    404  404   404  404   404  200  200  404  403  200   403
reports.month_xlsx /reports/month.xlsx?ward=16417&team=1
           in    404  404   200  200   200  404  404  200  403  404   403
reports.month_docx /reports/month.docx?ward=16417&team=1
           in    404  404   200  200   200  404  404  200  403  404   403
reports.month_xlsx /reports/month.xlsx?ward=16417&team=2
           in    404  404   404  200   200  404  404  200  403  404   403
reports.month_docx /reports/month.docx?ward=16417&team=2
           in    404  404   404  200   200  404  404  200  403  404   403
reports.month_xlsx /reports/month.xlsx?ward=16417&team=3
           in    404  404   404  404   404  404  404  404  403  404   403
reports.month_docx /reports/month.docx?ward=16417&team=3
           in    404  404   404  404   404  404  404  404  403  404   403
reports.month_xlsx /reports/month.xlsx?month=2026-13
           in    400  400   400  400   400  400  400  400  403  400   403
reports.month_docx /reports/month.docx?month=2026-13
           in    400  400   400  400   400  400  400  400  403  400   403
reports.month_pdf /reports/month.pdf?ward=20305
           in    404  404   404  404   404  200  200  404  403  200   403
reports.month_pdf /reports/month.pdf?month=2026-13
           in    400  400   400  400   400  400  400  400  403  400   403
reports.read /reports/read
           in    200  200   200  200   200  200  200  400  403  200   403
reports.read /reports/read?ward=16417
           in    200  200   200  200   200  404  404  200  403  404   403
reports.read /reports/read?ward=16417&team=1
           in    404  404   200  200   200  404  404  200  403  404   403
reports.read /reports/read?ward=16417&team=2
           in    404  404   404  200   200  404  404  200  403  404   403
reports.read /reports/read?ward=16417&team=3
           in    404  404   404  404   404  404  404  404  403  404   403
reports.read /reports/read?month=2026-13
           in    400  400   400  400   400  400  400  400  403  400   403
reports.parts /reports/year-parts
           in    403  403   200  200   200  200  403  200  403  403   403
reports.parts /reports/year-parts?ward=20305
           in    403  403   404  404   404  200  403  404  403  403   403
reports.parts /reports/year-parts?ward=16417&team=2
           in    403  403   404  200   200  404  403  200  403  403   403
reports.part /reports/year-part
           in    403  403   200  200   200  200  403  400  403  403   403
reports.part /reports/year-part?ward=16417
           in    403  403   200  200   200  404  403  200  403  403   403
reports.part /reports/year-part?ward=16417&team=2
           in    403  403   404  200   200  404  403  200  403  403   403
reports.part /reports/year-part?ward=16417&team=3
           in    403  403   404  404   404  404  403  404  403  403   403
reports.part /reports/year-part?part=2026-Q5
           in    403  403   400  400   400  400  403  400  403  403   403
reports.part /reports/year-part?part=2999&ward=16417
           in    403  403   404  404   404  404  403  404  403  403   403
reports.part_docx /reports/year-part.docx?ward=16417
           in    403  403   200  200   200  404  403  200  403  403   403
reports.part_docx /reports/year-part.docx?ward=20305
           in    403  403   404  404   404  200  403  404  403  403   403
reports.part_pdf /reports/year-part.pdf?ward=16417&team=1
           in    403  403   200  200   200  404  403  200  403  403   403
reports.part_pdf /reports/year-part.pdf?ward=20305
           in    403  403   404  404   404  200  403  404  403  403   403
reports.part_xlsx /reports/year-part.xlsx?ward=16417&team=2
           in    403  403   404  200   200  404  403  200  403  403   403
reports.part_xlsx /reports/year-part.xlsx
           in    403  403   200  200   200  200  403  400  403  403   403
reports.quick /reports/quick
           in    403  403   200  200   200  200  403  200  403  403   403
reports.quick /reports/quick?ward=20305
           in    403  403   404  404   404  200  403  404  403  403   403
reports.quick /reports/quick?ward=16417&team=2
           in    403  403   404  200   200  404  403  200  403  403   403
reports.quick /reports/quick?ward=16417&team=3
           in    403  403   404  404   404  404  403  404  403  403   403
reports.quick /reports/quick?ward=16417&from=2026-02-02&to=2026-02-01
           in    403  403   400  400   400  404  403  400  403  403   403
reports.quick_docx /reports/quick.docx
           in    403  403   200  200   200  200  403  400  403  403   403
reports.quick_docx /reports/quick.docx?ward=16417&team=2
           in    403  403   404  200   200  404  403  200  403  403   403
reports.quick_docx /reports/quick.docx?ward=16417&from=2999-01-01
           in    403  403   400  400   400  404  403  400  403  403   403
reports.quick_pdf /reports/quick.pdf?ward=16417
           in    403  403   200  200   200  404  403  200  403  403   403
reports.quick_pdf /reports/quick.pdf?ward=20305
           in    403  403   404  404   404  200  403  404  403  403   403
reports.payment_docx /reports/payment.docx
           in    403  403   200  200   200  200  403  403  403  403  403
reports.payment_docx /reports/payment.docx?ward=16417&team=2
           in    404  404   404  200   200  404  404  403  403  404  403
reports.payment_pdf /reports/payment.pdf?ward=16417
           in    403  403   200  200   200  404  404  403  403  404  403
reports.payment_xlsx /reports/payment.xlsx?month=2026-13
           in    400  400   400  400   400  400  400  403  403  400  403
reports.entries_csv /reports/entries.csv
           in    200  200   200  200   200  200  200  403  403  200   403
reports.entries_xlsx /reports/entries.xlsx
           in    200  200   200  200   200  200  200  403  403  200   403
reports.entries_xlsx /reports/entries.xlsx?month=2026-13
           in    400  400   400  400   400  400  400  403  403  400   403
"""

"""Who may open what of a ward's campaigns: more rows of the table in ``permission_matrix.py``, with the same columns.

Campaign 1 is of ward A. Members see its days and areas; who manages events of a team alone changes no campaign.
"""

from __future__ import annotations

# nobody     not signed in           vera   viewer of ward A         moved  was in team 1, is in team B
# ana        member, team 1          dora   coordinator of ward B    nina   no post since 2024
# bruno      member, team 2          bo     member, team B
# leo        leader, team 1          eva    province of wards A, C
# carla      coordinator of ward A   ada    admin
#          nobody ana  bruno leo  carla vera dora bo   eva  ada  moved nina
CAMPAIGN_MATRIX = """
campaigns.index /campaigns/
           in    200  200   200  200   200  200  200  403  403  200   403
campaigns.campaign /campaigns/1
           in    200  200   200  200   200  404  404  403  403  404   403
campaigns.campaign /campaigns/999
           in    404  404   404  404   404  404  404  403  403  404   403
campaigns.report_docx /campaigns/1/report.docx
           in    403  403   200  200   200  404  403  403  403  403   403
campaigns.report_pdf /campaigns/1/report.pdf
           in    403  403   200  200   200  404  403  403  403  403   403
campaigns.report_xlsx /campaigns/1/report.xlsx
           in    403  403   200  200   200  404  403  403  403  403   403
campaigns.add /campaigns/new
           in    403  403   403  200   403  200  403  403  403  403   403
campaigns.edit /campaigns/1/edit
           in    403  403   403  200   403  404  403  403  403  403   403
campaigns.targets /campaigns/1/targets
           in    403  403   403  200   403  404  403  403  403  403   403
campaigns.targets POST /campaigns/1/targets
           in    403  403   403  200   403  404  403  403  403  403   403
campaigns.edit POST /campaigns/1/edit
           in    403  403   403  200   403  404  403  403  403  403   403
campaigns.end POST /campaigns/999/end
           in    403  403   403  404   403  404  403  403  403  403   403
"""

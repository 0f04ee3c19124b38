"""Who may open what of a ward's calendar: more rows of the table in ``permission_matrix.py``, with the same columns.

Event 1 is of ward A and all its teams, event 2 of its team 1 alone; both are on one day, 6 December 2026.
"""

from __future__ import annotations

# nobody     not signed in           vera   viewer of ward A         moved  was in team 1, is in team B
# ana        member, team 1          dora   coordinator of ward B    nina   no post since 2024
# bruno      member, team 2          bo     member, team B
# leo        leader, team 1          eva    province of wards A, C
# carla      coordinator of ward A   ada    admin
#          nobody ana  bruno leo  carla vera dora bo   eva  ada  moved nina
CALENDAR_MATRIX = """
calendar.index /calendar/
           in    200  200   200  200   200  200  200  403  403  200   403
calendar.index /calendar/?month=2026-13
           in    400  400   400  400   400  400  400  403  403  400   403
calendar.event /calendar/1
           in    200  200   200  200   200  404  404  403  403  404   403
calendar.event /calendar/999
           in    404  404   404  404   404  404  404  403  403  404   403
calendar.date_page /calendar/1/2026-12-06
           in    200  200   200  200   200  404  404  403  403  404   403
calendar.date_page /calendar/1/2026-12-07
           in    404  404   404  404   404  404  404  403  403  404   403
calendar.date_page /calendar/1/2026-13-06
           in    404  404   404  404   404  404  404  403  403  404   403
calendar.event_ics /calendar/1.ics
           in    200  200   200  200   200  404  404  403  403  404   403
calendar.month_ics /calendar/month.ics
           in    200  200   200  200   200  200  200  403  403  200   403
calendar.month_pdf /calendar/month.pdf
           in    200  200   200  200   200  200  200  403  403  200   403
calendar.date_picture /calendar/1/2026-12-06/picture.png
           in    200  200   200  200   200  404  404  403  403  404   403
calendar.date_pdf /calendar/1/2026-12-06/roster.pdf
           in    403  403   403  200   403  404  403  403  403  403   403
calendar.date_pdf /calendar/2/2026-12-06/roster.pdf
           in    403  403   200  200   403  404  403  403  403  403   403
calendar.new_event /calendar/new
           in    403  403   200  200   403  200  403  403  403  403   403
calendar.new_event POST /calendar/new
           in    403  403   422  422   403  422  403  403  403  403   403
calendar.edit_event /calendar/1/edit
           in    403  403   403  200   403  404  403  403  403  403   403
calendar.edit_event /calendar/2/edit
           in    403  403   200  200   403  404  403  403  403  403   403
calendar.edit_event POST /calendar/2/edit
           in    403  403   422  422   403  404  403  403  403  403   403
calendar.change_date /calendar/1/2026-12-06/change
           in    403  403   403  200   403  404  403  403  403  403   403
calendar.change_date /calendar/2/2026-12-06/change
           in    403  403   200  200   403  404  403  403  403  403   403
calendar.move POST /calendar/1/2026-12-06/move
           in    403  403   403  dat1   403  404  403  403  403  403   403
calendar.move POST /calendar/2/2026-12-06/move
           in    403  403   dat2 dat2  403  404  403  403  403  403   403
calendar.call_off POST /calendar/1/2026-12-06/call-off
           in    403  403   403  422   403  404  403  403  403  403   403
calendar.call_off POST /calendar/2/2026-12-06/call-off
           in    403  403   422  422   403  404  403  403  403  403   403
calendar.restore POST /calendar/1/2026-12-06/restore
           in    403  403   403  dat1 403  404  403  403  403  403   403
calendar.restore POST /calendar/2/2026-12-06/restore
           in    403  403   dat2 dat2 403  404  403  403  403  403   403
calendar.end POST /calendar/1/end
           in    403  403   403  eve1 403  404  403  403  403  403   403
calendar.end POST /calendar/2/end
           in    403  403   eve2 eve2 403  404  403  403  403  403   403
calendar.bring_back POST /calendar/1/bring-back
           in    403  403   403  eve1 403  404  403  403  403  403   403
calendar.bring_back POST /calendar/2/bring-back
           in    403  403   eve2 eve2 403  404  403  403  403  403   403
settings.event_types /settings/event-types
           in    403  403   403  200   403  200  403  403  403  403   403
settings.event_types POST /settings/event-types
           in    403  403   403  type  403  type 403  403  403  403   403
calendar.report_docx /calendar/1/report.docx
           in    403  403   403  200   200  404  404  403  403  404   403
calendar.report_pdf /calendar/1/report.pdf
           in    403  403   403  200   200  404  404  403  403  404   403
calendar.report_xlsx /calendar/1/report.xlsx
           in    403  403   403  200   200  404  404  403  403  404   403
calendar.report_docx /calendar/2/report.docx
           in    403  403   200  200   200  404  404  403  403  404   403
calendar.report_docx /calendar/1/report.docx?first=2026-12-06&last=2026-12-05
           in    403  403   403  400   400  404  404  403  403  404   403
"""
CALENDAR_PLACES = {"eve1": "/calendar/1", "eve2": "/calendar/2"}
CALENDAR_PLACES |= {"dat1": "/calendar/1/2026-12-06", "dat2": "/calendar/2/2026-12-06"}
CALENDAR_PLACES |= {"type": "/settings/event-types"}

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
"""

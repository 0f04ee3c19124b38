"""Who may do what of the roster of a date: more rows of the table in ``permission_matrix.py``, with the same columns.

Of the events, 1 is of ward A and all its teams, 2 of its team 1 alone, 3 of its team 2; each has a shift.
"""

from __future__ import annotations

# nobody     not signed in           vera   viewer of ward A         moved  was in team 1, is in team B
# ana        member, team 1          dora   coordinator of ward B    nina   no post since 2024
# bruno      member, team 2          bo     member, team B
# leo        leader, team 1          eva    province of wards A, C
# carla      coordinator of ward A   ada    admin
DUTY_PLACES = {
    "duty": "/calendar/duties",
    "day1": "/calendar/1/2026-12-06#shift-1",
    "shf2": "/calendar/2/shifts",
}
#          nobody ana  bruno leo  carla vera dora bo   eva  ada  moved nina
DUTY_MATRIX = """
calendar.duties /calendar/duties
           in    200  200   200  200   200  200  200  403  403  200   403
calendar.answer_duty POST /calendar/1/2026-12-06/shifts/1/answer
           in    400  400   400  400   400  404  404  403  403  404   403
calendar.confirm_own_duty POST /calendar/1/2026-12-06/shifts/1/here
           in    duty duty  duty duty  duty 404  404  403  403  404   403
calendar.ask_for_duty /calendar/1/2026-12-06/shifts/1/ask
           in    403  403   200  200   403  404  403  403  403  403   403
calendar.ask_for_duty /calendar/3/2026-12-06/shifts/1/ask
           in    403  403   403  200   403  404  403  403  403  403   403
calendar.ask_for_duty /calendar/1/2026-12-06/shifts/9/ask
           in    403  403   404  404   403  404  403  403  403  403   403
calendar.ask_for_duty POST /calendar/1/2026-12-06/shifts/1/ask
           in    403  403   day1 day1  403  404  403  403  403  403   403
calendar.take_off_duty POST /calendar/1/2026-12-06/shifts/1/1/take-off
           in    403  403   day1 day1  403  404  403  403  403  403   403
calendar.take_off_duty POST /calendar/1/2026-12-06/shifts/1/2/take-off
           in    403  403   403  day1  403  404  403  403  403  403   403
calendar.confirm_duty POST /calendar/1/2026-12-06/shifts/1/1/presence
           in    403  403   400  400   403  404  403  403  403  403   403
calendar.confirm_duty POST /calendar/1/2026-12-06/shifts/1/2/presence
           in    403  403   403  400   403  404  403  403  403  403   403
calendar.shifts /calendar/1/shifts
           in    403  403   403  200   403  404  403  403  403  403   403
calendar.shifts /calendar/2/shifts
           in    403  403   200  200   403  404  403  403  403  403   403
calendar.shifts POST /calendar/2/shifts
           in    403  403   200  200   403  404  403  403  403  403   403
calendar.shift /calendar/2/shifts/1
           in    403  403   200  200   403  404  403  403  403  403   403
calendar.shift /calendar/3/shifts/1
           in    403  403   403  200   403  404  403  403  403  403   403
calendar.shift POST /calendar/2/shifts/1
           in    403  403   200  200   403  404  403  403  403  403   403
calendar.end_event_shift POST /calendar/2/shifts/1/end
           in    403  403   shf2 shf2  403  404  403  403  403  403   403
calendar.plan /calendar/plan
           in    403  403   200  200   403  200  403  403  403  403   403
calendar.plan /calendar/plan?team=2
           in    403  403   404  200   403  404  403  403  403  403   403
calendar.plan POST /calendar/plan?month=2026-13
           in    403  403   400  400   403  400  403  403  403  403   403
"""

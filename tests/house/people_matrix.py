"""Who may open what of a ward's people: more rows of the table in ``permission_matrix.py``, with the same columns."""

from __future__ import annotations

# nobody     not signed in           vera   viewer of ward A         moved  was in team 1, is in team B
# ana        member, team 1          dora   coordinator of ward B    nina   no post since 2024
# bruno      member, team 2          bo     member, team B
# leo        leader, team 1          eva    province of wards A, C
# carla      coordinator of ward A   ada    admin, who names a ward
#          nobody ana  bruno leo  carla vera dora bo   eva  ada  moved nina
PEOPLE_MATRIX = """
roster.people /people/
           in    403  403   200  200   403  200  403  403  404  403   403
roster.people /people/?ward=16417
           in    403  403   200  200   403  404  403  403  200  403   403
roster.people /people/?ward=20305
           in    403  403   404  404   403  200  403  403  200  403   403
roster.people /people/?team=1
           in    403  403   200  200   403  404  403  403  404  403   403
roster.people /people/?team=2
           in    403  403   404  200   403  404  403  403  404  403   403
roster.people /people/?team=3
           in    403  403   404  404   403  200  403  403  404  403   403
roster.people /people/?state=nothing
           in    403  403   404  404   403  404  403  403  404  403   403
roster.people /people/?page=2
           in    403  403   404  404   403  404  403  403  404  403   403
roster.cards /people/cards
           in    403  403   200  200   403  200  403  403  404  403   403
roster.cards /people/cards?team=2
           in    403  403   404  200   403  404  403  403  404  403   403
roster.cards /people/cards?team=3
           in    403  403   404  404   403  200  403  403  404  403   403
roster.cards /people/cards?ward=16417
           in    403  403   200  200   403  404  403  403  200  403   403
roster.person /people/1
           in    403  403   200  200   403  404  403  403  404  403   403
roster.person /people/2
           in    403  403   404  200   403  404  403  403  404  403   403
roster.person /people/4
           in    403  403   404  200   403  404  403  403  404  403   403
roster.person /people/7
           in    403  403   404  404   403  200  403  403  404  403   403
roster.person /people/1?ward=16417
           in    403  403   200  200   403  404  403  403  200  403   403
roster.person /people/1?ward=20305
           in    403  403   404  404   403  404  403  403  404  403   403
roster.person /people/8?ward=16417
           in    403  403   404  404   403  404  403  403  404  403   403
"""

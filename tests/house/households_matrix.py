"""Who may open what of the lists of households and merchants: more rows of the table in ``permission_matrix.py``."""

from __future__ import annotations

# nobody     not signed in           vera   viewer of ward A         moved  was in team 1, is in team B
# ana        member, team 1          dora   coordinator of ward B    nina   no post since 2024
# bruno      member, team 2          bo     member, team B
# leo        leader, team 1          eva    province of wards A, C
# carla      coordinator of ward A   ada    admin
# The household is of area 1, that of team 1.
#          nobody ana  bruno leo  carla vera dora bo   eva  ada  moved nina
HOUSEHOLD = "0199a000-0000-7000-8000-00000000000a"
HOUSEHOLDS_PLACES = {"home": f"/households/{HOUSEHOLD}"}
"""Where answers redirect to, as in :data:`tests.house.permission_matrix.PLACES`."""

HOUSEHOLDS_MATRIX = """
households.show_list /households/
           in    403  403   200  200   200  200  403  403  403  403   403
households.show_list /merchants/
           in    403  403   200  200   200  200  403  403  403  403   403
households.show_list /households/?area=1
           in    403  403   200  200   200  404  403  403  403  403   403
households.show_list /households/?area=2
           in    403  403   404  200   200  404  403  403  403  403   403
households.show_list /households/?area=4
           in    403  403   404  404   404  200  403  403  403  403   403
households.show_list /households/?state=nothing
           in    403  403   404  404   404  404  403  403  403  403   403
households.party /households/{household}
           in    403  403   200  200   200  404  403  403  403  403   403
households.party /merchants/{household}
           in    403  403   404  404   404  404  403  403  403  403   403
households.change POST /households/{household}
           in    403  403   home home  403  404  403  403  403  403   403
households.retire_party POST /households/{household}/retire
           in    403  403   home home  403  404  403  403  403  403   403
households.bring_party_back POST /households/{household}/bring-back
           in    403  403   home home  403  404  403  403  403  403   403
households.doubles /households/doubles
           in    403  403   200  200   403  200  403  403  403  403   403
households.beside /households/{household}/beside/{household}
           in    403  403   home home  403  404  403  403  403  403   403
households.merge_pair POST /households/merge
           in    403  403   400  400   403  400  403  403  403  403   403
households.set_pair_apart POST /households/apart
           in    403  403   400  400   403  400  403  403  403  403   403
households.undo POST /households/merges/999/undo
           in    403  403   404  404   403  404  403  403  403  403   403
households.walking /households/walking
           in    403  403   200  200   403  200  403  403  403  403   403
households.walking /households/walking?team=1
           in    403  403   200  200   403  404  403  403  403  403   403
households.walking /households/walking?team=2
           in    403  403   404  200   403  404  403  403  403  403   403
households.walking /merchants/walking?place=2
           in    403  403   404  404   403  200  403  403  403  403   403
"""

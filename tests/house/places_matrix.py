"""Who may open the pages of areas, teams and places, as :data:`tests.house.permission_matrix.MATRIX` says it of others.

Of the administrator the address names the ward; without it there is none.
"""

from __future__ import annotations

PLACES_MATRIX = """
places.show_list /areas/
           in    403  403   403  200   200  200  403  403  404  403   403
places.show_list /teams/
           in    403  403   403  200   200  200  403  403  404  403   403
places.show_list /places/
           in    403  403   403  200   200  200  403  403  404  403   403
places.show_list /areas/?ward=16417
           in    403  403   403  200   200  404  403  403  200  403   403
places.show_list /teams/?ward=20305
           in    403  403   403  404   404  200  403  403  200  403   403
places.show_list /places/?ward=00000
           in    403  403   403  404   404  404  403  403  404  403   403
places.order /areas/order
           in    403  403   403  200   403  200  403  403  404  403   403
places.order /teams/order?ward=16417
           in    403  403   403  200   403  404  403  403  200  403   403
places.order POST /places/order
           in    403  403   403  400   403  400  403  403  404  403   403
places.add /areas/add
           in    403  403   403  200   403  200  403  403  404  403   403
places.add POST /teams/add?ward=16417
           in    403  403   403  422   403  404  403  403  422  403   403
places.line /areas/1
           in    403  403   403  200   403  404  403  403  404  403   403
places.line /areas/1?ward=16417
           in    403  403   403  200   403  404  403  403  200  403   403
places.line /areas/1?ward=20305
           in    403  403   403  404   403  404  403  403  404  403   403
places.line /areas/3
           in    403  403   403  404   403  404  403  403  404  403   403
places.line /teams/3
           in    403  403   403  404   403  200  403  403  404  403   403
places.line POST /places/2
           in    403  403   403  404   403  mrkb 403  403  404  403   403
places.cover POST /teams/1/areas
           in    403  403   403  422   403  404  403  403  404  403   403
places.end POST /areas/1/end
           in    403  403   403  422   403  404  403  403  404  403   403
places.end POST /teams/3/end?ward=20305
           in    403  403   403  404   403  422  403  403  422  403   403
places.bring_line_back POST /places/1/bring-back
           in    403  403   403  mark 403  404  403  403  404  403   403
places.add_team_per_area POST /teams/each-area
           in    403  403   403  team 403  team 403  403  404  403   403
areas.merge /areas/merge
           in    403  403   403  200   403  200  403  403  404  403   403
areas.merge POST /areas/merge?ward=16417
           in    403  403   403  422   403  404  403  403  422  403   403
areas.map_of_ward /areas/map
           in    403  403   403  200   403  200  403  403  404  403   403
areas.map_of_ward POST /areas/map?ward=20305
           in    403  403   403  404   403  422  403  403  422  403   403
areas.choose_area_to_split /areas/split
           in    403  403   403  200   403  200  403  403  404  403   403
areas.split /areas/1/split
           in    403  403   403  200   403  404  403  403  404  403   403
areas.split POST /areas/1/split?ward=16417
           in    403  403   403  422   403  404  403  403  422  403   403
areas.split /areas/3/split
           in    403  403   403  404   403  404  403  403  404  403   403
areas.changes /areas/changes
           in    403  403   403  200   200  200  403  403  404  403   403
areas.changes /areas/changes?ward=20305
           in    403  403   403  404   404  200  403  403  200  403   403
areas.undo POST /areas/changes/1/undo
           in    403  403   403  404   403  404  403  403  404  403   403
settings.names /settings/names
           in    403  403   403  200   403  200  403  403  404  403   403
settings.names /settings/names?ward=16417
           in    403  403   403  200   403  404  403  403  200  403   403
"""

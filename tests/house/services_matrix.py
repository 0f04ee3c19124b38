"""Who may open what of a ward's services: more rows of the table in ``permission_matrix.py``, with the same columns."""

from __future__ import annotations

# nobody     not signed in           vera   viewer of ward A         moved  was in team 1, is in team B
# ana        member, team 1          dora   coordinator of ward B    nina   no post since 2024
# bruno      member, team 2          bo     member, team B
# leo        leader, team 1          eva    province of wards A, C
# carla      coordinator of ward A   ada    admin
#          nobody ana  bruno leo  carla vera dora bo   eva  ada  moved nina
SERVICES_MATRIX = """
settings.services /settings/services
           in    403  403   403  200   403  200  403  403  403  403  403
settings.services POST /settings/services
           in    403  403   403  serv  403  serv 403  403  403  403  403
settings.households /settings/households
           in    403  403   403  200   403  200  403  403  403  403  403
settings.households POST /settings/households
           in    403  403   403  422   403  422  403  403  403  403  403
settings.new_own_service /settings/services/new
           in    403  403   403  200   403  200  403  403  403  403  403
settings.own_service /settings/services/own/own_1_1_camera_an_ninh
           in    403  403   403  200   403  404  403  403  403  403  403
settings.own_service POST /settings/services/own/own_1_1_camera_an_ninh
           in    403  403   403  serv   403  404  403  403  403  403  403
settings.own_service /settings/services/own/vneid_2
           in    403  403   403  404   403  404  403  403  403  403  403
settings.end_service POST /settings/services/own/own_1_1_camera_an_ninh/end
           in    403  403   403  serv  403  404  403  403  403  403  403
settings.end_service POST /settings/services/own/vneid_2/end
           in    403  403   403  404   403  404  403  403  403  403  403
settings.restore_service POST /settings/services/own/own_1_1_camera_an_ninh/restore
           in    403  403   403  serv  403  404  403  403  403  403  403
settings.procedures /settings/procedures
           in    403  403   403  200   403  200  403  403  403  403  403
settings.procedures POST /settings/procedures
           in    403  403   403  proc  403  proc 403  403  403  403  403
settings.new_own_procedure /settings/procedures/new
           in    403  403   403  200   403  200  403  403  403  403  403
settings.own_procedure /settings/procedures/own/own_1_1_cho
           in    403  403   403  200   403  404  403  403  403  403  403
settings.own_procedure POST /settings/procedures/own/own_1_1_cho
           in    403  403   403  proc  403  404  403  403  403  403  403
settings.own_procedure /settings/procedures/own/land
           in    403  403   403  404   403  404  403  403  403  403  403
settings.end_procedure POST /settings/procedures/own/own_1_1_cho/end
           in    403  403   403  proc  403  404  403  403  403  403  403
settings.restore_procedure POST /settings/procedures/own/own_1_1_cho/restore
           in    403  403   403  proc  403  404  403  403  403  403  403
"""

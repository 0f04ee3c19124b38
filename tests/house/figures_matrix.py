"""Who may open the pages of figures that the teams did not make: more rows of ``permission_matrix.py``."""

from __future__ import annotations

# nobody     not signed in           vera   viewer of ward A         moved  was in team 1, is in team B
# ana        member, team 1          dora   coordinator of ward B    nina   no post since 2024
# bruno      member, team 2          bo     member, team B
# leo        leader, team 1          eva    province of wards A, C
# carla      coordinator of ward A   ada    admin
#          nobody ana  bruno leo  carla vera dora bo   eva  ada  moved nina
FIGURES_MATRIX = """
settings.published /settings/published
           in    403  403   403  200   200  200  403  403  404  403  403
settings.published_of /settings/published/eid_account
           in    403  403   403  200   200  200  403  403  404  403  403
settings.published_of /settings/published/nothing
           in    403  403   403  404   404  404  403  403  404  403  403
settings.enter_published_figure POST /settings/published/eid_account
           in    403  403   403  422   403  422  403  403  403  403  403
settings.enter_published_figure POST /settings/published/nothing
           in    403  403   403  404   403  404  403  403  403  403  403
settings.correct_published_figure /settings/published/eid_account/1
           in    403  403   403  404   403  404  403  403  403  403  403
settings.correct_published_figure POST /settings/published/eid_account/1
           in    403  403   403  404   403  404  403  403  403  403  403
settings.use_published_figure POST /settings/published/eid_account/1/use
           in    403  403   403  404   403  404  403  403  403  403  403
settings.opening /settings/opening
           in    403  403   403  200   200  200  403  403  404  403  403
settings.enter_openings POST /settings/opening
           in    403  403   403  422   403  422  403  403  403  403  403
settings.remove_opening POST /settings/opening/take-away
           in    403  403   403  404   403  404  403  403  403  403  403
settings.offices /settings/offices
           in    403  403   403  200   200  200  403  403  404  403  403
settings.offices /settings/offices?month=2199-01
           in    403  403   403  404   404  404  403  403  404  403  403
settings.enter_office_figures POST /settings/offices
           in    403  403   403  offi 403  offi 403  403  403  403  403
"""

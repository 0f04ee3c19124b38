"""Who may open what, of whose ward: a literal table.

A column is a person, a row an endpoint with the ward that is asked for. ``in`` stands for "sent to the
sign-in page". What is outside one's scope does not exist: another ward is 404, never 403.
"""

from __future__ import annotations

from app.month import Month

# nobody     not signed in           vera   viewer of ward A         moved  was in team 1, is in team B
# ana        member, team 1          dora   coordinator of ward B    nina   no post since 2024
# bruno      member, team 2          bo     member, team B
# leo        leader, team 1          eva    province of wards A, C
# carla      coordinator of ward A   ada    admin
PEOPLE = "nobody ana  bruno leo  carla vera dora bo   eva  ada  moved nina"
MATRIX = """
health.alive /healthz
           200   200  200   200  200   200  200  200  200  200  200   200
health.ready /readyz
           200   200  200   200  200   200  200  200  200  200  200   200
people.sign_in /login
           200   to/  to/   to/  to/   to/  to/  to/  to/  to/  to/   to/
people.invitation /invite/nothing
           404   404  404   404  404   404  404  404  404  404  404   404
people.invitation POST /invite/nothing
           404   404  404   404  404   404  404  404  404  404  404   404
people.account /account
           in    200  200   200  200   200  200  200  200  200  200   200
people.change_password /account/password
           in    200  200   200  200   200  200  200  200  200  200   200
people.revoke_device POST /account/devices/{device_of_dora}/revoke
           in    404  404   404  404   404  back 404  404  404  404   404
people.choose_language POST /language
           400   400  400   400  400   400  400  400  400  400  400   400
overview.home /
           in    log  log   log  figs  figs figs log  figs ward log   self
pwa.home /log/
           200   200  200   200  200   200  200  200  200  200  200   200
pwa.households /log/households
           200   200  200   200  200   200  200  200  200  200  200   200
pwa.mine /log/mine
           200   200  200   200  200   200  200  200  200  200  200   200
pwa.install /log/install
           200   200  200   200  200   200  200  200  200  200  200   200
pwa.manifest /manifest.webmanifest
           200   200  200   200  200   200  200  200  200  200  200   200
pwa.offline /offline
           200   200  200   200  200   200  200  200  200  200  200   200
pwa.messages /log/words-vi-0.js
           200   200  200   200  200   200  200  200  200  200  200   200
pwa.messages /log/words-xx-0.js
           404   404  404   404  404   404  404  404  404  404  404   404
pwa.worker /sw.js
           200   200  200   200  200   200  200  200  200  200  200   200
pwa.help /log/help
           200   200  200   200  200   200  200  200  200  200  200   200
pwa.card /log/card
           200   200  200   200  200   200  200  200  200  200  200   200
pwa.counting /log/counting
           200   200  200   200  200   200  200  200  200  200  200   200
guides.index /guides/
           200   200  200   200  200   200  200  200  200  200  200   200
guides.guide_page /guides/can-bo
           200   200  200   200  200   200  200  200  200  200  200   200
guides.guide_page /guides/nothing
           404   404  404   404  404   404  404  404  404  404  404   404
guides.security_contact /.well-known/security.txt
           404   404  404   404  404   404  404  404  404  404  404   404
pwa.form /log/visit
           200   200  200   200  200   200  200  200  200  200  200   200
pwa.form /log/nothing
           404   404  404   404  404   404  404  404  404  404  404   404
overview.overview /overview/
           in    200  200   200  200   200  200  200  200  403  200   403
overview.overview /overview/?ward=16417
           in    200  200   200  200   200  404  404  200  403  404   403
overview.overview /overview/?ward=14812
           in    404  404   404  404   404  404  404  200  403  404   403
overview.overview /overview/?ward=20305
           in    404  404   404  404   404  200  200  404  403  200   403
overview.overview /overview/?ward=99999
           in    404  404   404  404   404  404  404  404  403  404   403
overview.overview /overview/?month=2026-13
           in    400  400   400  400   400  400  400  400  403  400   403
overview.overview /overview/?ward=16417&area=1
           in    404  404   404  200   200  404  404  200  403  404   403
overview.overview /overview/?ward=16417&area=4
           in    404  404   404  404   404  404  404  404  403  404   403
overview.overview /overview/?ward=16417&area=x
           in    404  404   404  404   404  404  404  404  403  404   403
overview.overview /overview/?ward=16417&team=1
           in    404  404   200  200   200  404  404  200  403  404   403
overview.overview /overview/?ward=16417&team=2
           in    404  404   404  200   200  404  404  200  403  404   403
overview.overview /overview/?ward=16417&team=3
           in    404  404   404  404   404  404  404  404  403  404   403
overview.overview /overview/?ward=16417&area=1&team=1
           in    404  404   404  200   200  404  404  200  403  404   403
overview.overview /overview/?ward=16417&area=4&team=1
           in    404  404   404  404   404  404  404  404  403  404   403
overview.hide_setup POST /overview/setup/hide
           in    403  403   403  figs  403  figs 403  403  403  403   403
overview.entries /overview/entries
           in    200  200   200  200   200  200  200  403  403  200   403
overview.entries /overview/entries?ward=20305
           in    404  404   404  404   404  200  200  403  403  200   403
overview.entries /overview/entries?area=1
           in    200  200   200  200   200  404  404  403  403  404   403
overview.entries /overview/entries?area=4
           in    404  404   404  404   404  200  200  403  403  200   403
overview.entries /overview/entries?team=1
           in    200  404   200  200   200  404  404  403  403  404   403
overview.entries /overview/entries?team=2
           in    404  200   404  200   200  404  404  403  403  404   403
overview.entries /overview/entries?team=3
           in    404  404   404  404   404  200  200  403  403  200   403
overview.entries /overview/entries?kind=nothing
           in    404  404   404  404   404  404  404  403  403  404   403
overview.entries /overview/entries?page=2
           in    404  404   404  404   404  404  404  403  403  404   403
overview.entries /overview/entries?month=2026-13
           in    400  400   400  400   400  400  400  403  403  400   403
overview.by_place /overview/places
           in    403  403   403  200   200  200  403  404  403  403   403
overview.by_place /overview/places?ward=16417
           in    403  403   403  200   200  404  403  200  403  403   403
overview.by_place /overview/places?ward=14812
           in    403  403   403  404   404  404  403  200  403  403   403
overview.by_place /overview/places?ward=20305
           in    403  403   403  404   404  200  403  404  403  403   403
overview.by_place /overview/places?ward=99999
           in    403  403   403  404   404  404  403  404  403  403   403
overview.by_place /overview/places?month=2026-13
           in    403  403   403  400   400  400  403  404  403  403   403
months.index /reports/months
           in    403  403   403  200   403  200  403  403  403  403   403
months.index /reports/months?ward=20305
           in    403  403   403  404   403  200  403  403  403  403   403
months.month /reports/months/{this_month}
           in    403  403   403  200   403  404  403  403  403  403   403
months.month /reports/months/2021-01
           in    403  403   403  404   403  404  403  403  403  403   403
months.close_month POST /reports/months/{this_month}/close
           in    403  403   403  422   403  404  403  403  403  403   403
months.reopen_month POST /reports/months/{this_month}/reopen
           in    403  403   403  422   403  404  403  403  403  403   403
sync.session_state /api/v1/session
           200   200  200   200  200   200  200  200  200  200  200   200
sync.bootstrap /api/v1/bootstrap
           401   200  200   200  200   403  200  200  403  403  200   403
sync.mine /api/v1/mine
           401   200  200   200  200   403  200  200  403  403  200   403
sync.households /api/v1/households
           401   200  200   200  200   200  200  200  403  403  200   403
sync.team /api/v1/team
           401   403  403   200  403   403  403  403  403  403  403   403
sync.sync POST /api/v1/sync
           401   200  200   200  200   403  200  200  403  403  200   403
sync_pages.import_waiting /waiting/
           in    403  403   403  200   403  200  403  403  403  403   403
sync_pages.import_waiting POST /waiting/
           in    403  403   403  400   403  400  403  403  403  403   403
photos.take PUT /api/v1/photos/{photo_of_ana}?entry={entry_of_ana}
           401   200  409   409  409   403  409  409  403  403  409   403
photos.show /photos/{photo_of_ana}
           in    200  404   200  200   200  404  404  403  403  404   403
photos.preview /photos/{photo_of_ana}/preview
           in    200  404   200  200   200  404  404  403  403  404   403
months.narrative /reports/months/{this_month}/words
           in    403  403   200  200   403  200  403  403  403  403  403
months.narrative /reports/months/{this_month}/words?team=1
           in    403  403   200  200   403  404  403  403  403  403  403
months.narrative /reports/months/{this_month}/words?team=2
           in    403  403   404  200   403  404  403  403  403  403  403
months.narrative /reports/months/{this_month}/words?team=3
           in    403  403   404  404   403  200  403  403  403  403  403
months.narrative /reports/months/2999-01/words
           in    403  403   404  404   403  404  403  403  403  403  403
settings.flags /settings/flags
           in    403  403   403  200   403  200  403  403  403  403  403
settings.index /settings/
           in    403  403   403  200   403  200  403  403  403  403  403
settings.report /settings/report
           in    403  403   403  200   403  200  403  403  403  403  403
settings.periods /settings/periods
           in    403  403   403  200   403  200  403  403  403  403  403
settings.change_ward_periods POST /settings/periods
           in    403  403   403  422   403  422  403  403  403  403  403
settings.targets /settings/targets
           in    403  403   403  200   403  200  403  403  403  403  403
settings.targets /settings/targets?year=1999
           in    403  403   403  404   403  404  403  403  403  403  403
settings.each_target /settings/targets/each?measure=visit&period=year
           in    403  403   403  200   403  200  403  403  403  403  403
settings.each_target /settings/targets/each?measure=nothing&period=year
           in    403  403   403  404   403  404  403  403  403  403  403
settings.populations /settings/populations
           in    403  403   403  200   403  200  403  403  403  403  403
settings.population /settings/populations/households
           in    403  403   403  200   403  200  403  403  403  403  403
settings.population /settings/populations/nothing
           in    403  403   403  404   403  404  403  403  403  403  403
settings.population POST /settings/populations/households
           in    403  403   403  422   403  422  403  403  403  403  403
settings.remove_populations POST /settings/populations/households/take-away
           in    403  403   403  hous  403  hous 403  403  403  403  403
settings.remove_populations POST /settings/populations/nothing/take-away
           in    403  403   403  404   403  404  403  403  403  403  403
settings.renew_centroids POST /settings/flags/middles
           in    403  403   403  ask   403  ask  403  403  403  403  403
settings.template /settings/template
           in    403  403   403  200   403  200  403  403  403  403  403
settings.template POST /settings/template
           in    403  403   403  422   403  422  403  403  403  403  403
settings.starter_docx /settings/template/starter.docx
           in    403  403   403  200   403  200  403  403  403  403  403
settings.current_docx /settings/template/current.docx
           in    403  403   403  404   403  404  403  403  403  403  403
settings.remove_own_template POST /settings/template/remove
           in    403  403   403  tmpl  403  tmpl 403  403  403  403  403
review.queue /review/
           in    403  403   200  200   403  200  403  403  403  403   403
review.queue /review/?team=1
           in    403  403   200  200   403  404  403  403  403  403   403
review.queue /review/?team=2
           in    403  403   404  200   403  404  403  403  403  403   403
review.queue /review/?team=3
           in    403  403   404  404   403  200  403  403  403  403   403
review.queue /review/?area=4
           in    403  403   404  404   403  200  403  403  403  403   403
review.returned /review/returned
           in    403  403   200  200   403  200  403  403  403  403   403
review.sample /review/sample?last=2020-01-01
           in    403  403   403  200   403  200  403  403  403  403   403
review.sample /review/sample?sample=x
           in    403  403   403  404   403  404  403  403  403  403   403
review.approve_sampled POST /review/sample
           in    403  403   403  404   403  404  403  403  403  403   403
review.entry /review/entries/{entry_of_ana}
           in    200  404   200  200   200  404  404  403  403  404   403
review.decide POST /review/decide
           in    403  403   400  400   403  400  403  403  403  403   403
review.undo POST /review/undo
           in    403  403   wait wait  403  wait 403  403  403  403   403
people.sign_out POST /logout
           in    in   in    in   in    in   in   in   in   in   in    in
"""
PLACES = {"in": "/login", "to/": "/", "figs": "/overview/", "log": "/log/", "self": "/account", "back": "/account"}
PLACES |= {"tmpl": "/settings/template", "hous": "/settings/populations/households"}
PLACES |= {"offi": f"/settings/offices?month={Month.current()}"}
PLACES |= {"ward": "/wards/", "known": "/wards/?q=16417"}
PLACES |= {"team": "/teams/", "mark": "/places/1", "mrkb": "/places/2"}
PLACES |= {"ask": "/settings/flags", "serv": "/settings/services", "proc": "/settings/procedures", "wait": "/review/"}
PLACES |= {"p1": "/people/1", "p2": "/people/2", "p2w": "/people/2?ward=16417"}
PLACES |= {"shet": "/people/invitations?team=2", "invs": "/people/invitations"}

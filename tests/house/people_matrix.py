"""Who may open what of a ward's people: more rows of the table in ``permission_matrix.py``, with the same columns."""

from __future__ import annotations

# nobody     not signed in           vera   viewer of ward A         moved  was in team 1, is in team B
# ana        member, team 1          dora   coordinator of ward B    nina   no post since 2024
# bruno      member, team 2          bo     member, team B
# leo        leader, team 1          eva    province of wards A, C
# carla      coordinator of ward A   ada    admin, who names a ward
#          nobody ana  bruno leo  carla vera dora bo   eva  ada  moved nina
PEOPLE_MATRIX = """
people.audit_log /journal/
           in    403  403   403  200   403  200  403  403  200  403   403
people.audit_log /journal/?person=4
           in    403  403   403  200   403  404  403  403  200  403   403
people.audit_log /journal/?person=99
           in    403  403   403  404   403  404  403  403  404  403   403
people.audit_log /journal/?group=nothing
           in    403  403   403  404   403  404  403  403  404  403   403
people.audit_log /journal/?before=999999999
           in    403  403   403  404   403  404  403  403  404  403   403
people.audit_log /journal/?from=2026-02-30
           in    403  403   403  400   403  400  403  403  400  403   403
people.audit_log_csv /journal/journal.csv
           in    403  403   403  200   403  200  403  403  200  403   403
people.audit_log_csv /journal/journal.csv?person=4
           in    403  403   403  200   403  404  403  403  200  403   403
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
roster.rename POST /people/1/name
           in     403  403   p1   p1    403  404  403  403  404  403   403
roster.rename POST /people/2/name?ward=16417
           in     403  403   404  p2    403  404  403  403  p2w  403   403
roster.change_phone POST /people/1/phone
           in     403  403   422  422   403  404  403  403  404  403   403
roster.change_phone POST /people/2/phone?ward=16417
           in     403  403   404  422   403  404  403  403  422  403   403
roster.move POST /people/1/post
           in     403  403   p1   p1    403  404  403  403  404  403   403
roster.move POST /people/2/post?ward=16417
           in     403  403   404  p2    403  404  403  403  p2w  403   403
roster.end POST /people/1/end
           in     403  403   422  422   403  404  403  403  404  403   403
roster.end POST /people/2/end?ward=16417
           in     403  403   404  422   403  404  403  403  422  403   403
roster.restore POST /people/1/restore
           in     403  403   p1   p1    403  404  403  403  404  403   403
roster.restore POST /people/2/restore?ward=16417
           in     403  403   404  p2    403  404  403  403  p2w  403   403
roster.reset POST /people/1/reset
           in     403  403   200  200   403  404  403  403  404  403   403
roster.reset POST /people/2/reset?ward=16417
           in     403  403   404  200   403  404  403  403  200  403   403
roster.sign_out_device POST /people/1/devices/{device_of_dora}/revoke
           in     403  403   404  404   403  404  403  403  404  403   403
roster.invite_one /people/invite
           in     403  403   200  200   403  200  403  403  404  403   403
roster.invite_one /people/invite?ward=16417
           in     403  403   200  200   403  404  403  403  200  403   403
roster.invite_one POST /people/invite?ward=16417
           in     403  403   422  422   403  404  403  403  422  403   403
roster.invite_many /people/invite/many
           in     403  403   200  200   403  200  403  403  404  403   403
roster.invite_many POST /people/invite/many?ward=16417
           in     403  403   422  422   403  404  403  403  422  403   403
roster.invitations /people/invitations
           in     403  403   200  200   403  200  403  403  404  403   403
roster.invitations /people/invitations?ward=16417&team=1
           in     403  403   200  200   403  404  403  403  200  403   403
roster.invitations /people/invitations?ward=16417&team=2
           in     403  403   404  200   403  404  403  403  200  403   403
roster.invitations /people/invitations?ward=16417&team=3
           in     403  403   404  404   403  404  403  403  404  403   403
roster.invitation /people/invitations/{invitation_to_team_2}?ward=16417
           in     403  403   404  200   403  404  403  403  200  403   403
roster.invitation /people/invitations/999
           in     403  403   404  404   403  404  403  403  404  403   403
roster.send_again POST /people/invitations/{invitation_to_team_2}/again
           in     403  403   404  422   403  404  403  403  404  403   403
roster.sheet POST /people/invitations/sheet?team=2
           in     403  403   404  shet  403  404  403  403  404  403   403
roster.withdraw POST /people/invitations/{invitation_to_team_2}/withdraw
           in     403  403   404  invs  403  404  403  403  404  403   403
"""

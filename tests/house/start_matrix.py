"""Who may open the pages by which wards are set up: rows of :mod:`tests.house.permission_matrix`."""

from __future__ import annotations

START_MATRIX = """
start.wards /wards/
           in    403  403   403  403   403  403  403  403  200  403   403
start.wards /wards/?q=nothing
           in    403  403   403  403   403  403  403  403  200  403   403
start.add_ward /wards/add
           in    403  403   403  403   403  403  403  403  200  403   403
start.add_ward POST /wards/add?ward=16417
           in    403  403   403  403   403  403  403  403  known 403  403
start.first_start /start/x
           404   404  404   404  404   404  404  404  404  404  404   404
start.first_start POST /start/x
           404   404  404   404  404   404  404  404  404  404  404   404
"""

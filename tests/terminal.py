"""The ``flask`` command, run in this process on an app of the test's own."""

from __future__ import annotations

from click.testing import CliRunner
from flask import Flask
from flask.cli import FlaskGroup


def run(app: Flask, *arguments: str, typed: str = "") -> tuple[int, str]:
    """Run ``flask`` with ``arguments``, typing what it asks for; return its exit status and all that it printed."""
    group = FlaskGroup(create_app=lambda: app, load_dotenv=False, set_debug_flag=False)
    result = CliRunner().invoke(group, arguments, input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output

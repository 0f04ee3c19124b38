"""The WSGI entry point: every server and the ``flask`` command start here."""

from app import create_app

app = create_app()

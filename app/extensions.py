"""The extensions, unbound: this module imports nothing of ours, so every room may import it."""

from __future__ import annotations

from flask_babel import Babel
from flask_compress import Compress
from flask_login import LoginManager
from flask_sqlalchemy_lite import SQLAlchemy

db = SQLAlchemy()
login_manager = LoginManager()
babel = Babel()
compress = Compress()

"""The token that unsafe requests carry, as Flask-WTF signs and checks it, with one signer for all requests."""

from __future__ import annotations

import hmac
import secrets

from flask import Flask, current_app, g, session
from itsdangerous import BadData, TimedSerializer
from itsdangerous.encoding import base64_encode

from app.signing import LastingSerializer

_FIELD = "csrf_token"
_SALT = "wtf-csrf-token"
_SECRET_BYTES = 20


class TokenSigner(LastingSerializer):
    """Signs tokens as Flask-WTF does, which reads them too; a token is too short to be compressed."""

    def dump_payload(self, obj: object) -> bytes:
        """Return what is signed."""
        return base64_encode(TimedSerializer.dump_payload(self, obj))


def init_app(app: Flask) -> None:
    """Make the signer of ``app``."""
    app.extensions["token_signer"] = TokenSigner(
        app.config["SECRET_KEY"], salt=_SALT, signer_kwargs={"key_derivation": "django-concat"}
    )


def csrf_token() -> str:
    """Return the token of this session, which is the same to the end of the request."""
    token: str | None = g.get(_FIELD)
    if token is None:
        if _FIELD not in session:
            session[_FIELD] = secrets.token_hex(_SECRET_BYTES)
        token = str(_signer().dumps(session[_FIELD]))
        setattr(g, _FIELD, token)
    return token


def is_own_token(token: str | None) -> bool:
    """Return whether ``token`` was given to this session; it lives as long as the session does."""
    if not token or _FIELD not in session:
        return False
    try:
        secret = _signer().loads(token)
    except (BadData, UnicodeError):
        return False
    return hmac.compare_digest(str(session[_FIELD]), str(secret))


def _signer() -> TokenSigner:
    signer: TokenSigner = current_app.extensions["token_signer"]
    return signer

"""What the app signs is what itsdangerous signs: sessions of earlier versions go on, and keys can be replaced."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.signing import LastingSerializer
from app.web_app import SignedSessions

HMAC = {"key_derivation": "hmac"}
OLD, NEW = "an old key of some length", "a new key of some length"


def test_both_sign_the_same_and_read_each_other() -> None:
    ours = LastingSerializer(OLD, salt="a salt", signer_kwargs=HMAC)
    theirs = URLSafeTimedSerializer(OLD, salt="a salt", signer_kwargs=HMAC)
    for _ in range(2):
        assert theirs.loads(ours.dumps({"user": 1})) == ours.loads(theirs.dumps({"user": 1})) == {"user": 1}
    with pytest.raises(BadSignature):
        ours.loads("x" + theirs.dumps({"user": 1}))


def test_a_replaced_key_still_reads_and_no_longer_signs() -> None:
    app = Flask(__name__)
    app.config.update(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[OLD])
    ours, flasks = SignedSessions(app), SecureCookieSessionInterface()
    before = Flask(__name__)
    before.secret_key = OLD
    signer, former = ours.get_signing_serializer(app), flasks.get_signing_serializer(before)
    assert signer is not None
    assert former is not None
    assert signer.loads(former.dumps({"user": 1})) == {"user": 1}
    with pytest.raises(BadSignature):
        former.loads(signer.dumps({"user": 1}))


def test_another_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="another salt"):
        LastingSerializer(OLD, salt="a salt", signer_kwargs=HMAC).dumps({}, salt="another")

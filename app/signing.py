"""Signing and checking by HMAC-SHA1 as itsdangerous does, with keys that are derived once and not for each request."""

from __future__ import annotations

import hmac
from functools import cached_property

from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import want_bytes
from itsdangerous.signer import Signer, SigningAlgorithm


class _HmacSha1(SigningAlgorithm):
    """The algorithm that itsdangerous has by default, computed in one call."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """Return the signature of ``value``."""
        return hmac.digest(key, value, "sha1")


class _Signer(TimestampSigner):
    """A signer for many requests. Two threads that derive a key at once derive the same."""

    def __init__(self, secret_keys: list[bytes], salt: bytes, key_derivation: str) -> None:
        super().__init__(secret_keys, salt=salt, key_derivation=key_derivation, algorithm=_HmacSha1())
        self._derived: dict[bytes, bytes] = {}

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """Return the key that is derived of one of the secret ones, the newest where none is named."""
        secret = self.secret_key if secret_key is None else want_bytes(secret_key)
        if secret not in self._derived:
            self._derived[secret] = super().derive_key(secret)
        return self._derived[secret]


class LastingSerializer(URLSafeTimedSerializer):
    """Signs and checks texts with one salt and one signer, which many requests share."""

    default_signer = _Signer

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        """Return the signer; there is none for another salt."""
        if salt not in {None, self.salt}:
            raise ValueError("another salt needs a serializer of its own")
        return self._signer

    @cached_property
    def _signer(self) -> Signer:
        return super().make_signer()

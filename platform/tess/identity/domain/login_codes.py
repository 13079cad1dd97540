"""Codes by e-mail: worked out from a nonce and the server's secret, so that neither a queue nor a row holds one."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, no digits: nothing to mistake, no word by chance
_LENGTH = 8
_SALT = "tess.identity.login_codes"


def new_nonce() -> str:
    """What a code is worked out from."""
    return secrets.token_urlsafe(16)


def code_of(nonce: str) -> str:
    """The code: eight letters in two groups, about 34 bits, good for three tries and a quarter of an hour."""
    number = int.from_bytes(salted_hmac(_SALT, nonce, algorithm="sha256").digest())
    letters = []
    for _ in range(_LENGTH):
        number, index = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[index])
    return "".join(letters[:4]) + "-" + "".join(letters[4:])

"""Browsers that signed in before ("device cookies"): a signed cookie of the collective's host, naming accounts by HMAC.

It opens nothing. A browser that holds it is counted by itself when a password or a code is tried, so that what strangers
try at an account never stops its owner; it can't be made, only earned by signing in.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

KEPT = timedelta(days=400)  # what browsers allow
_SALT = "tess.identity.browsers"
_MOST = 40  # accounts one shared workstation remembers; the least recent goes


def nonce_of(cookie: str, email: str) -> str:
    """What this browser is counted by for the account `email`; empty when it never signed in to it."""
    return _read(cookie).get(_name(email), "")


def remembering(cookie: str, email: str) -> str:
    """The cookie that knows `email` too, most recent last."""
    known = _read(cookie)
    known[_name(email)] = known.pop(_name(email), "") or secrets.token_urlsafe(12)
    return signing.dumps(dict(list(known.items())[-_MOST:]), salt=_SALT, compress=True)


def _name(email: str) -> str:
    """How the cookie calls an account: nobody reads the address in it."""
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:20]


def _read(cookie: str) -> dict[str, str]:
    """Accounts and nonces of a cookie of ours; none of one that isn't, or that is too old."""
    try:
        found = signing.loads(cookie, salt=_SALT, max_age=KEPT)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}

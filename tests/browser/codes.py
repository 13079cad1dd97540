"""What the application on somebody's telephone shows: each code is good once, for a minute and a half at most."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tess.config.demo import secret_of

SECONDS = 30
_last: dict[str, int] = {}


def next_code(email: str, secret: str = "") -> str:
    """The oldest code that is still good and was not used yet; waits for one when all three were."""
    while True:
        now = int(time.time()) // SECONDS
        step = max(now, _last.get(email, 0) + 1)
        if step <= now + 1:
            _last[email] = step
            return format_hotp_value(hotp_value(secret or secret_of(email), step))
        time.sleep(1)

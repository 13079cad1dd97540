"""Who may still guess: passwords, codes; and how many letters may be asked for (docs/adr/0051).

A browser that signed in to this account before is counted by itself. All others share a few tries an account and a few
an address; past them a password isn't even looked at, while a code by e-mail or a passkey still opens, from any browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tess.identity.domain.throttle import Count, Limit, Taken, give_back, take
from tess.identity.models import User
from tess.kernel import mail

if TYPE_CHECKING:
    from datetime import datetime

_HOUR, _MONTH = timedelta(hours=1), timedelta(days=30)
PASSWORD, CODE = "password", "code"
OF_BROWSER = {what: Limit(f"{what}.browser", 10, _HOUR) for what in (PASSWORD, CODE)}
OF_ACCOUNT = {what: Limit(f"{what}.account", 10, _HOUR) for what in (PASSWORD, CODE)}
OF_ACCOUNT_IN_A_MONTH = {what: Limit(f"{what}.account.month", 100, _MONTH) for what in (PASSWORD, CODE)}
OF_ADDRESS = Limit("guess.address", 60, timedelta(minutes=15))
_WARNED = Limit("guess.warned", 1, timedelta(days=1))

LETTERS_OF_BROWSER = Limit("letter.browser", 5, _HOUR)
LETTERS_FROM_ONE_PLACE = Limit("letter.place", 3, timedelta(minutes=15))
LETTERS_OF_ACCOUNT = Limit("letter.account", 12, _HOUR)
LETTERS_OF_ADDRESS = Limit("letter.address", 60, timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class Source:
    """Who is trying: the nonce of a browser known to this account, if it is one, and the client's address."""

    browser: str
    address: str


@dataclass(frozen=True, slots=True)
class Guess:
    """One try. `until`: when a stranger's browser may try again, if this one is not to be looked at."""

    taken: Taken
    allowed: bool
    until: datetime | None

    def was_right(self) -> None:
        """Not a failure: it counts for nothing."""
        give_back(self.taken)


def guess(what: str, email: str, source: Source) -> Guess:
    """Count a try of `what` (PASSWORD or CODE) at the account `email`, which may not exist, before it is looked at."""
    account = email.strip().lower()
    if source.browser:
        taken = take([Count(OF_BROWSER[what], f"{account}\n{source.browser}")])
        if taken.allowed:
            return Guess(taken, allowed=True, until=None)
    limits = [Count(OF_ACCOUNT[what], account), Count(OF_ACCOUNT_IN_A_MONTH[what], account)]
    taken = take([*limits, Count(OF_ADDRESS, source.address)])
    if OF_ACCOUNT[what].name in taken.just_passed:
        _warn(account, what)
    return Guess(taken, taken.allowed, taken.until)


def may_have_letter(email: str, source: Source) -> Taken:
    """Count a letter (a code, a link) asked for by somebody who is not signed in, before anything is sent."""
    account = email.strip().lower()
    if source.browser:
        return take([Count(LETTERS_OF_BROWSER, f"{account}\n{source.browser}")])
    return take(
        [
            Count(LETTERS_FROM_ONE_PLACE, f"{account}\n{source.address}"),
            Count(LETTERS_OF_ACCOUNT, account),
            Count(LETTERS_OF_ADDRESS, source.address),
        ]
    )


def _warn(account: str, what: str) -> None:
    """Tell the person, once a day, that somebody is trying; an address without an account gets nothing."""
    user = User.objects.filter(email=account, is_active=True).only("pk").first()
    if user is not None and take([Count(_WARNED, f"{account}\n{what}")]).allowed:
        mail.post("identity.repeated_tries", {"user": str(user.pk), "what": what})

"""Second factors of people in tests, and the letters they get."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.db import connection

from tess.identity.domain.factors import totp_data
from tess.kernel import outbox

PASSWORD = "mot de passe long"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def application():
    """`application(user)`: the application that gives codes, set up; answers `code()` and `code(steps_ago)`."""

    def make(user):
        with connection.as_application():
            Authenticator.objects.create(user=user, type="totp", data=totp_data(SECRET))
        return code

    def code(offset=0):
        return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + offset))

    return make


@pytest.fixture
def letters():
    """`letters()`: has the waiting letters written; those that left since the last time."""

    def take():
        outbox.deliver_due()
        left = list(mail.outbox)
        mail.outbox.clear()
        return left

    return take


@pytest.fixture
def link_in():
    """`link_in(letter)`: the path of the first link of its text that is no page of the account."""
    return lambda letter: re.search(r"https?://[^/\s]+(/\S+)", letter.body).group(1)


@pytest.fixture
def sign_in():
    """`sign_in(web, user)`: the first page of the door, filled in."""
    return lambda web, user, password=PASSWORD, **more: web.post(
        "/connexion/", {"login": user.email, "password": password, **more}
    )

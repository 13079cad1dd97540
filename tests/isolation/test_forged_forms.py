"""A form of one host sent to another: refused, whoever is signed in where."""

import importlib
import re

import pytest
from django.conf import settings
from django.db import connection

from tess.identity.models import Membership
from tess.identity.roles import Role

SIGN_OUT = "/sortir/"  # the shortest write there is, and one can see whether it happened


@pytest.fixture
def webs(organisation, other_organisation, member, client_of):
    """One person at two organisations' hosts, over TLS, with every check a browser meets: (A, B)."""
    both = member(organisation, Role.LISTENER)
    with connection.as_application():
        Membership.objects.create(user=both, organisation=other_organisation, roles=[Role.LISTENER])
    return tuple(client_of(where, both, enforce_csrf_checks=True) for where in (organisation, other_organisation))


def token_of(web):
    """What a page of that host carries in its forms; the answer sets the cookie that goes with it."""
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', web.get("/", secure=True).content.decode())[1]


def origin_of(web):
    return f"https://{web.defaults['SERVER_NAME']}"


def leaves(web, token, **headers):
    """Whether this form signs them out at that host."""
    answer = web.post(SIGN_OUT, {"csrfmiddlewaretoken": token}, secure=True, headers=headers)
    stays = web.get("/", secure=True).status_code == 200
    assert answer.status_code == (403 if stays else 302)
    return not stays


def test_a_host_takes_its_own_form(webs):
    _a, b = webs
    assert leaves(b, token_of(b), origin=origin_of(b))


def test_the_token_of_another_host_is_refused(webs):
    a, b = webs
    token_of(b)
    assert not leaves(b, token_of(a), origin=origin_of(b))


def test_a_page_of_another_host_cannot_post_here(webs):
    a, b = webs
    assert not leaves(b, token_of(b), origin=origin_of(a))
    assert not leaves(b, token_of(b), referer=f"{origin_of(a)}/")
    assert not leaves(b, token_of(b), origin="null")


@pytest.mark.parametrize("stands", ["here", "there, by its origin", "there, by its address", "nowhere"])
def test_a_pair_carried_over_from_another_host_is_good_here_alone(webs, stands):
    """Cookie and token agree, so what decides is where the page stands, which its scripts can't choose."""
    a, b = webs
    token = token_of(a)
    b.cookies[settings.CSRF_COOKIE_NAME] = a.cookies[settings.CSRF_COOKIE_NAME].value
    said = {
        "here": {"origin": origin_of(b)},
        "there, by its origin": {"origin": origin_of(a)},
        "there, by its address": {"referer": f"{origin_of(a)}/"},
        "nowhere": {},
    }
    assert leaves(b, token, **said[stands]) is (stands == "here")


def test_in_production_no_host_can_set_anothers_cookies(monkeypatch):
    """`__Host-`: the browser takes such a cookie from its own host alone, over TLS; and no origin is trusted beside it."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.setenv(name, "redis://nowhere/1")
    served = importlib.import_module("tess.config.settings.production")
    for name in ("SESSION", "CSRF", "HANDOVER"):
        assert getattr(served, f"{name}_COOKIE_NAME").startswith("__Host-"), name
    assert served.SESSION_COOKIE_SECURE
    assert served.CSRF_COOKIE_SECURE
    for name in ("CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN", "SESSION_COOKIE_PATH"):
        assert not hasattr(served, name), name

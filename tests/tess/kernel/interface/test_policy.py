from pathlib import Path

import django_htmx
from django.conf import settings

from tess.kernel.interface import policy


def rules(response):
    header = response["Content-Security-Policy"]
    return {name: values for name, *values in (rule.split() for rule in header.split(";"))}


def test_our_pages_load_nothing_inline_and_nothing_from_elsewhere(collective_client, organisation, client_of):
    for web in (collective_client(), client_of(organisation)):
        found = rules(web.get("/connexion/"))
        assert found["script-src"] == ["'self'"]
        assert found["style-src"] == ["'self'"]
        assert found["object-src"] == found["base-uri"] == found["frame-ancestors"] == ["'none'"]
        assert found["require-trusted-types-for"] == ["'script'"]
        assert found["trusted-types"] == ["tess-fragments"]


def test_htmx_is_the_one_of_its_package_but_for_the_door_its_fragments_pass():
    theirs = (Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js").read_text()
    ours = (Path(settings.BASE_DIR) / "platform/tess/kernel/static/kernel/htmx.js").read_text()
    assert ours.count("trustedFragment(e)") == 2
    assert ours.replace("trustedFragment(e)", "e").rstrip() == theirs.rstrip()


def test_the_sign_in_form_may_end_at_an_organisation_and_nowhere_else(collective_client):
    found = rules(collective_client().get("/connexion/"))["form-action"]
    assert found[0] == "'self'"
    assert all(settings.COLLECTIVE_HOST in origin for origin in found[1:])
    assert any(origin.startswith("*.") for origin in found)


def test_only_wagtails_admin_is_looser(collective_client, organisation, client_of):
    assert "'unsafe-inline'" in rules(collective_client().get("/cms/"))["script-src"]
    assert rules(client_of(organisation).get("/cms/"))["script-src"] == ["'self'"]


def test_targets_are_added_to_this_host():
    assert policy.strict(form_targets=["https://a.example"])["form-action"] == ["'self'", "https://a.example"]

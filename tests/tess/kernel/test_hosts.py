"""From a host name to its organisation: remembered, never shared between requests, forgotten when something changes."""

from types import SimpleNamespace

import pytest

from tenants.organisations.domain.erasure import erase_organisation
from tenants.organisations.domain.suspension import resume_organisation, suspend_organisation
from tess.kernel.actor import Actor
from tess.kernel.tenancy import hosts
from tess.kernel.tenancy.hosts import organisation_of

TESTS = Actor.system("tests")
RIVAGE, NOBODY = "rivage.tess.localhost", "nobody.tess.localhost"


@pytest.mark.parametrize("host", [RIVAGE, NOBODY])
def test_a_host_is_asked_for_once_known_or_not_and_again_after_a_while(
    db, host, django_assert_num_queries, monkeypatch
):
    assert organisation_of("another.tess.localhost") is None  # role and path are said now
    now = [100.0]
    monkeypatch.setattr(hosts, "time", SimpleNamespace(monotonic=lambda: now[0]))
    for later, asked in ((0, 1), (9.9, 0), (0.2, 1), (0, 0)):
        now[0] += later
        with django_assert_num_queries(asked):
            found = organisation_of(host)
        assert (found.slug if found else None) == ("rivage" if host == RIVAGE else None)


def test_each_request_has_its_own_copy(db):
    first = organisation_of(RIVAGE)
    first.name, first.state = "changed", "leaving"
    first._state.db = "owner"
    again = organisation_of(RIVAGE)
    assert (again.name, again.is_served) == ("Écoute Rivage", True)
    assert again._state is not first._state
    assert again._state.db == "default"


def test_what_changes_an_organisation_is_known_at_its_host_at_once(founded):
    host = "essai.tess.localhost"
    assert organisation_of(host) is None
    organisation = founded("essai")
    assert organisation_of(host) == organisation
    suspend_organisation(organisation, reason="essai", actor=TESTS)
    assert not organisation_of(host).is_served
    resume_organisation(organisation, actor=TESTS)
    assert organisation_of(host).is_served
    erase_organisation(organisation, actor=TESTS)
    assert organisation_of(host) is None


def test_invented_hosts_do_not_fill_the_memory(db, monkeypatch):
    monkeypatch.setattr(hosts, "_NO_LONGER_THAN", 3)
    for number in range(10):
        assert organisation_of(f"n{number}.tess.localhost") is None
        assert len(hosts._known) <= 3
    assert organisation_of(RIVAGE).slug == "rivage"

"""The page that says who may do what, and what keeps it true."""

import pytest
from django.conf import settings

from tess.identity import permissions
from tess.identity.guards import anyone_signed_in
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role
from tests.isolation.routes import routes

NO_ROLE = {anyone_signed_in}  # open to every account

NOT_BY_ROLE = {
    "tess.identity.rules.may_open_exceptional",  # operators, who are so by no role
    "tess.config.guide.may_see_style_guide",  # the makers' page
}


@pytest.mark.parametrize(
    ("urlconf", "host"), [(settings.ORGANISATION_URLCONF, "organisation"), (settings.ROOT_URLCONF, "collective")]
)
def test_every_rule_that_guards_a_page_is_told(urlconf, host):
    guards = {getattr(pattern.callback, "allowed", None) for _name, pattern in routes(urlconf)} - {None} - NO_ROLE
    told = {each.predicate for each in permissions.registered() if each.host == host}
    missing = {f"{guard.__module__}.{guard.__qualname__}" for guard in guards - told}
    assert missing - NOT_BY_ROLE == set()


def test_the_table_asks_the_rules_themselves():
    (lines,) = [lines for group, lines in permissions.table("organisation") if group == "Fiches"]
    held = {line.label: {role for role, yes in line.held if yes} for line in lines}
    assert held["Ouvrir des fiches, et écrire les siennes"] == {Role.LISTENER}
    assert Role.MANAGER not in next(roles for label, roles in held.items() if label.startswith("Lire les notes"))


@pytest.mark.parametrize("role", sorted(ORGANISATION_ROLES))
def test_every_member_reads_it_and_who_holds_each_role(organisation, other_organisation, member, client_of, role):
    member(other_organisation, Role.LISTENER, name="Noa Veilleur")
    page = client_of(organisation, member(organisation, role, name="Ana Le Goff")).get("/acces/qui-peut-quoi/")
    text = page.content.decode()
    assert "Ana Le Goff" in text
    assert "Noa Veilleur" not in text
    assert "Lire les appels d’une journée" in text


@pytest.mark.parametrize("role", sorted(COLLECTIVE_ROLES))
def test_at_the_collective_too(collective_member, collective_client, role):
    text = collective_client(collective_member(role)).get("/acces/qui-peut-quoi/").content.decode()
    assert "Lire les budgets" in text
    assert "Lire les appels d’une journée" not in text

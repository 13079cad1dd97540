"""Wagtail's admin: at the collective's host, for its editors, without what manages people."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page

from cms.domain.editors import COORDINATION, TRAINING
from cms.models import HomePage, StandardPage
from shared_training.catalogue.demo import MODULE
from shared_training.catalogue.domain.loading import load_module
from shared_training.sessions.models import Enrolment
from tess.identity.domain.memberships import grant, withdraw
from tess.identity.models import Membership
from tess.identity.roles import Role
from tess.kernel.actor import Actor

TESTS = Actor.system("tests")
WALLED_UP = [
    "/cms/login/",
    "/cms/logout/",
    "/cms/account/",
    "/cms/password_reset/",
    "/cms/password_reset/done/",
    "/cms/password_reset/confirm/MQ/set-password/",
    "/cms/users/",
    "/cms/users/add/",
    "/cms/users/1/",
    "/cms/groups/",
    "/cms/groups/new/",
    "/cms/groups/1/",
    "/cms/bulk/identity/user/delete/",
    "/cms/bulk/auth/group/delete/",
]


def groups_of(user):
    return sorted(user.groups.values_list("name", flat=True))


@pytest.fixture
def coordinator(collective_member):
    return collective_member(Role.COORDINATOR, name="Nadia Benali")


def test_a_coordinator_finds_the_site_in_french_under_our_mark(site, coordinator, collective_client):
    client = collective_client(coordinator)
    html = client.get("/cms/").content.decode()
    assert '<html lang="fr"' in html
    assert "cms/admin.css" in html
    assert "kernel/favicon.svg" in html
    assert "TeSS" in html
    assert client.get("/espace/").content.decode().count('href="/cms/"') == 2  # in the rail, and told on the page
    listing = client.get(f"/cms/pages/{site.pk}/").content.decode()
    assert "Qui sommes-nous" in listing
    assert client.get(f"/cms/pages/{site.pk}/edit/").status_code == 200


def test_a_coordinator_writes_a_page_and_publishes_it(site, coordinator, collective_client):
    client = collective_client(coordinator)
    form = {
        "title": "Nous écrire",
        "slug": "nous-ecrire",
        "lead": "",
        "body": '{"blocks":[{"key":"aaaaa","text":"Par courrier.","type":"unstyled","depth":0,'
        '"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
        "action-publish": "1",
    }
    response = client.post(f"/cms/pages/add/cms/standardpage/{site.pk}/", form)
    assert response.status_code == 302
    page = StandardPage.objects.get(slug="nous-ecrire")
    assert page.owner == coordinator
    assert "Par courrier." in collective_client().get("/nous-ecrire/").content.decode()


def test_the_editor_of_every_kind_of_page_opens(site, coordinator, collective_client):
    client = collective_client(coordinator)
    for page in Page.objects.descendant_of(site, inclusive=True):
        assert client.get(f"/cms/pages/{page.pk}/edit/").status_code == 200


def test_a_draft_is_previewed_beside_its_editor(site, coordinator, collective_client):
    client = collective_client(coordinator)
    page = StandardPage.objects.get(slug="qui-sommes-nous")
    preview = f"/cms/pages/{page.pk}/edit/preview/"
    form = {"title": "Qui nous sommes", "slug": page.slug, "lead": "Un essai.", "body": "null"}
    assert client.post(preview, form).json() == {"is_valid": True, "is_available": True}
    response = client.get(preview)
    assert "Un essai." in response.content.decode()
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "Un essai." not in collective_client().get("/qui-sommes-nous/").content.decode()


def test_the_looser_policy_is_the_admins_alone(site, coordinator, collective_client):
    client = collective_client(coordinator)
    assert "'unsafe-inline'" in client.get("/cms/")["Content-Security-Policy"]
    for path in ("/", "/charte/", "/espace/"):
        assert "unsafe" not in client.get(path)["Content-Security-Policy"]


def test_the_key_of_a_commitment_survives_the_editor(site, coordinator, collective_client):
    from cms.charter.models import CharterPage

    page = CharterPage.objects.get()
    before = [entry.key for entry in page.commitments()]
    form = {"title": page.title, "slug": page.slug, "lead": page.lead, "action-publish": "1"}
    form["body-count"] = str(len(page.body))
    for index, block in enumerate(page.body):
        prefix = f"body-{index}"
        form |= {f"{prefix}-type": block.block_type, f"{prefix}-id": block.id, f"{prefix}-order": str(index)}
        form |= {f"{prefix}-deleted": ""} | {f"{prefix}-value-{name}": str(v or "") for name, v in block.value.items()}
    response = collective_client(coordinator).post(f"/cms/pages/{page.pk}/edit/", form)
    assert response.status_code == 302
    after = CharterPage.objects.get()
    assert after.latest_revision_id is not None
    assert [entry.key for entry in after.commitments()] == before


def test_others_stay_outside(site, collective_member, member, other_organisation, collective_client):
    assert collective_client().get("/cms/pages/")["Location"] == "/connexion/?suite=%2Fcms%2Fpages%2F"
    outsiders = [
        collective_member(Role.TREASURER),
        collective_member(Role.OBSERVER),
        member(other_organisation, Role.LISTENER),
        member(other_organisation, Role.DIRECTOR),
        member(None),
    ]
    paths = ("/cms/", "/cms/pages/", f"/cms/pages/{site.pk}/edit/", "/cms/images/", "/cms/jsi18n/", "/cms/sprite/")
    for user in outsiders:
        client = collective_client(user)
        assert [client.get(path).status_code for path in paths] == [403] * len(paths)
        assert 'href="/cms/"' not in client.get("/espace/").content.decode()
        assert client.post(f"/cms/pages/{site.pk}/delete/").status_code == 403
    assert HomePage.objects.count() == 1


def test_a_superuser_without_a_role_stays_outside(collective_client, member):
    user = member(None)
    user.is_superuser = True
    user.save(update_fields=["is_superuser"])
    assert collective_client(user).get("/cms/").status_code == 403


def test_wagtail_manages_nobody(site, coordinator, collective_client):
    coordinator.is_superuser = True
    coordinator.save(update_fields=["is_superuser"])
    client = collective_client(coordinator)
    assert {path: client.get(path).status_code for path in WALLED_UP} == dict.fromkeys(WALLED_UP, 404)
    assert [path for path in WALLED_UP if client.post(path).status_code != 404] == []


def test_accounts_of_the_admin_are_ours(site, coordinator, collective_client):
    client = collective_client(coordinator)
    html = client.get("/cms/").content.decode()
    assert re.search(r'"/cms/compte/"', html)
    assert client.get("/cms/compte/")["Location"] == "/espace/"
    assert collective_client().get("/cms/entrer/")["Location"].startswith("/connexion/?suite=")
    assert client.get("/cms/sortir/").status_code == 405
    assert client.post("/cms/sortir/")["Location"] == "/au-revoir/"
    assert client.get("/cms/").status_code == 302


def test_coordinators_begin_at_the_home_page_even_when_they_came_before_it(coordinator, collective_client, request):
    site = request.getfixturevalue("site")
    client = collective_client(coordinator)
    assert client.get("/cms/pages/", follow=True).redirect_chain == [(f"/cms/pages/{site.pk}/", 302)]
    assert client.get(f"/cms/pages/{site.pk}/edit/").status_code == 200
    root = Page.objects.get(depth=1)
    assert client.get(f"/cms/pages/add/cms/homepage/{root.pk}/").status_code in {302, 403}


def test_trainers_write_the_modules_and_nothing_else(site, collective_member, collective_client):
    module = load_module(MODULE, actor=TESTS)
    client = collective_client(collective_member(Role.COLLECTIVE_TRAINER))
    assert client.get(f"/cms/pages/{module.pk}/edit/").status_code == 200
    for page in Page.objects.child_of(site).exclude(pk=module.get_parent().pk):
        assert client.get(f"/cms/pages/{page.pk}/edit/").status_code == 302


def test_what_stood_under_the_welcome_page_moves_under_the_home_page(db, request):
    module = load_module(MODULE, actor=TESTS)
    assert module.get_parent().get_parent().slug == "home"
    site = request.getfixturevalue("site")
    module.refresh_from_db()
    assert module.is_descendant_of(site)


def test_rights_follow_the_roles_held_in_the_collective(site, collective_member, collective_client):
    user = collective_member(Role.COLLECTIVE_TRAINER)
    assert groups_of(user) == [TRAINING]
    client = collective_client(user)
    assert client.get("/cms/").status_code == 200
    assert client.post(f"/cms/pages/add/cms/standardpage/{site.pk}/", {"title": "X"}).status_code == 302
    assert not StandardPage.objects.filter(title="X").exists()
    grant(user, None, [Role.COORDINATOR, Role.TREASURER], actor=TESTS)
    assert groups_of(user) == [COORDINATION]
    grant(user, None, [Role.TREASURER], actor=TESTS)
    assert groups_of(user) == []
    assert collective_client(user).get("/cms/").status_code == 403


def test_rights_end_with_the_membership(site, coordinator, collective_client):
    assert collective_client(coordinator).get("/cms/").status_code == 200
    withdraw(Membership.objects.get(user=coordinator), actor=TESTS)
    assert groups_of(coordinator) == []
    assert collective_client(coordinator).get("/cms/").status_code == 403


def test_signing_in_puts_rights_right_again(site, coordinator, member, collective_client):
    stray = member(None, name="Sans mandat")
    stray.groups.add(Group.objects.get(name=COORDINATION))
    coordinator.groups.clear()
    for user, expected in ((coordinator, [COORDINATION]), (stray, [])):
        response = collective_client().post(
            "/connexion/", {"login": user.email, "password": "mot de passe long", "suite": "/espace/"}
        )
        assert response.status_code == 302
        assert groups_of(user) == expected


def test_a_grant_in_an_organisation_gives_no_right_on_the_site(member, other_organisation):
    assert groups_of(member(other_organisation, Role.DIRECTOR)) == []


class TestAModuleSomebodyHasBegun:
    """Its training records are kept: it is unpublished, never deleted."""

    @pytest.fixture
    def module(self, site):
        page = load_module(MODULE, actor=TESTS)
        page.title = "Accueillir <un> appel"
        page.save()
        return page

    @pytest.fixture
    def begun(self, module, other_organisation, member):
        Enrolment.objects.create(
            user=member(other_organisation, Role.LISTENER),
            organisation_id=other_organisation.pk,
            module=module,
            enrolled_at=timezone.now(),
        )
        return module

    def told(self, response):
        return re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " "))

    @pytest.mark.parametrize("ask", ["get", "post"])
    def test_is_not_deleted_and_the_way_out_is_told(self, begun, coordinator, collective_client, ask):
        response = getattr(collective_client(coordinator), ask)(f"/cms/pages/{begun.pk}/delete/", follow=True)
        assert response.redirect_chain == [(f"/cms/pages/{begun.get_parent().pk}/", 302)]
        assert "« Accueillir &lt;un&gt; appel »" in self.told(response)
        assert "Dépubliez-le plutôt" in self.told(response)
        assert Page.objects.filter(pk=begun.pk).exists()

    def test_nor_among_others(self, begun, coordinator, collective_client):
        other = StandardPage.objects.get(slug="qui-sommes-nous")
        response = collective_client(coordinator).post(
            f"/cms/bulk/wagtailcore/page/delete/?id={begun.pk}&id={other.pk}&next=/cms/pages/", follow=True
        )
        assert "Dépubliez-le plutôt" in self.told(response)
        assert Page.objects.filter(pk__in=[begun.pk, other.pk]).count() == 2

    def test_the_catalogue_above_it_is_not_deleted_either(self, begun, coordinator, collective_client):
        response = collective_client(coordinator).post(f"/cms/pages/{begun.get_parent().pk}/delete/")
        assert response.status_code == 302
        assert Page.objects.filter(pk=begun.pk).exists()

    def test_one_nobody_has_begun_goes(self, module, coordinator, collective_client):
        response = collective_client(coordinator).post(f"/cms/pages/{module.pk}/delete/", follow=True)
        assert response.status_code == 200
        assert not Page.objects.filter(pk=module.pk).exists()


@pytest.mark.parametrize(
    "path",
    [
        "/cms/bulk/wagtailcore/page/delete/?id=jean.dupont@example.org&next=/cms/",
        "/cms/tag-autocomplete/?term=%00",
        "/cms/api/main/pages/?search=%00",
        "/cms/api/main/pages/?offset=999999999999999999999999999999",
    ],
)
def test_what_the_admin_cannot_read_is_a_bad_request_and_stays_out_of_the_log(
    site, coordinator, collective_client, caplog, path
):
    web = collective_client(coordinator)
    web.raise_request_exception = False
    assert web.get(path).status_code == 400
    assert "dupont" not in caplog.text


def test_a_page_is_for_everybody_or_for_accounts_never_for_a_group(site, coordinator, collective_client):
    """Roles open rooms, not pages: the site would send somebody signed in to sign in, for ever."""
    for page in Page.objects.filter(depth__gt=2).specific():
        assert set(page.private_page_options) <= {"login"}, page

"""One's account: password, address, name, and where one is signed in."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from tess.identity.domain import devices
from tess.identity.models import Session, User
from tess.identity.roles import Role
from tess.kernel.models import AuditEntry
from tests.tess.identity.conftest import PASSWORD

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
NEW = "quatre mots sans rapport"


def where(answer):
    return urlsplit(answer.headers.get("Location", "")).path


@pytest.fixture
def ana(collective_member):
    return collective_member(Role.OBSERVER, name="Ana Le Goff")


@pytest.fixture
def web(ana, collective_client, sign_in):
    web = collective_client(HTTP_USER_AGENT=FIREFOX)
    sign_in(web, ana)
    return web


class TestForgottenPassword:
    def link(self, web, user, letters, link_in):
        web.post("/mot-de-passe/oublie/", {"email": user.email})
        (letter,) = [each for each in letters() if each.subject == "Choisissez un nouveau mot de passe"]
        return link_in(letter)

    def test_a_new_one_is_chosen_by_the_link_and_ends_every_session(
        self, ana, web, collective_client, letters, link_in, sign_in
    ):
        other = collective_client()
        link = self.link(other, ana, letters, link_in)
        form = other.get(link)
        assert where(form).endswith("-set-password/"), "the token leaves the address"
        page = other.get(where(form))
        assert page.status_code == 200
        assert other.post(where(form), {"password1": "court"}).status_code == 422
        assert where(other.post(where(form), {"password1": NEW})) == "/mot-de-passe/change/"
        assert where(web.get("/espace/")) == "/connexion/", "signed out there"
        assert sign_in(collective_client(), ana, PASSWORD).status_code == 422
        assert sign_in(collective_client(), ana, NEW).status_code == 302
        assert "Votre mot de passe a changé" in [letter.subject for letter in letters()]
        assert AuditEntry.objects.filter(action="identity.password.changed", user_id=ana.pk).exists()

    def test_the_link_works_once_and_not_for_long(self, ana, collective_client, letters, link_in, monkeypatch):
        web = collective_client()
        first = self.link(web, ana, letters, link_in)
        form = where(web.get(first))
        web.post(form, {"password1": NEW})
        for again in (first, form):
            assert "Ce lien ne vaut plus" in web.get(again).content.decode()
        late = self.link(web, User.objects.get(pk=ana.pk), letters, link_in)
        now = timezone.localtime().replace(tzinfo=None) + timedelta(hours=2)
        monkeypatch.setattr("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda _self: now)
        assert "Ce lien ne vaut plus" in collective_client().get(late).content.decode()

    def test_known_or_not_the_answer_is_the_same(self, ana, collective_client, letters):
        answers = [
            collective_client().post("/mot-de-passe/oublie/", {"email": email})
            for email in (ana.email, "personne@nulle.example")
        ]
        assert {where(answer) for answer in answers} == {"/mot-de-passe/oublie/envoye/"}
        assert [letter.to for letter in letters()] == [[ana.email]]

    @pytest.mark.parametrize("key", ["0-0", "zz-aa-bb", f"{'0' * 32}-abc-def", "x" * 60 + "-y"])
    def test_a_link_made_by_hand_says_it_is_no_good(self, collective_client, key):
        page = collective_client().get(f"/mot-de-passe/nouveau/{key}/")
        assert page.status_code == 200
        assert "Ce lien ne vaut plus" in page.content.decode()


class TestPassword:
    def test_it_is_changed_with_the_present_one_and_other_browsers_end(
        self, ana, web, collective_client, sign_in, letters
    ):
        other = collective_client()
        sign_in(other, ana)
        letters()
        wrong = web.post("/compte/mot-de-passe/", {"oldpassword": "non", "password1": NEW})
        assert wrong.status_code == 422
        answer = web.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": NEW})
        assert where(answer) == "/compte/"
        assert "Votre nouveau mot de passe est en place" in web.get("/compte/").content.decode()
        assert where(other.get("/espace/")) == "/connexion/"
        assert [letter.subject for letter in letters()] == ["Votre mot de passe a changé"]

    def test_the_present_one_is_not_guessed_here_either(self, web):
        for _time in range(10):
            web.post("/compte/mot-de-passe/", {"oldpassword": "non", "password1": NEW})
        for _time in range(11):
            answer = web.post("/compte/mot-de-passe/", {"oldpassword": "non", "password1": NEW})
        assert answer.status_code == 422
        assert web.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": NEW}).status_code == 422


class TestAddress:
    def test_a_new_one_counts_once_it_is_proven(self, ana, web, letters, link_in, collective_client, sign_in):
        letters()
        answer = web.post("/compte/adresse/", {"email": "Ana@Nouvelle.example", "action_add": ""})
        assert where(answer) == "/compte/adresse/"
        assert "ana@nouvelle.example" in web.get("/compte/adresse/").content.decode()
        assert User.objects.get(pk=ana.pk).email == ana.email
        (letter,) = letters()
        assert letter.to == ["ana@nouvelle.example"]
        link = link_in(letter)
        assert "Cette adresse est la mienne" in web.get(link).content.decode()
        assert where(web.post(link)) == "/compte/"
        changed = User.objects.get(pk=ana.pk)
        assert changed.email == "ana@nouvelle.example"
        assert [(each.email, each.verified, each.primary) for each in EmailAddress.objects.filter(user=ana)] == [
            ("ana@nouvelle.example", True, True)
        ]
        told = mail.outbox
        assert [(each.to, each.subject) for each in told] == [([ana.email], "L’adresse de votre compte a changé")]
        assert "ana@nouvelle.example" in told[0].body
        assert "Ce lien ne vaut plus" in web.get(link).content.decode()
        assert sign_in(collective_client(), changed).status_code == 302
        assert sign_in(collective_client(), ana).status_code == 422

    def test_a_stranger_at_a_mistyped_address_gets_no_account(
        self, ana, web, letters, link_in, collective_member, collective_client
    ):
        letters()
        web.post("/compte/adresse/", {"email": "ana@faute.example", "action_add": ""})
        link = link_in(letters()[0])
        nobody, other = collective_client(), collective_client(collective_member(Role.OBSERVER))
        assert where(nobody.get(link)) == where(nobody.post(link)) == "/connexion/"
        assert "Ce lien ne vaut plus" in other.get(link).content.decode()
        assert other.post(link).status_code == 404
        assert other.get("/compte/").status_code == 200, "nor is anybody signed out by it"
        assert User.objects.get(pk=ana.pk).email == ana.email

    def test_a_link_is_sent_again_a_few_times_only(self, web, letters):
        letters()
        web.post("/compte/adresse/", {"email": "victime@web.example", "action_add": ""})
        for _time in range(5):
            web.post("/compte/adresse/", {"email": "victime@web.example", "action_send": ""})
        assert len(letters()) == 3
        assert "déjà été demandés" in web.get("/compte/adresse/").content.decode()

    def test_one_longer_than_an_account_holds_is_told(self, web):
        answer = web.post("/compte/adresse/", {"email": "a" * 250 + "@b.example", "action_add": ""})
        assert answer.status_code == 422

    def test_it_may_be_given_up(self, ana, web, letters):
        web.post("/compte/adresse/", {"email": "ana@nouvelle.example", "action_add": ""})
        web.post("/compte/adresse/", {"email": "ana@nouvelle.example", "action_remove": ""})
        assert [each.email for each in EmailAddress.objects.filter(user=ana)] == [ana.email]
        assert "ana@nouvelle.example" not in [to for letter in letters() for to in letter.to]

    def test_one_that_is_somebody_elses_is_never_taken(self, ana, web, collective_member, letters, link_in):
        other = collective_member(Role.OBSERVER)
        letters()
        web.post("/compte/adresse/", {"email": other.email, "action_add": ""})
        for letter in letters():
            web.post(link_in(letter))
        assert User.objects.get(pk=ana.pk).email == ana.email
        assert User.objects.get(pk=other.pk).email == other.email

    def test_the_password_is_asked_again_of_somebody_who_came_long_ago(self, ana, collective_client):
        web = collective_client(ana)
        answer = web.get("/compte/adresse/")
        assert where(answer) == "/compte/verification/"
        assert "Est-ce bien vous" in web.get(answer.headers["Location"]).content.decode()
        assert web.post(answer.headers["Location"], {"password": "non"}).status_code == 422
        assert where(web.post(answer.headers["Location"], {"password": PASSWORD})) == "/compte/adresse/"
        assert web.get("/compte/adresse/").status_code == 200

    def test_whoever_writes_accounts_the_address_is_in_both_places(self, db):
        made = User.objects.bulk_create([User(email=f"lot{number}@web.example", name="Lot") for number in range(2)])
        assert {each.email for each in EmailAddress.objects.filter(user__in=made)} == {user.email for user in made}
        User.objects.filter(pk=made[0].pk).update(email="autre@web.example")
        assert [each.email for each in EmailAddress.objects.filter(user=made[0])] == ["autre@web.example"]


def test_the_name_is_changed(ana, web):
    assert web.post("/compte/nom/", {"name": "  "}).status_code == 422
    assert where(web.post("/compte/nom/", {"name": "Ana Kervella"})) == "/compte/"
    assert "Ana Kervella" in web.get("/compte/").content.decode()
    assert AuditEntry.objects.filter(action="identity.account.renamed").exists()


class TestWhereOneIsSignedIn:
    def test_each_browser_is_told_in_plain_words(self, ana, web, collective_client, sign_in):
        sign_in(collective_client(HTTP_USER_AGENT="curl/8"), ana)
        page = web.get("/compte/").content.decode()
        assert "Firefox sur Windows" in page
        assert "Un navigateur sur un appareil que nous ne reconnaissons pas" in page
        assert page.count("ce navigateur") == 1
        for key in Session.objects.filter(user=ana).values_list("pk", flat=True):
            assert key not in page

    def test_alone_one_reads_that_there_is_no_other(self, web):
        assert "Nulle part ailleurs" in web.get("/compte/").content.decode()

    @pytest.mark.parametrize("browsers", [1, 3])
    def test_it_costs_the_same_however_many(
        self, ana, web, collective_client, sign_in, browsers, django_assert_num_queries
    ):
        for _time in range(browsers - 1):
            sign_in(collective_client(), ana)
        web.get("/compte/")
        with django_assert_num_queries(7):
            web.get("/compte/")

    def test_another_browser_is_signed_out_with_what_it_opened(
        self, ana, web, collective_client, organisation, client_of
    ):
        there = client_of(organisation, ana)
        page = web.get("/compte/").content.decode()
        assert organisation.name in page
        (path,) = re.findall(r'action="(/compte/connexions/\w+/fin/)"', page)
        assert where(web.post(path)) == "/compte/"
        assert "Ce navigateur est déconnecté" in web.get("/compte/").content.decode()
        assert Session.objects.filter(user=ana).count() == 1
        assert where(there.get("/")) == "/entrer/"
        assert "déjà terminée" in web.post(path, follow=True).content.decode()

    def test_nobody_ends_somebody_elses(self, web, collective_member, collective_client):
        from tess.identity.domain.sessions import handle_of

        other = collective_member(Role.OBSERVER)
        collective_client(other)
        key = Session.objects.get(user=other).pk
        web.post(f"/compte/connexions/{handle_of(key)}/fin/")
        assert Session.objects.filter(pk=key).exists()

    def test_everywhere_is_here_too(self, ana, web, collective_client, sign_in):
        sign_in(collective_client(), ana)
        answer = web.post("/compte/connexions/fin/")
        assert where(answer) == "/au-revoir/"
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert not Session.objects.filter(user=ana).exists()
        assert AuditEntry.objects.filter(action="identity.session.all_ended", user_id=ana.pk).exists()

    def test_last_seen_is_written_now_and_then(self, ana, web):
        long_ago = timezone.now() - timedelta(hours=3)
        Session.objects.filter(user=ana).update(seen_at=long_ago)
        web.get("/compte/")
        seen = Session.objects.get(user=ana).seen_at
        assert timezone.now() - seen < timedelta(minutes=1)
        web.get("/compte/nom/")
        web.post("/compte/nom/", {"name": "Ana Kervella"})
        assert Session.objects.get(user=ana).seen_at == seen


def test_a_new_browser_is_told_by_letter_and_a_known_one_is_not(ana, web, collective_client, sign_in, letters):
    assert letters() == [], "the very first sign-in is no news"
    web.post("/deconnexion/")
    sign_in(web, ana)
    assert letters() == []
    sign_in(collective_client(HTTP_USER_AGENT=FIREFOX), ana)
    (letter,) = letters()
    assert letter.subject == "Votre compte a été ouvert dans un nouveau navigateur"
    assert "Firefox sur Windows" in letter.body


@pytest.mark.parametrize(
    ("told", "device"),
    [
        (FIREFOX, "firefox/windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "edge/windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "safari/iphone"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "chrome/android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/17.5 Safari/605.1.15", "safari/mac"),
        ("<script>alert(1)</script>", "/"),
        ("", "/"),
    ],
)
def test_of_a_browsers_own_words_two_are_kept(told, device):
    assert devices.device_of(told) == device

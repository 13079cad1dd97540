"""Guessing passwords and codes: what is looked at, what isn't, and that the person it is about comes in all the same."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from tess.identity.domain import browsers, throttle
from tess.identity.domain.guesses import OF_ACCOUNT, OF_ADDRESS, OF_BROWSER, PASSWORD
from tess.identity.domain.throttle import Count, Limit
from tess.identity.models import Tries, User
from tess.identity.roles import Role
from tess.identity.source import address_of
from tests.tess.identity.conftest import PASSWORD as RIGHT

ENOUGH = OF_ACCOUNT[PASSWORD].amount
UNKNOWN_BROWSERS = "navigateurs que ce compte ne connaît pas"


def where(answer):
    return urlsplit(answer.headers.get("Location", "")).path


@pytest.fixture
def victim(collective_member):
    return collective_member(Role.OBSERVER, name="Ana Le Goff")


@pytest.fixture
def attack(collective_client, sign_in):
    """`attack(user, times, address)`: wrong passwords from a browser nobody knows; the last answer."""

    def make(email, times=ENOUGH, address="203.0.113.9"):
        class Somebody:
            pass

        who = Somebody()
        who.email = email
        answer = None
        for number in range(times):
            answer = sign_in(collective_client(REMOTE_ADDR=address), who, f"essai numéro {number}")
        return answer

    return make


@pytest.fixture
def looked_at(monkeypatch):
    """The passwords that were compared with anything, dummies too."""
    seen = []

    def noted(original):
        def check(self, raw):
            seen.append(raw)
            return original(self, raw)

        return check

    for name in ("check_password", "set_password"):
        monkeypatch.setattr(User, name, noted(getattr(User, name)))
    return seen


def test_past_a_few_tries_not_even_the_right_password_is_looked_at(
    victim, attack, collective_client, sign_in, looked_at
):
    attack(victim.email)
    before = len(looked_at)
    answer = sign_in(collective_client(REMOTE_ADDR="198.51.100.1"), victim, RIGHT)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert UNKNOWN_BROWSERS in page
    assert "code par courriel" in page
    assert "minutes" in page or "heure" in page
    assert len(looked_at) == before


def test_an_address_nobody_has_gets_the_same_answers(victim, attack, looked_at):
    known = [attack(victim.email, 1).content for _time in range(ENOUGH + 2)]
    unknown = [attack("personne@nulle.example", 1).content for _time in range(ENOUGH + 2)]

    def said(pages):
        return [UNKNOWN_BROWSERS in page.decode() for page in pages]

    assert said(known) == said(unknown) == [False] * ENOUGH + [True] * 2
    assert len(looked_at) == 2 * ENOUGH, "as much work for the one as for the other"


def test_a_browser_that_signed_in_before_goes_on(victim, attack, collective_client, sign_in):
    web = collective_client()
    assert sign_in(web, victim).status_code == 302
    web.post("/deconnexion/")
    attack(victim.email, ENOUGH + 3)
    assert sign_in(web, victim).status_code == 302


def test_a_known_browser_is_counted_by_itself(victim, collective_client, sign_in):
    web = collective_client()
    sign_in(web, victim)
    web.post("/deconnexion/")
    for _time in range(OF_BROWSER[PASSWORD].amount):
        sign_in(web, victim, "faux mot de passe")
    assert sign_in(collective_client(), victim).status_code == 302, "nobody else is held up"
    web = collective_client()
    sign_in(web, victim)
    web.post("/deconnexion/")
    for _time in range(OF_BROWSER[PASSWORD].amount + ENOUGH + 1):
        sign_in(web, victim, "faux mot de passe")
    assert sign_in(web, victim).status_code == 422, "then it is a stranger like any other"


def test_a_password_chosen_anew_opens_there_at_once(victim, attack, collective_client, sign_in, letters, link_in):
    attack(victim.email)
    letters()
    web = collective_client()
    web.post("/mot-de-passe/oublie/", {"email": victim.email})
    (letter,) = letters()
    form = where(web.get(link_in(letter)))
    web.post(form, {"password1": "quatre mots sans rapport"})
    assert sign_in(web, victim, "quatre mots sans rapport").status_code == 302


def test_a_cookie_for_one_account_says_nothing_of_another(
    victim, attack, collective_member, collective_client, sign_in
):
    other = collective_member(Role.OBSERVER)
    web = collective_client()
    sign_in(web, other)
    web.post("/deconnexion/")
    attack(victim.email)
    assert sign_in(web, victim).status_code == 422


@pytest.mark.parametrize(
    "forged",
    ["", "x", "é", signing.dumps({"a": "b"}), signing.dumps(["a"], salt="tess.identity.browsers")],
    ids=["empty", "a letter", "an accent", "signed for something else", "no mapping"],  # a signature holds the second
)
def test_a_forged_cookie_makes_no_browser_known(victim, attack, collective_client, sign_in, forged):
    attack(victim.email)
    web = collective_client()
    web.cookies[settings.KNOWN_BROWSER_COOKIE_NAME] = forged
    assert sign_in(web, victim).status_code == 422


def test_the_cookie_names_nobody_and_keeps_the_latest():
    cookie = ""
    for number in range(60):
        cookie = browsers.remembering(cookie, f"personne{number}@rivage.example")
    assert browsers.nonce_of(cookie, "Personne59@RIVAGE.example ")
    assert not browsers.nonce_of(cookie, "personne1@rivage.example")
    assert len(cookie) < 3000
    assert "rivage" not in str(signing.loads(cookie, salt="tess.identity.browsers"))
    nonce = browsers.nonce_of(cookie, "personne59@rivage.example")
    assert (
        browsers.nonce_of(browsers.remembering(cookie, "personne59@rivage.example"), "personne59@rivage.example")
        == nonce
    )


def test_a_whole_room_behind_one_address_signs_in(collective_member, collective_client, sign_in):
    """Thirty people on their first day, a third of whom mistype once."""
    for number in range(30):
        user = collective_member(Role.OBSERVER)
        web = collective_client(REMOTE_ADDR="192.0.2.7")
        if number % 3 == 0:
            sign_in(web, user, "faute de frappe")
        assert sign_in(web, user).status_code == 302


def test_one_password_tried_on_everybody_stops_at_the_address(
    attack, collective_member, collective_client, sign_in, letters
):
    there = collective_member(Role.OBSERVER)
    web = collective_client(REMOTE_ADDR="203.0.113.9")
    sign_in(web, there)
    web.post("/deconnexion/")
    for number in range(OF_ADDRESS.amount):
        attack(f"personne{number}@nulle.example", 1)
    victim = collective_member(Role.OBSERVER)
    assert sign_in(collective_client(REMOTE_ADDR="203.0.113.9"), victim).status_code == 422
    assert sign_in(collective_client(REMOTE_ADDR="198.51.100.4"), victim).status_code == 302
    assert sign_in(web, there).status_code == 302, "a known browser is never stopped by its neighbours"


def test_the_victim_comes_in_at_once_with_a_code_by_letter(victim, attack, collective_client, letters):
    attack(victim.email, ENOUGH + 5)
    told = letters()
    assert [letter.subject for letter in told] == ["Quelqu’un essaie d’ouvrir votre compte"]
    assert told[0].to == [victim.email]
    web = collective_client()
    offered = web.post("/connexion/?suite=/relais/", {"login": victim.email, "password": RIGHT, "suite": "/relais/"})
    page = offered.content.decode()
    assert f'<input type="hidden" name="email" value="{victim.email}">' in page
    assert page.index("M’envoyer le code") < page.index("Mot de passe</label>")
    answer = web.post("/connexion/code/?suite=/relais/", {"email": victim.email.upper(), "suite": "/relais/"})
    assert where(answer) == "/connexion/code/saisie/"
    (letter,) = letters()
    code = next(line.strip() for line in letter.body.splitlines() if len(line.strip()) == 9 and "-" in line)
    page = web.get(answer.headers["Location"]).content.decode()
    assert code not in page
    assert web.post(answer.headers["Location"], {"code": "BBBB-BBBB"}).status_code == 422
    typed = code.lower().replace("-", " ")
    assert where(web.post(answer.headers["Location"], {"code": typed, "suite": "/relais/"})) == "/relais/"
    assert web.get("/relais/").status_code == 200


def test_a_code_asked_for_an_address_nobody_has_looks_the_same_and_writes_to_nobody(victim, collective_client, letters):
    pages = []
    for email in (victim.email, "personne@nulle.example"):
        web = collective_client()
        answer = web.post("/connexion/code/", {"email": email})
        page = web.get(answer.headers["Location"]).content.decode()
        pages.append(page.replace(email, "").partition("<main")[2].partition("csrfmiddlewaretoken")[0])
        assert web.post(answer.headers["Location"], {"code": "BBBB-BBBB"}).status_code == 422
    assert pages[0] == pages[1]
    assert [letter.to for letter in letters()] == [[victim.email]]


def test_a_code_dies_after_three_wrong_ones(victim, collective_client, letters):
    web = collective_client()
    web.post("/connexion/code/", {"email": victim.email})
    (letter,) = letters()
    code = next(line.strip() for line in letter.body.splitlines() if len(line.strip()) == 9 and "-" in line)
    statuses = [web.post("/connexion/code/saisie/", {"code": "BBBB-BBBB"}).status_code for _time in range(3)]
    assert statuses == [422, 422, 302]
    assert where(web.post("/connexion/code/saisie/", {"code": code})) == "/connexion/code/"
    assert where(web.get("/espace/")) == "/connexion/"


def test_no_row_holds_a_code(victim, collective_client, letters):
    web = collective_client()
    web.post("/connexion/code/", {"email": victim.email})
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload::text FROM kernel_outboxmessage WHERE done_at IS NULL")
        waiting = " ".join(text for (text,) in cursor.fetchall())
    (letter,) = letters()
    code = next(line.strip() for line in letter.body.splitlines() if len(line.strip()) == 9 and "-" in line)
    assert code not in waiting
    assert code.replace("-", "") not in waiting


@pytest.mark.parametrize("path", ["/connexion/code/", "/mot-de-passe/oublie/"])
def test_letters_are_asked_for_a_few_times_only(victim, collective_client, letters, path):
    for email in (victim.email, "personne@nulle.example"):
        statuses = [collective_client().post(path, {"email": email}).status_code for _time in range(4)]
        assert statuses == [302, 302, 302, 422], email
    assert len(letters()) == 3
    page = collective_client().post(path, {"email": victim.email}).content.decode()
    assert "Plusieurs courriels ont déjà été demandés" in page


def test_codes_of_the_application_are_counted(collective_member, application, collective_client, sign_in, letters):
    user = collective_member(Role.COORDINATOR)
    code = application(user)
    for _time in range(10):
        web = collective_client()
        sign_in(web, user)
        assert web.post("/connexion/second-facteur/", {"code": "000000"}).status_code == 422
    web = collective_client()
    sign_in(web, user)
    answer = web.post("/connexion/second-facteur/", {"code": code()})
    assert answer.status_code == 422
    assert "trop de codes faux" in answer.content.decode()
    told = letters()
    assert "Quelqu’un essaie d’ouvrir votre compte" in [letter.subject for letter in told]
    assert any("changez-le bientôt" in letter.body for letter in told)


def test_a_stranger_is_told_to_the_person_once_a_day(victim, attack, letters):
    attack(victim.email, 3 * ENOUGH)
    Tries.objects.filter(count__gt=ENOUGH).update(until=timezone.now() - timedelta(seconds=1))
    attack(victim.email, 3 * ENOUGH)
    assert len(letters()) == 1


class TestCounting:
    LIMIT = Limit("essai", 3, timedelta(minutes=5))

    def take(self, *subjects):
        return throttle.take([Count(self.LIMIT, subject) for subject in subjects])

    def test_a_limit_is_passed_once_and_ends(self, db):
        taken = [self.take("a") for _time in range(5)]
        assert [each.allowed for each in taken] == [True] * 3 + [False] * 2
        assert [bool(each.just_passed) for each in taken] == [False] * 3 + [True, False]
        assert taken[3].until > timezone.now() + timedelta(minutes=4)
        assert self.take("b").allowed
        Tries.objects.update(until=timezone.now())
        assert self.take("a").allowed

    def test_what_was_no_failure_is_given_back(self, db):
        for _time in range(10):
            taken = self.take("a", "b")
            assert taken.allowed
            throttle.give_back(taken)
        assert set(Tries.objects.values_list("count", flat=True)) == {0}

    def test_no_subject_can_be_read(self, db):
        self.take("ana@rivage.example", "192.0.2.1")
        stored = " ".join(Tries.objects.values_list("key", flat=True))
        assert "rivage" not in stored
        assert "192" not in stored

    def test_the_night_clears_what_is_over(self, db):
        self.take("a", "b")
        Tries.objects.filter(key=Count(self.LIMIT, "a").key).update(until=timezone.now() - timedelta(seconds=1))
        assert throttle.clear_over() == 1


@pytest.mark.parametrize(
    ("proxies", "written", "remote", "expected"),
    [
        (0, "198.51.100.1", "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1", "10.0.0.1"),
        (1, "", "10.0.0.1", "10.0.0.1"),
        (1, "rien, de tel", "10.0.0.1", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "10.0.0.1", "2001:db8:1:2::"),
        (1, "::ffff:192.0.2.9", "10.0.0.1", "192.0.2.9"),
        (0, "", "", "unknown"),
    ],
)
def test_the_address_is_the_one_our_own_proxies_saw(settings, proxies, written, remote, expected):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, **({"HTTP_X_FORWARDED_FOR": written} if written else {}))
    assert address_of(request) == expected

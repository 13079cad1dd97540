"""A candidate opens a dossier, leaves it, comes back, fills it, sends it; nobody else opens it."""

import io
import re
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction

from tenants.admission.domain import access, candidacies
from tenants.admission.models import Access, Candidacy, Event, Kind, State
from tess.kernel import outbox
from tess.kernel.errors import Conflict, DomainError
from tess.kernel.models import AuditEntry
from tests.tenants.admission.conftest import ANSWERS

FORM = {"name": "Écoute Estran", "contact_name": "Yann Corre", "contact_email": "Contact@Estran.example"}


def letters(to=None):
    outbox.deliver_due()
    return [each for each in mail.outbox if to in (None, each.to[0])]


def test_from_the_public_page_to_a_dossier_by_the_link_of_the_letter(collective_client):
    web = collective_client()
    assert "Adhérer" in web.get("/adherer/").content.decode()
    waiting = web.post("/adherer/", FORM)
    assert re.fullmatch(r"/adherer/lettre/[0-9a-f-]+/", waiting.url)
    (letter,) = letters("contact@estran.example")
    link = re.search(r"https?://[^/]+(/adherer/cle/\S+)", letter.body)[1]
    other_device = collective_client()
    assert "Ouvrir mon dossier" in other_device.get(link).content.decode()
    assert other_device.get(link).status_code == 200, "looking at the link uses nothing up"
    opened = other_device.post(link, follow=True)
    assert "Écoute Estran" in opened.content.decode()
    assert opened.redirect_chain[-1][0].startswith("/adherer/dossiers/")
    assert Candidacy.objects.get().contact_verified_at is not None
    again = collective_client().post(link, follow=True)
    assert "n’est plus valable" in again.content.decode()


def test_by_the_six_digits_as_they_are_read_aloud(collective_client):
    web = collective_client()
    waiting = web.post("/adherer/", FORM).url
    code = re.search(r"^\d{6}$", letters()[0].body, re.MULTILINE)[0]
    opened = web.post(waiting, {"code": f" {code[:3]} {code[3:]} "}, follow=True)
    assert "Écoute Estran" in opened.content.decode()


def test_nothing_secret_is_stored(collective_client):
    collective_client().post("/adherer/", FORM)
    made = Access.objects.get()
    stored = str(list(Access.objects.values())) + str(list(outbox.OutboxMessage.objects.values()))
    assert access.code_of(made) not in stored
    assert access.token_of(made) not in stored


def test_five_wrong_codes_end_a_letter(collective_client):
    web = collective_client()
    waiting = web.post("/adherer/", FORM).url
    right = access.code_of(Access.objects.get())
    wrong = "000000" if right != "000000" else "000001"
    for _try in range(5):
        assert web.post(waiting, {"code": wrong}).status_code == 422
    assert "n’est plus valable" in web.post(waiting, {"code": right}).content.decode()


def test_an_unknown_address_is_answered_like_a_known_one(collective_client, candidacy):
    web, pages = collective_client(), []
    letters()
    mail.outbox.clear()
    for email in ("contact@estran.example", "personne@ailleurs.example"):
        answer = web.post("/adherer/reprendre/", {"email": email})
        page = web.get(answer.url).content.decode().replace(answer.url, "here")
        pages.append(re.sub(r'value="[^"]*"', "", page))
    assert pages[0] == pages[1]
    assert [each.to for each in letters()] == [["contact@estran.example"]]


def test_somebody_unknown_never_gets_in_with_the_right_digits(db):
    made = access.ask("personne@ailleurs.example")
    with pytest.raises(DomainError):
        access.use_code(made.pk, access.code_of(made))


def test_letters_to_one_address_are_counted(collective_client):
    web = collective_client()
    answers = [web.post("/adherer/reprendre/", {"email": "a@b.example"}) for _time in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [422]
    assert "minutes" in answers[-1].content.decode()
    assert web.post("/adherer/reprendre/", {"email": "c@b.example"}).status_code == 302


def test_without_a_key_one_is_asked_for_it(collective_client, candidacy):
    answer = collective_client().get(f"/adherer/dossiers/{candidacy.pk}/")
    assert answer.url == "/adherer/reprendre/"


def test_another_candidates_dossier_is_as_unknown_as_a_missing_one(candidate, candidacy):
    other = candidate("autre@ailleurs.example")
    for pk in (candidacy.pk, "00000000-0000-0000-0000-000000000001"):
        for rest in ("", "rubriques/identity/", "documents/", "renoncer/"):
            assert other.get(f"/adherer/dossiers/{pk}/{rest}").status_code == 404
        assert other.post(f"/adherer/dossiers/{pk}/envoyer/").status_code == 404
    assert Candidacy.objects.get().state == State.DRAFT


def test_what_is_typed_is_kept_right_or_wrong(candidate, candidacy):
    web, path = candidate(), f"/adherer/dossiers/{candidacy.pk}/rubriques/identity/"
    answer = web.post(path, {**ANSWERS["identity"], "siren": "732 829 321"})
    assert answer.status_code == 422
    assert "clé de contrôle" in answer.content.decode()
    again = candidate().get(path).content.decode()
    assert "732 829 321" in again
    assert "3 quai des Brumes" in again


def test_left_and_resumed_then_sent(candidate, filled):
    web, path = candidate(), f"/adherer/dossiers/{filled.pk}/"
    assert "Envoyer à la coordination" in web.get(path).content.decode()
    sent = web.post(f"{path}envoyer/", follow=True).content.decode()
    assert "est envoyé" in sent
    filled.refresh_from_db()
    assert filled.state == State.SUBMITTED
    assert filled.siren == "732829320"
    assert "arrivé" in letters("contact@estran.example")[-1].subject
    assert web.post(f"{path}rubriques/identity/", ANSWERS["identity"], follow=True).status_code == 200
    assert Candidacy.objects.get().version == filled.version


def test_an_incomplete_dossier_is_not_sent_and_says_what_is_left(candidacy):
    with pytest.raises(DomainError, match="Statuts"):
        candidacies.send(candidacy)
    assert Candidacy.objects.get().state == State.DRAFT


def test_sent_twice_is_sent_once(filled):
    candidacies.send(filled)
    with pytest.raises(Conflict):
        candidacies.send(filled)
    assert Event.objects.filter(kind=Kind.SENT).count() == 1


def test_withdrawn_and_begun_again_with_the_same_answers(candidate, filled):
    web = candidate()
    assert web.post(f"/adherer/dossiers/{filled.pk}/renoncer/").status_code == 302
    new = web.post(f"/adherer/dossiers/{filled.pk}/recommencer/", follow=True)
    assert Candidacy.objects.filter(follows=filled).get().typed == filled.typed
    assert "nouveau dossier" in new.content.decode()
    web.post(f"/adherer/dossiers/{filled.pk}/recommencer/")
    assert Candidacy.objects.count() == 2


def test_leaving_closes_the_dossier_on_this_device(candidate, candidacy):
    web = candidate()
    web.post("/adherer/sortir/")
    assert web.get(f"/adherer/dossiers/{candidacy.pk}/").url == "/adherer/reprendre/"


def test_every_act_is_audited_without_contents(filled):
    rows = AuditEntry.objects.filter(action__startswith="admission.")
    assert {"admission.candidacy.opened", "admission.candidacy.saved", "admission.document.added"} <= {
        row.action for row in rows
    }
    assert "Estran" not in str(list(rows.values()))


def test_a_line_of_history_is_never_rewritten(candidacy):
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Event.objects.update(about="autre chose")


def test_the_database_refuses_what_the_table_of_states_does_not_know(candidacy):
    for wrong in ({"state": "perdu"}, {"state": State.REFUSED}, {"state": State.ACTIVE}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Candidacy.objects.update(**wrong)


def test_what_is_typed_after_the_dossier_was_closed_comes_back_to_be_sent_again(
    candidate, candidacy, collective_client
):
    path = f"/adherer/dossiers/{candidacy.pk}/rubriques/ethics/"
    said = {"listening": "Chaque personne est accueillie « sans jugement ».", "stay": "1"}
    from_here = {"accept": "text/html", "origin": f"http://{settings.COLLECTIVE_HOST}"}
    as_sent = {"data": urlencode(said), "content_type": "application/x-www-form-urlencoded"}
    answer = collective_client().post(path, **as_sent, headers=from_here)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Rien de ce que vous avez écrit n’est perdu" in page
    assert f'action="{path}"' in page
    assert said["listening"] in page
    assert "Yann Corre" not in page
    assert collective_client().post(path, **as_sent)["Location"] == "/adherer/reprendre/", (
        "from elsewhere: nothing is shown"
    )
    sent = collective_client().post(
        f"/adherer/dossiers/{candidacy.pk}/documents/", {"file": io.BytesIO(b"x")}, headers=from_here
    )
    assert sent["Location"] == "/adherer/reprendre/", "no upload is read for nobody"
    assert candidate().post(path, said).status_code == 302
    assert Candidacy.objects.get().typed["ethics"]["listening"] == said["listening"]

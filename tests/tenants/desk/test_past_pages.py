"""Records of former years through the pages: sent, checked, loaded, undone; and for whom."""

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenants.desk import tasks
from tenants.desk.models import Contact, PastImport
from tenants.desk.views import past
from tenants.telephony.models import Line
from tess.identity.roles import Role
from tess.kernel.intake import sending, uploads

PAGE = "/fiches/reprises/"
CONTENT = "Date;Nature;Commentaire\n03/02/2024;Écoute;bavard\n04/02/2024;Information;\nhier;Écoute;\n"


@pytest.fixture(autouse=True)
def kept_apart(private_folder, line_of, organisation):
    line_of(organisation)


@pytest.fixture
def manager(web_of):
    return web_of(Role.MANAGER)


def text(answer):
    shown = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", shown).replace("\u00a0", " ").replace("\u202f", " ").split())


def send(web, content=CONTENT, **more):
    data = content if isinstance(content, bytes) else content.encode()
    line = more.pop("line", Line.objects.first().pk)
    file = SimpleUploadedFile("fiches.csv", data)
    return web.post(f"{PAGE}nouvelle/", {"file": file, "line": line, "channel": "phone", **more}, follow=True)


def test_a_file_is_sent_checked_loaded_and_undone(manager):
    shown = text(send(manager))
    assert "Ce fichier contient 2 nouvelles fiches ." in shown
    assert "Elles vont du 3 février 2024 au 4 février 2024." in shown
    assert "La colonne « Commentaire » semble parler de personnes, ou contenir du texte libre" in shown
    assert "Une ligne refusée" in shown
    assert "4 Une date ou une heure qui n’existe pas" in shown
    assert "bavard" not in shown
    batch = PastImport.objects.get()
    refused = manager.get(f"{PAGE}{batch.pk}/lignes-refusees.csv").content.decode("utf-8-sig").splitlines()
    assert refused[0] == "numéro de ligne;raison"
    assert refused[1].startswith("4;une date ou une heure")
    assert not Contact.objects.exists()
    shown = text(manager.post(f"{PAGE}{batch.pk}/charger/", follow=True))
    assert "2 fiches sont chargées" in shown
    assert not uploads.path_of(batch.pk).exists()
    record = Contact.objects.order_by("opened_at").first()
    assert "reprise d’un fichier des années passées" in text(manager.get(f"/fiches/{record.pk}/"))
    assert "Écoute" in text(manager.get("/fiches/toutes/?jour=2024-02-03"))
    assert "fiches.csv" in text(manager.get(PAGE))
    assert "exactement le même, a déjà été chargé" in text(send(manager))
    shown = text(manager.post(f"{PAGE}{batch.pk}/annuler/", follow=True))
    assert "ses 2 fiches sont parties" in shown
    assert not Contact.objects.exists()
    assert "annulé" in text(manager.post(f"{PAGE}{batch.pk}/annuler/", follow=True))


def test_a_file_can_be_given_up(manager):
    send(manager)
    batch = PastImport.objects.get()
    assert "rien n’en a été chargé" in text(manager.post(f"{PAGE}{batch.pk}/abandonner/", follow=True))
    assert not uploads.path_of(batch.pk).exists()
    assert "Quelqu’un d’autre" in text(manager.post(f"{PAGE}{batch.pk}/charger/", follow=True))


def test_after_an_hour_the_file_is_gone_and_the_page_says_so(manager):
    send(manager)
    batch = PastImport.objects.get()
    uploads.forget(batch.pk)
    assert "au bout d’une heure" in text(manager.get(f"{PAGE}{batch.pk}/"))
    assert "au bout d’une heure" in text(manager.post(f"{PAGE}{batch.pk}/charger/", follow=True))


def test_a_file_that_is_none_says_why(manager):
    shown = text(send(manager, b"%PDF-1.7"))
    assert "Ce fichier n’a pas pu être pris" in shown or "pas un tableau" in shown


@pytest.mark.parametrize("more", [{"channel": "pigeon"}, {"line": 10**12}, {"file": ""}])
def test_a_wrong_form_is_told(manager, more):
    assert send(manager, **more).status_code == 400
    assert not PastImport.objects.exists()


def test_too_long_a_file_is_refused_before_it_is_read(manager, monkeypatch):
    monkeypatch.setattr(sending, "_MOST_SENT", 100)
    assert send(manager).status_code == 413
    assert not PastImport.objects.exists()


def test_a_long_file_goes_to_the_task(manager, monkeypatch, django_capture_on_commit_callbacks):
    asked = []
    monkeypatch.setattr(past, "FILES", replace(past.FILES, at_once=10))
    monkeypatch.setattr(tasks.check_past, "enqueue_for", lambda *args: asked.append(args))
    shown = text(send(manager))
    batch = PastImport.objects.get()
    assert "Le fichier est en cours de vérification" in shown or "Cela vient de commencer" in shown
    ((_organisation, pk, user_id),) = asked
    assert pk == str(batch.pk)
    assert "HX-Refresh" not in manager.get(f"{PAGE}{batch.pk}/avancement/").headers
    tasks.check_past.run(pk, user_id)
    assert manager.get(f"{PAGE}{batch.pk}/avancement/").headers["HX-Refresh"] == "true"
    monkeypatch.setattr(tasks.load_past, "enqueue_for", lambda *args: asked.append(args))
    manager.post(f"{PAGE}{batch.pk}/charger/")
    tasks.load_past.run(pk, user_id)
    assert Contact.objects.count() == 2
    tasks.load_past.run(pk, user_id)  # at least once
    assert Contact.objects.count() == 2


def test_work_that_died_is_taken_up_again(manager):
    send(manager)
    PastImport.objects.update(state="checking", changed_at=timezone.now() - timezone.timedelta(hours=1))
    batch = PastImport.objects.get()
    from django.core.cache import caches

    caches["organisation"].clear()
    assert "arrêté" in text(manager.get(f"{PAGE}{batch.pk}/"))
    assert "2 nouvelles fiches" in text(manager.post(f"{PAGE}{batch.pk}/reprendre/", follow=True))


@pytest.mark.parametrize("role", [Role.LISTENER, Role.SUPERVISOR, Role.DISPATCHER, Role.TRAINER, Role.TRAINEE])
def test_it_is_the_direction_s_to_bring_files(web_of, manager, role):
    send(manager)
    batch = PastImport.objects.get()
    other = web_of(role)
    pages = [PAGE, f"{PAGE}nouvelle/", f"{PAGE}{batch.pk}/", f"{PAGE}{batch.pk}/lignes-refusees.csv"]
    assert [other.get(page).status_code for page in pages] == [403] * 4
    assert send(other).status_code == 403
    for step in ("charger", "annuler", "abandonner", "reprendre"):
        assert other.post(f"{PAGE}{batch.pk}/{step}/").status_code == 403
    assert PastImport.objects.get().state == "checked"


def test_the_other_organisation_s_file_is_not_there(manager, other_organisation, acting_for):
    with acting_for(other_organisation):
        batch = PastImport.objects.create(file_name="secret.csv", size=1, sha256="x", state="checked")
    assert "secret" not in text(manager.get(PAGE))
    assert manager.get(f"{PAGE}{batch.pk}/").status_code == 404
    assert manager.post(f"{PAGE}{batch.pk}/charger/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(manager, count):
    for _file in range(count):
        send(manager)
    with CaptureQueriesContext(connection) as queries:
        manager.get(PAGE)
    assert len([q for q in queries if "desk_" in q["sql"] or "identity_colleague" in q["sql"]]) == 2  # files, names


def test_a_listener_s_own_list_and_the_forms_don_t_know_them(manager, web, listener):
    send(manager)
    manager.post(f"{PAGE}{PastImport.objects.get().pk}/charger/")
    record = Contact.objects.first()
    assert web.get(f"/fiches/{record.pk}/").status_code == 404
    assert str(record.pk) not in text(web.get("/fiches/"))
    assert web.post(f"/fiches/{record.pk}/enregistrer/", {"version": 1}).status_code == 404

"""What a person sees, and what nobody else does."""

import re
import uuid

import pytest
from django.db import connection

from tenants.desk.domain.contacts import Answers, open_contact, save_draft
from tenants.desk.domain.notes import read_note
from tenants.desk.models import Contact, Referral
from tenants.relays.demo import FILE
from tenants.relays.domain.imports import load
from tenants.relays.models import Service
from tenants.telephony.models import Line
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.kernel.models import AuditEntry

from .conftest import NOTE

READERS = [Role.DISPATCHER, Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR]
QUICK = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def relays(organisation):
    with connection.as_application():
        load(FILE, actor=Actor.system("tests"))


def typed(contact, **more):
    """The form as the page sends it."""
    return {
        "version": contact.version,
        "what": "support",
        "line": contact.line_id or "",
        "channel": "phone",
        "note": "",
        **more,
    }


def text(answer):
    return answer.content.decode().replace("\u00a0", " ")


def test_a_new_record_is_begun_and_written(web, organisation, line_of, listener):
    line_of(organisation)
    answer = web.post("/fiches/nouvelle/")
    contact = Contact.objects.get()
    assert answer.headers["Location"] == f"/fiches/{contact.pk}/"
    page = text(web.get(f"/fiches/{contact.pk}/"))
    assert "Ligne nationale" in page
    answer = web.post(f"/fiches/{contact.pk}/enregistrer/", typed(contact, note=NOTE, themes=["grief"]), follow=True)
    assert "Enregistré à" in text(answer)
    assert NOTE in text(answer)
    answer = web.post(f"/fiches/{contact.pk}/clore/", typed(Contact.objects.get(), note=NOTE), follow=True)
    assert "La fiche est close" in text(answer)
    page = text(web.get(f"/fiches/{contact.pk}/"))
    assert NOTE not in page
    assert NOTE in text(web.get(f"/fiches/{contact.pk}/note/"))


class TestTheKeyOfANewRecord:
    """The page gives each new record its key: the button pressed twice, or a request sent again, makes one."""

    def key_of(self, web):
        return re.search(r'name="fiche" value="([^"]+)"', text(web.get("/fiches/")))[1]

    def test_pressed_twice_is_one(self, web):
        key = self.key_of(web)
        answers = [web.post("/fiches/nouvelle/", {"fiche": key}) for _press in range(2)]
        assert [answer.headers["Location"] for answer in answers] == [f"/fiches/{key}/"] * 2
        assert Contact.objects.count() == 1

    def test_the_page_opened_again_gives_another(self, web):
        assert self.key_of(web) != self.key_of(web)
        assert "no-store" in web.get("/fiches/").headers["Cache-Control"]

    def test_an_old_page_never_leads_back_to_a_closed_record(self, web, closed):
        answer = web.post("/fiches/nouvelle/", {"fiche": str(closed.pk)})
        assert answer.headers["Location"] != f"/fiches/{closed.pk}/"
        assert Contact.objects.filter(state="draft").count() == 1

    def test_a_colleagues_key_opens_nothing(self, web_of, draft):
        assert web_of(Role.LISTENER).post("/fiches/nouvelle/", {"fiche": str(draft.pk)}).status_code == 404

    @pytest.mark.parametrize("key", ["", "x", "\x00", "9" * 400])
    def test_what_is_no_key_opens_a_record(self, web, key):
        assert web.post("/fiches/nouvelle/", {"fiche": key}).status_code == 302
        assert Contact.objects.count() == 1


def test_saved_while_one_types_answers_with_the_time_and_the_version(web, draft):
    answer = web.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft, note=NOTE), headers=QUICK)
    assert answer.status_code == 200
    assert 'data-version="2"' in text(answer)
    assert "Enregistré à" in text(answer)
    assert "<html" not in text(answer)


def test_a_script_is_told_that_the_session_has_ended(organisation, draft, client_of):
    web = client_of(organisation)
    assert web.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft), headers=QUICK).status_code == 401
    assert web.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft)).status_code == 302


@pytest.mark.parametrize("headers", [{}, QUICK], ids=["button", "script"])
def test_two_windows_both_texts(web, draft, listener, headers):
    save_draft(
        draft, Answers(nature="support", line_id=draft.line_id, note="le texte de l’autre"), version=1, actor=listener
    )
    answer = web.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft, note="mon texte à moi"), headers=headers)
    assert answer.status_code == 409
    assert "le texte de l’autre" in text(answer)
    assert ("mon texte à moi" in text(answer)) or headers  # a script still has it in its form
    assert read_note(draft, actor=listener) == "le texte de l’autre"
    if not headers:  # pressing the button again is a choice: mine
        again = web.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft, version=2, note="mon texte à moi"))
        assert again.status_code == 302
        assert read_note(draft, actor=listener) == "mon texte à moi"


def test_a_slip_in_one_field_costs_nothing_else(web, draft, listener):
    answer = web.post(f"/fiches/{draft.pk}/clore/", typed(draft, note=NOTE, departement="Finistère"))
    assert answer.status_code == 422
    assert "Ce département n’existe pas" in text(answer)
    assert "Finis" in text(answer)
    assert read_note(draft, actor=listener) == NOTE
    draft.refresh_from_db()
    assert (draft.nature, draft.departement, draft.is_draft) == ("support", "", True)
    assert f'name="version" value="{draft.version}"' in text(answer)


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("avant\0après", "avant␀après"),
        ("ligne\r\nligne", "ligne\nligne"),
        ("😀" * 200_000, "😀" * 200_000),
        ("<script>alert(1)</script> \u202eשלום", "<script>alert(1)</script> \u202eשלום"),
    ],
    ids=["null", "line ends", "the longest", "script and right to left"],
)
def test_whatever_is_typed_is_kept_whole(web, draft, listener, note, kept):
    page = text(web.get(f"/fiches/{draft.pk}/"))
    assert re.search(r'<form method="post" enctype="multipart/form-data" id="record"', page)  # else emoji weigh thrice
    assert "maxlength" not in re.search(r'<textarea name="note"[^>]*>', page)[0]  # it would cut what is pasted
    assert web.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft, note=note)).status_code == 302
    assert read_note(draft, actor=listener) == kept
    again = web.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft, note=note, version=2), headers=QUICK)
    assert 'data-version="2"' in text(again)  # the same text is the same


def test_half_an_emoji_is_kept_as_a_sign_that_says_so(web, draft, listener):
    sent = f"version=1&what=support&line={draft.line_id}&channel=phone&note=fin+%ED%A0%BD"
    form = "application/x-www-form-urlencoded"
    assert web.post(f"/fiches/{draft.pk}/enregistrer/", sent, content_type=form).status_code == 302
    assert read_note(draft, actor=listener).rstrip("\ufffd") == "fin "


@pytest.mark.parametrize("headers", [{}, QUICK], ids=["button", "script"])
def test_too_long_a_note_is_refused_in_words_and_stays_on_the_page(web, draft, headers):
    note = "x" * 200_001
    answer = web.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft, note=note), headers=headers)
    assert answer.status_code == 422
    assert "La note dépasse 200 000 caractères" in text(answer)
    assert (note in text(answer)) or headers  # a script still has it in its form
    draft.refresh_from_db()
    assert (draft.nature, draft.version) == ("support", 2)


def test_two_windows_with_one_text_of_two_lines(web, draft, listener):
    said = Answers(nature="support", line_id=draft.line_id, note="une\ndeux")
    save_draft(draft, said, version=1, actor=listener)
    answer = web.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft, what="information", note="une\r\ndeux"))
    assert answer.status_code == 409
    assert "La note est la même" in text(answer)


def test_closing_without_a_nature_says_so_and_keeps_the_note(web, draft, listener):
    answer = web.post(f"/fiches/{draft.pk}/clore/", typed(draft, what="", note=NOTE))
    assert answer.status_code == 422
    assert "une touche suffit" in text(answer)
    assert NOTE in text(answer)
    assert read_note(draft, actor=listener) == NOTE


def test_closed_meanwhile_shows_what_was_typed(web, closed):
    for headers in ({}, QUICK):
        answer = web.post(f"/fiches/{closed.pk}/enregistrer/", typed(closed, note="trop tard"), headers=headers)
        assert answer.status_code == 409
        assert "trop tard" in text(answer)
        assert "close" in text(answer)
    assert web.post(f"/fiches/{closed.pk}/clore/", typed(closed, note="trop tard")).status_code == 409


def test_a_line_archived_meanwhile_stays_on_its_record(web, organisation, line_of, draft, listener):
    """The select still shows it, and saving with it writes nothing else; other archived lines are not offered."""
    other = line_of(organisation, "Ligne de nuit", "0199000001")
    gone = line_of(organisation, "Ligne d'hier", "0199000002")
    Line.objects.filter(pk__in=[draft.line_id, gone.pk]).update(active=False)
    page = text(web.get(f"/fiches/{draft.pk}/"))
    assert f'<option value="{draft.line_id}" selected>' in page
    assert f'<option value="{other.pk}">' in page
    assert "Ligne d&#x27;hier" not in page
    answer = web.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft, note=NOTE), headers=QUICK)
    assert answer.status_code == 200
    saved = Contact.objects.get()
    assert (saved.line_id, read_note(saved, actor=listener)) == (draft.line_id, NOTE)


HOSTILE = [
    {"note": "x" * 30_000}, {"note": "\x00"}, {"what": "gossip"}, {"themes": ["nope", "\x00"]}, {"departement": "'; --"},
    {"version": "abc"}, {"version": str(10**30)}, {"line": "999999999999999999999"}, {"line": "\x00"}, {"channel": "pigeon"},
    {"themes": ["grief", "couple", "family", "work", "money", "housing", "rights", "health", "ageing"]},
    {"risk": ["high", "none"]}, {"version": ""},
]  # fmt: skip


@pytest.mark.parametrize("wrong", HOSTILE, ids=lambda wrong: str(wrong)[:40])
@pytest.mark.parametrize("door", ["enregistrer", "clore"])
def test_hostile_forms_are_answered(web, draft, wrong, door):
    answer = web.post(f"/fiches/{draft.pk}/{door}/", typed(draft) | wrong)
    assert answer.status_code in {200, 302, 409, 422}


def test_a_forged_listener_or_state_changes_nothing(web, draft, organisation, listener):
    web.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft, listener=str(uuid.uuid4()), state="closed", call="1"))
    draft.refresh_from_db()
    assert (draft.state, draft.call_id, draft.listener.user_id) == ("draft", None, listener.user_id)


def test_another_organisations_record_is_missing(web, organisation, elsewhere, web_of):
    missing = web.get(f"/fiches/{uuid.uuid4()}/")
    for browser in (web, web_of(Role.DIRECTOR, Role.SUPERVISOR, Role.LISTENER)):
        for door in ("", "note/", "relais/"):
            assert browser.get(f"/fiches/{elsewhere.pk}/{door}").status_code == 404
        for door in ("enregistrer/", "clore/", f"orienter/{uuid.uuid4()}/"):
            assert browser.post(f"/fiches/{elsewhere.pk}/{door}", {"version": 1}).status_code == 404
    assert missing.status_code == 404


def test_a_forged_call_of_another_organisation(web, organisation, elsewhere):
    assert web.post("/fiches/nouvelle/", {"call": elsewhere.call_id}).status_code == 404
    for wrong in ("-1", "abc", "9" * 40, "\x00"):
        assert web.post("/fiches/nouvelle/", {"call": wrong}).status_code == 404
    assert not Contact.objects.exists()


def test_a_colleagues_record_is_missing(draft, web_of):
    colleague = web_of(Role.LISTENER)
    assert colleague.get(f"/fiches/{draft.pk}/").status_code == 404
    assert colleague.get(f"/fiches/{draft.pk}/note/").status_code == 404
    assert colleague.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft)).status_code == 404


def test_a_trainee_enters_nowhere(draft, web_of):
    trainee = web_of(Role.TRAINEE)
    for door in ("", "toutes/", "appels-sans-fiche/", f"{draft.pk}/", f"{draft.pk}/note/"):
        assert trainee.get(f"/fiches/{door}").status_code == 403
    assert trainee.post("/fiches/nouvelle/").status_code == 403
    assert trainee.post(f"/fiches/{draft.pk}/enregistrer/", typed(draft)).status_code == 403


@pytest.mark.parametrize("role", READERS)
def test_who_reads_them_all(closed, web_of, role):
    web = web_of(role)
    page = text(web.get("/fiches/toutes/"))
    assert "Ana Le Goff" in page
    assert "Deuil" in page
    assert NOTE not in page
    page = text(web.get(f"/fiches/{closed.pk}/"))
    assert "Deuil" in page
    assert NOTE not in page
    reads_notes = role in {Role.SUPERVISOR, Role.DIRECTOR}
    assert ("/note/" in page) is reads_notes
    answer = web.get(f"/fiches/{closed.pk}/note/")
    assert answer.status_code == (200 if reads_notes else 403)
    assert (NOTE in text(answer)) is reads_notes
    with connection.as_application():
        assert AuditEntry.objects.filter(action="desk.note.read").count() == reads_notes
    assert web.post(f"/fiches/{closed.pk}/enregistrer/", typed(closed)).status_code == 403


def test_referred_with_what_was_typed(web, draft, listener, relays):
    service = Service.objects.get(number="3114")
    found = text(web.get(f"/fiches/{draft.pk}/relais/", {"q": "suicde"}))
    assert "Prévention du suicide" in found
    web.post(f"/fiches/{draft.pk}/orienter/{service.pk}/", typed(draft, note=NOTE))
    assert read_note(draft, actor=listener) == NOTE
    referral = Referral.objects.get()
    draft.refresh_from_db()
    answer = web.post(
        f"/fiches/{draft.pk}/orientations/{referral.pk}/put_through/", typed(draft, note=NOTE), follow=True
    )
    assert "Mis en relation" in text(answer)
    answer = web.post(f"/fiches/{draft.pk}/orientations/{referral.pk}/declined/", typed(draft, note=NOTE), follow=True)
    assert "est déjà" in text(answer)
    assert web.post(f"/fiches/{draft.pk}/orientations/{uuid.uuid4()}/declined/", typed(draft)).status_code == 404
    assert web.post(f"/fiches/{draft.pk}/orientations/{referral.pk}/eaten/", typed(draft)).status_code == 404


def test_searching_a_relay_without_script_keeps_the_note(web, draft, listener, relays):
    answer = web.post(
        f"/fiches/{draft.pk}/enregistrer/", typed(draft, note=NOTE, relais="violance femme", chercher="1"), follow=True
    )
    assert "Violences Femmes Info" in text(answer)
    assert read_note(draft, actor=listener) == NOTE


def test_calls_without_a_record(web, organisation, call_of, listener):
    first, second = call_of(organisation), call_of(organisation, 5)
    page = text(web.get("/fiches/appels-sans-fiche/?jour=2026-09-07"))
    assert "<b>2</b> appels décrochés n’ont pas de fiche" in page
    assert "09:00" in page
    web.post("/fiches/nouvelle/", {"call": first.pk})
    page = text(web.get("/fiches/appels-sans-fiche/"))  # the last day there were calls
    assert "<b>un</b> appel décroché" in page
    open_contact(actor=listener, call_id=second.pk)
    assert "chaque appel décroché a sa fiche" in text(web.get("/fiches/appels-sans-fiche/"))
    for wrong in ("9999-12-31", "0001-01-01", "hier", "2026-02-30", "\x00"):
        assert web.get("/fiches/appels-sans-fiche/", {"jour": wrong}).status_code == 200
        assert web.get("/fiches/", {"jour": wrong, "avant": wrong, "etat": wrong}).status_code == 200


def test_a_dispatcher_sees_the_calls_and_opens_nothing(organisation, call_of, web_of):
    call_of(organisation)
    page = text(web_of(Role.DISPATCHER).get("/fiches/appels-sans-fiche/"))
    assert "un</b> appel" in page
    assert "Écrire la fiche" not in page


def test_ones_own_list(web, closed, listener, web_of):
    draft = open_contact(actor=listener)
    page = text(web.get("/fiches/"))
    assert page.index("Une fiche à terminer") < page.index(str(draft.pk)) < page.index(str(closed.pk))
    assert str(draft.pk) not in text(web.get("/fiches/?etat=closed"))
    assert str(closed.pk) not in text(web.get("/fiches/?etat=draft"))
    assert "Aucune de vos fiches" in text(web.get("/fiches/?jour=2020-01-01"))
    assert "Pas encore de fiche" in text(web_of(Role.LISTENER).get("/fiches/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_lists(web, web_of, organisation, call_of, listener, rows, django_assert_num_queries):
    for number in range(rows):
        call_of(organisation, 100 + number)
        contact = open_contact(actor=listener, call_id=call_of(organisation, number).pk)
        if number:
            save_draft(contact, Answers(nature="support", line_id=contact.line_id), version=1, actor=listener)
    director = web_of(Role.DIRECTOR)
    director.get("/fiches/toutes/")  # the role in force before is then the same for all three
    with django_assert_num_queries(4):  # session with membership, records, drafts, and the change of role between
        web.get("/fiches/")
    with django_assert_num_queries(4):  # the same with the names of who wrote them
        director.get("/fiches/toutes/")
    with django_assert_num_queries(5):  # the last day, the count, the calls
        web.get("/fiches/appels-sans-fiche/")


def test_a_list_taken_away_is_written_down_and_never_says_what_was_said(closed, web_of):
    web = web_of(Role.MANAGER)
    answer = web.get("/fiches/toutes/?export=csv")
    taken = b"".join(answer.streaming_content).decode()
    assert "Ana Le Goff" in taken
    assert "Deuil" in taken
    assert NOTE not in taken
    with connection.as_application():
        entry = AuditEntry.objects.get(action="desk.records.exported")
    assert "themes" in entry.fields
    assert web_of(Role.LISTENER).get("/fiches/toutes/?export=csv").status_code == 403

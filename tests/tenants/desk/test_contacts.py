"""The verbs of a record: opened, saved, closed; and what the tables refuse whoever asks."""

import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, connection, transaction

from tenants import telephony
from tenants.desk.domain.contacts import (
    AlreadyClosed,
    Answers,
    Stale,
    close_contact,
    marks_of,
    open_contact,
    save_draft,
)
from tenants.desk.domain.notes import read_note
from tenants.desk.models import Contact, ContactNote
from tenants.telephony.domain import imports
from tenants.telephony.domain.undoing import undo
from tenants.telephony.models import Call, CallSource, ImportBatch, ImportProfile, Line, Outcome
from tess.identity.roles import Role
from tess.kernel.errors import Conflict, DomainError, NotFound, Refused
from tess.kernel.models import AuditEntry

from .conftest import NOTE

FILE = Path(telephony.__file__).parent / "demo_data" / "calls_one_day.asterisk.csv"


def acts(action):
    with connection.as_application():
        return [entry.fields for entry in AuditEntry.objects.filter(action=action).order_by("id")]


def said(draft, **more):
    return Answers(nature="support", line_id=draft.line_id, **more)


def test_opened_from_a_call_on_its_line(organisation, listener, call_of):
    call = call_of(organisation)
    contact = open_contact(actor=listener, call_id=call.pk)
    assert (contact.call, contact.line, contact.is_draft) == (call, call.line, True)
    assert contact.listener.user_id == listener.user_id
    assert open_contact(actor=listener, call_id=call.pk) == contact
    assert acts("desk.contact.opened") == [["call"]]


def test_opened_alone_on_the_line_one_was_last_on(organisation, listener, line_of):
    assert open_contact(actor=listener).line is None
    first = line_of(organisation)
    assert open_contact(actor=listener).line == first
    second = line_of(organisation, "Ligne de nuit", "0199000001")
    contact = open_contact(actor=listener, line_id=second.pk)
    assert contact.line == second
    assert open_contact(actor=listener).line == second


def test_the_same_id_twice_is_one_record(organisation, listener, actor_of, member):
    pk = uuid.uuid4()
    contact = open_contact(actor=listener, contact_id=pk)
    assert contact.pk == pk
    assert open_contact(actor=listener, contact_id=pk) == contact
    colleague = actor_of(organisation, Role.LISTENER, user=member(organisation, Role.LISTENER))
    with pytest.raises(NotFound):
        open_contact(actor=colleague, contact_id=pk)


def test_one_record_a_call(organisation, listener, call_of, actor_of, member):
    call = call_of(organisation)
    contact = open_contact(actor=listener, call_id=call.pk)
    colleague = actor_of(organisation, Role.LISTENER, user=member(organisation, Role.LISTENER))
    with pytest.raises(Conflict, match="collègue"):
        open_contact(actor=colleague, call_id=call.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(call=call, listener=contact.listener)


@pytest.mark.parametrize("outcome", [Outcome.ABANDONED, Outcome.PHANTOM, Outcome.UNKNOWN])
def test_nobody_answered_nothing_to_write(organisation, listener, call_of, outcome):
    with pytest.raises(DomainError, match="décroché"):
        open_contact(actor=listener, call_id=call_of(organisation, outcome=outcome).pk)


def test_another_organisations_call_is_no_call(organisation, listener, elsewhere):
    with pytest.raises(NotFound):
        open_contact(actor=listener, call_id=elsewhere.call_id)


@pytest.mark.parametrize(
    "role", [Role.TRAINEE, Role.DISPATCHER, Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR, Role.TRAINER]
)
def test_only_those_who_listen_open(organisation, actor_of, role):
    with pytest.raises(Refused):
        open_contact(actor=actor_of(organisation, role))
    assert not Contact.objects.exists()


def test_saved_and_audited_by_names_alone(organisation, listener, draft):
    saved = save_draft(draft, said(draft, note=NOTE, themes=("grief",)), version=1, actor=listener)
    assert (saved.version, saved.nature, saved.themes) == (2, "support", ["grief"])
    assert acts("desk.contact.saved") == [["nature", "note", "themes"]]
    with connection.as_application():
        trail = str(list(AuditEntry.objects.values()))
    assert "compagne" not in trail


def test_the_note_is_sealed_in_the_table(organisation, listener, draft):
    save_draft(draft, said(draft, note=NOTE), version=1, actor=listener)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, row_to_json(n)::text FROM desk_contactnote n")
        sealed, row = cursor.fetchone()
    assert NOTE.encode() not in bytes(sealed)
    assert "compagne" not in row
    assert read_note(draft, actor=listener) == NOTE


def test_a_note_moved_to_another_record_does_not_open(organisation, listener, draft):
    save_draft(draft, said(draft, note=NOTE), version=1, actor=listener)
    stolen = bytes(ContactNote.objects.get(contact=draft).sealed)
    other = open_contact(actor=listener)
    ContactNote.objects.create(contact=other, sealed=stolen)
    with pytest.raises(InvalidTag):
        read_note(other, actor=listener)


def test_every_reading_is_audited(organisation, listener, closed, actor_of):
    supervisor = actor_of(organisation, Role.SUPERVISOR)
    for actor in (listener, supervisor, supervisor):
        assert read_note(closed, actor=actor) == NOTE
    with connection.as_application():
        readers = list(
            AuditEntry.objects.filter(action="desk.note.read").order_by("id").values_list("user_id", flat=True)
        )
    assert readers == [listener.user_id, supervisor.user_id, supervisor.user_id]


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.DISPATCHER, Role.MANAGER, Role.TRAINER, Role.LISTENER])
def test_who_may_not_read_the_note(organisation, closed, actor_of, role):
    with pytest.raises(NotFound):
        read_note(closed, actor=actor_of(organisation, role))


def test_the_same_save_twice_is_one(organisation, listener, draft):
    answers = said(draft, note=NOTE)
    first = save_draft(draft, answers, version=1, actor=listener)
    again = save_draft(draft, answers, version=1, actor=listener)
    assert again.version == first.version == 2
    assert len(acts("desk.contact.saved")) == 1


def test_two_windows_never_overwrite_one_another(organisation, listener, draft):
    save_draft(draft, said(draft, note="la première fenêtre"), version=1, actor=listener)
    with pytest.raises(Stale) as raised:
        save_draft(draft, said(draft, note="la seconde fenêtre"), version=1, actor=listener)
    assert raised.value.current.version == 2
    assert read_note(draft, actor=listener) == "la première fenêtre"


def test_a_note_from_a_program_is_kept_though_no_browser_sends_such(organisation, listener, draft):
    answers = said(draft, note="a\r\nb\0c\ud83d")
    for _sent_twice in range(2):
        assert save_draft(draft, answers, version=1, actor=listener).version == 2
    assert read_note(draft, actor=listener) == "a\nb␀c\ufffd"


def test_an_emptied_note_leaves_no_row(organisation, listener, draft):
    saved = save_draft(draft, said(draft, note=NOTE), version=1, actor=listener)
    saved = save_draft(draft, said(draft), version=saved.version, actor=listener)
    assert read_note(draft, actor=listener) == NOTE  # not said: left as it is
    save_draft(draft, said(draft, note=""), version=saved.version, actor=listener)
    assert not ContactNote.objects.exists()


def test_a_colleague_writes_nothing_there(organisation, draft, actor_of, member):
    colleague = actor_of(organisation, Role.LISTENER, user=member(organisation, Role.LISTENER))
    for actor in (colleague, actor_of(organisation, Role.DIRECTOR), actor_of(organisation, Role.SUPERVISOR)):
        with pytest.raises(NotFound):
            save_draft(draft, said(draft, note="X"), version=1, actor=actor)
        with pytest.raises(NotFound):
            close_contact(draft, version=1, actor=actor)


FORGED = [
    {"nature": "gossip"}, {"risk": "9"}, {"age_band": "x" * 500}, {"departement": "20"}, {"channel": "pigeon"},
    {"themes": ("nope",)}, {"themes": ("grief",) * 9}, {"nature": "unwanted"}, {"unwanted_kind": "joke"},
    {"note": "x" * 200_001}, {"line_id": 10**9}, {"consent": "\x00"},
]  # fmt: skip


@pytest.mark.parametrize("wrong", FORGED, ids=str)
def test_forged_answers_are_refused_and_nothing_is_written(organisation, listener, draft, wrong):
    with pytest.raises(DomainError):
        save_draft(draft, replace(said(draft), **wrong), version=1, actor=listener)
    draft.refresh_from_db()
    assert (draft.version, draft.nature) == (1, "")


def test_a_line_of_another_organisation_is_no_line(organisation, other_organisation, listener, draft, line_of):
    for _number in range(3):  # their key exists there, not here
        line_of(other_organisation, f"Ligne {_number}", f"026191000{_number}")
    foreign = line_of(other_organisation, "Ligne 2", "0261910002")
    assert not Line.objects.filter(pk=foreign.pk).exists()
    with pytest.raises(NotFound):
        save_draft(draft, replace(said(draft), line_id=foreign.pk), version=1, actor=listener)


def test_the_call_decides_on_the_line(organisation, listener, call_of, line_of):
    contact = open_contact(actor=listener, call_id=call_of(organisation).pk)
    other = line_of(organisation, "Ligne de nuit", "0199000001")
    with pytest.raises(DomainError, match="appel"):
        save_draft(contact, replace(said(contact), line_id=other.pk), version=1, actor=listener)


def test_closing_needs_what_and_where_alone(organisation, listener):
    contact = open_contact(actor=listener)  # no line exists yet
    with pytest.raises(DomainError) as raised:
        close_contact(contact, version=1, actor=listener)
    assert raised.value.field == "what"
    contact = save_draft(contact, Answers(nature="information"), version=1, actor=listener)
    with pytest.raises(DomainError) as raised:
        close_contact(contact, version=contact.version, actor=listener)
    assert raised.value.field == "line"
    contact.refresh_from_db()
    assert contact.is_draft


def test_closed_is_closed(organisation, listener, closed):
    assert (closed.state, closed.is_draft) == ("closed", False)
    assert closed.closed_at is not None
    with pytest.raises(AlreadyClosed):
        save_draft(closed, said(closed, note="encore"), version=closed.version, actor=listener)
    with pytest.raises(AlreadyClosed):
        close_contact(closed, version=closed.version, actor=listener)
    assert read_note(closed, actor=listener) == NOTE


def test_closing_leaves_marks_that_tell_a_later_change_and_nothing_else(organisation, listener, draft):
    closed = close_contact(
        save_draft(draft, said(draft, age_band="under_18"), version=draft.version, actor=listener),
        version=draft.version + 1,
        actor=listener,
    )
    with connection.as_application():
        marks = AuditEntry.objects.get(action="desk.contact.closed").marks
    assert marks == marks_of(Contact.objects.get(pk=closed.pk), listener)
    assert "under_18" not in str(marks)
    assert len(set(marks.values())) == len(marks), "two empty answers must not look alike"
    closed.age_band = ""
    assert {name for name, mark in marks_of(closed, listener).items() if marks[name] != mark} == {"age_band"}


def test_closing_an_old_version_is_a_conflict(organisation, listener, draft):
    saved = save_draft(draft, said(draft), version=1, actor=listener)
    with pytest.raises(Stale):
        close_contact(saved, version=1, actor=listener)


def test_no_note_against_the_persons_will(organisation, listener, draft):
    saved = save_draft(draft, said(draft, note=NOTE, consent="refused"), version=1, actor=listener)
    with pytest.raises(DomainError) as raised:
        close_contact(saved, version=saved.version, actor=listener)
    assert raised.value.field == "note"
    saved = save_draft(saved, said(draft, note="", consent="refused"), version=saved.version, actor=listener)
    assert close_contact(saved, version=saved.version, actor=listener).state == "closed"


REFUSED_BY_THE_TABLE = [
    {"nature": "unwanted"}, {"nature": "support", "unwanted_kind": "joke"}, {"unwanted_kind": "joke"},
    {"state": "closed"}, {"closed_at": "2026-09-07T10:00+02"}, {"state": "closed", "closed_at": "2026-09-07T10:00+02"},
    {"state": "erased"}, {"nature": "gossip"}, {"departement": "ABC"}, {"themes": ["grief"] * 9}, {"version": 0},
    {"channel": ""}, {"risk": "?"},
]  # fmt: skip


@pytest.mark.parametrize("wrong", REFUSED_BY_THE_TABLE, ids=str)
def test_the_table_refuses(organisation, draft, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=draft.pk).update(**wrong)


def test_an_undone_import_leaves_the_calls_with_a_record(organisation, listener, line_of, actor_of):
    manager = actor_of(organisation, Role.MANAGER)
    line = line_of(organisation)
    profile = ImportProfile.objects.create(name="Standard", source=CallSource.ASTERISK, line=line)
    imports.load(FILE, profile, actor=manager)
    batch = ImportBatch.objects.get()
    call = Call.objects.filter(batch=batch, outcome=Outcome.ANSWERED).first()
    open_contact(actor=listener, call_id=call.pk)
    undone = undo(batch, actor=manager)
    assert undone.kept == (call,)
    assert list(Call.objects.all()) == [call]


def test_a_call_with_a_record_cannot_be_removed(organisation, listener, call_of):
    call = call_of(organisation)
    open_contact(actor=listener, call_id=call.pk)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM telephony_call WHERE id = %s", [call.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Call.objects.filter(pk=call.pk).exists()

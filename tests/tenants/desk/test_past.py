"""Records of former years: what a load makes of them, the same file twice, undone, counted."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tenants.activity.domain.queries import records_of
from tenants.desk.domain.past import batches
from tenants.desk.models import (
    Contact,
    Referral,
)
from tenants.people.models import HoursEntry, Person
from tess.identity.roles import Role
from tess.kernel.errors import Conflict
from tess.kernel.models import AuditEntry
from tests.tenants.desk.past_files import HEADER, ROW, at, refusals


def test_a_line_becomes_a_closed_record_without_a_note_or_a_listener(take_in):
    batch = take_in(HEADER + ROW)
    record = Contact.objects.get()
    assert (batch.state, batch.lines, batch.loaded, refusals(batch)) == ("loaded", 1, 1, [])
    assert (record.state, record.opened_at, record.closed_at) == (
        "closed", at("2024-02-03", "14:30"), at("2024-02-03", "14:30"),
    )  # fmt: skip
    assert (record.line.name, record.channel, record.nature, record.unwanted_kind) == (
        "Ligne nationale", "phone", "support", "",
    )  # fmt: skip
    assert record.themes == ["loneliness", "grief"]
    assert (record.relation, record.age_band, record.gender) == ("relative", "60_74", "woman")
    assert (record.departement, record.risk, record.consent) == ("29", "watch", "")
    assert (record.listener, record.call, record.past_import) == (None, None, batch)
    assert not hasattr(record, "note")
    assert not HoursEntry.objects.exists()
    assert not Person.objects.exists()


def test_codes_are_understood_too_and_what_is_left_out_is_not_said(take_in):
    take_in("opened_at,nature,themes,age_band\n2024-02-03T08:05:00,information,domestic_violence|money,18_25\n")
    record = Contact.objects.get()
    assert (record.opened_at, record.nature, record.themes, record.age_band) == (
        at("2024-02-03", "08:05"), "information", ["domestic_violence", "money"], "18_25",
    )  # fmt: skip
    assert (record.relation, record.gender, record.departement, record.risk) == ("", "", "", "")


class TestTheSameFileTwice:
    def test_changes_nothing(self, take_in):
        first = take_in(HEADER + ROW + ROW)
        second = take_in(HEADER + ROW + ROW)
        assert (first.loaded, second.loaded, second.known) == (2, 0, 2)
        assert first.sha256 == second.sha256
        assert Contact.objects.count() == 2

    def test_with_more_lines_adds_those_alone(self, take_in):
        take_in(HEADER + ROW)
        batch = take_in(HEADER + ROW.replace("14h30", "15h00") + ROW)
        assert (batch.loaded, batch.known) == (1, 1)

    def test_an_identifier_knows_a_record_again(self, take_in):
        line = "id;date;nature\nA1;03/02/2024;Écoute\n"
        take_in(line)
        assert (take_in(line).known, Contact.objects.count()) == (1, 1)
        batch = take_in(line.replace("Écoute", "Information") + "A2;03/02/2024;Écoute\nA2;03/02/2024;Écoute\n")
        assert (batch.loaded, batch.known, refusals(batch)) == (1, 1, [(2, "differs")])
        batch = take_in("id;date;nature\nB;03/02/2024;Écoute\nB;03/02/2024;Écoute\nB;04/02/2024;Écoute\n")
        assert (batch.loaded, batch.known, refusals(batch)) == (1, 1, [(4, "differs")])

    def test_the_check_promises_what_the_load_keeps(self, take_in):
        checked = take_in(HEADER + ROW + ROW + "x\n", load=False)
        assert (checked.state, checked.loaded, Contact.objects.count()) == ("checked", 2, 0)
        loaded = take_in(HEADER + ROW + ROW + "x\n")
        assert (loaded.loaded, loaded.refused) == (checked.loaded, checked.refused)

    def test_the_key_tells_nothing(self, take_in, other_organisation, acting_for):
        """Two organisations with the same line have records of different keys."""
        take_in(HEADER + ROW)
        key = Contact.objects.get().pk
        with acting_for(other_organisation):
            assert not Contact.objects.filter(pk=key).exists()
        assert key != uuid.uuid5(uuid.NAMESPACE_URL, ROW)


class TestUndone:
    def test_its_records_go_and_it_can_come_again(self, take_in, actor_of, organisation, draft):
        manager = actor_of(organisation, Role.MANAGER)
        batch = take_in(HEADER + ROW)
        assert batches.undo(batch, actor=manager) == 1
        assert list(Contact.objects.all()) == [draft]
        batch.refresh_from_db()
        assert (batch.state, batch.undone_by) == ("undone", manager.user_id)
        assert take_in(HEADER + ROW).loaded == 1
        with pytest.raises(Conflict):
            batches.undo(batch, actor=manager)

    def test_not_while_something_names_one_of_them(self, take_in, actor_of, organisation):
        batch = take_in(HEADER + ROW)
        Referral.objects.create(
            contact=Contact.objects.get(), service_id=uuid.uuid4(), service_name="x", service_number="1"
        )
        with pytest.raises(Conflict, match="rien n’est annulé"), transaction.atomic():
            batches.undo(batch, actor=actor_of(organisation, Role.MANAGER))
        assert Contact.objects.count() == 1


def test_each_act_is_in_the_trail(take_in, actor_of, organisation):
    batches.undo(take_in(HEADER + ROW), actor=actor_of(organisation, Role.MANAGER))
    take_in(b"%PDF-")
    trail = AuditEntry.objects.filter(object_type="desk.pastimport").order_by("at", "pk")
    assert [entry.action for entry in trail] == [
        "desk.past.received", "desk.past.loaded", "desk.past.undone", "desk.past.received", "desk.past.refused",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changed", [{"listener": None}, {"past_import": None}, {"state": "draft", "closed_at": None}, {"consent": "given"}]
)
def test_a_record_has_a_listener_or_comes_from_a_file(take_in, draft, changed):
    take_in(HEADER + ROW)
    record = draft if changed == {"listener": None} else Contact.objects.get(listener=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=record.pk).update(**changed)


def test_the_day_s_figures_count_them_exactly(take_in, line_of, organisation, actor_of):
    line_of(organisation)
    day = date(2024, 2, 3)
    content = HEADER + ROW + ROW + "03/02/2024;23h59;;;Silence;;;;;;;\n03/02/2024;;;Chat;Information;;;;;;;\n"
    batch, manager = take_in(content), actor_of(organisation, Role.MANAGER)
    found = records_of(day, manager)
    assert (found.opened, found.closed, found.unwanted) == (4, 4, 1)
    assert found.closed == Contact.objects.filter(opened_at__date=day).count()
    take_in(content)
    assert records_of(day, manager) == found
    batches.undo(batch, actor=manager)
    assert records_of(day, manager).opened == 0

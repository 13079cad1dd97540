from fractions import Fraction

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from billing.budgets.domain import budgets
from billing.budgets.domain.allocating import NothingToShare, allocate
from billing.budgets.domain.apportionment import apportion_all
from billing.budgets.domain.measuring import NothingMeasured, fingerprint, still_stands
from billing.budgets.domain.queries import shared
from billing.budgets.models import Allocation, AllocationLine, Budget, DraftCall, Measure, MeasuredValue
from tess.kernel.errors import DomainError, NotFound
from tess.kernel.models import AuditEntry
from tess.kernel.tenancy.lifecycle import registered
from tess.observatory.models import PublishedFigure

from .conftest import FIRST, LAST, TREASURER, release


def asked(budget):
    calls = DraftCall.objects.filter(allocation__budget=budget)
    return {call.organisation_id: call.cents for call in calls}


def test_a_budget_is_shared_by_what_members_published(budget, organisation, other_organisation):
    allocate(budget.pk, actor=TREASURER)
    # 707 and 292 of 999: 70 770,77… and 29 229,22… cents. The first has paid 0,22 too much, so the stamp is the second's
    assert asked(budget) == {organisation.pk: 70_771, other_organisation.pk: 29_230}
    budget.refresh_from_db()
    assert budget.is_simulated
    assert AuditEntry.objects.filter(action="budgets.budget.shared", object_id=str(budget.pk)).count() == 1


def test_nobody_is_a_cent_away_from_exact_over_the_items(budget, organisation, other_organisation):
    for cents in range(1, 60, 7):
        budgets.add_item(budget.pk, label=f"Poste {cents}", cents=cents, actor=TREASURER)
    allocation = allocate(budget.pk, actor=TREASURER)
    for member, value in ((organisation, 707), (other_organisation, 292)):
        assert abs(asked(budget)[member.pk] - Fraction(allocation.total_cents * value, 999)) < 1


def test_every_line_shows_how_its_cents_were_found(budget):
    allocation = allocate(budget.pk, actor=TREASURER)
    for line in allocation.lines.all():
        due = line.amount * line.numerator + line.carry_before
        assert due == line.whole * line.denominator + line.remainder
        assert line.cents == line.whole + line.extra
        assert line.carry_after == due - line.cents * line.denominator
    by_item = {}
    for line in allocation.lines.all():
        by_item[line.item.cents] = by_item.get(line.item.cents, 0) + line.cents
    assert by_item == {100_000: 100_000, 1: 1}


def test_the_sharing_can_be_done_again_from_what_was_kept(budget):
    allocation = allocate(budget.pk, actor=TREASURER)
    values = {one.organisation_id: one.value for one in allocation.measure.values.all()}
    amounts = [item.cents for item in budget.items.order_by("position")]
    again = [{line.member: line.cents for line in lines} for lines in apportion_all(amounts, values)]
    kept = [
        {line.organisation_id: line.cents for line in allocation.lines.filter(item=item)}
        for item in budget.items.order_by("position")
    ]
    assert again == kept


def test_the_measure_is_a_copy_that_names_its_figures(budget, organisation):
    measure = allocate(budget.pk, actor=TREASURER).measure
    mine = measure.values.get(organisation_id=organisation.pk)
    figures = PublishedFigure.objects.filter(pk__in=mine.figure_ids)
    assert (mine.value, sum(figure.value for figure in figures), len(mine.figure_ids)) == (707, 707, 2)
    ids = [pk for one in measure.values.all() for pk in one.figure_ids]
    assert measure.fingerprint == fingerprint(PublishedFigure.objects.filter(pk__in=ids))
    assert still_stands(measure)
    release(organisation, 9999)  # a correction: the copy keeps the figure it was made of
    assert still_stands(measure)
    mine.refresh_from_db()
    assert mine.value == 707


def test_a_fingerprint_tells_one_changed_number():
    one = PublishedFigure(pk=1, organisation_id=None, indicator="contacts_handled", version=1, revision=1, value=3)
    before = fingerprint([one])
    one.value = 4
    assert fingerprint([one]) != before


def test_shared_again_it_follows_the_corrections_and_forgets_the_time_before(budget, organisation):
    allocate(budget.pk, actor=TREASURER)
    release(organisation, 285)
    allocate(budget.pk, actor=TREASURER)
    assert sorted(asked(budget).values()) == [50_000, 50_001]
    assert (Allocation.objects.count(), Measure.objects.count(), DraftCall.objects.count()) == (1, 1, 2)
    assert (AllocationLine.objects.count(), MeasuredValue.objects.count()) == (4, 2)


@pytest.mark.parametrize("what", ["add", "change", "remove", "period"])
def test_whatever_changes_makes_it_a_draft_again(budget, what):
    allocate(budget.pk, actor=TREASURER)
    item = budget.items.get(label="Timbre")
    if what == "add":
        budgets.add_item(budget.pk, label="Réunion", cents=5, actor=TREASURER)
    elif what == "change":
        budgets.change_item(budget.pk, item.pk, label="Timbre", cents=2, actor=TREASURER)
    elif what == "remove":
        budgets.remove_item(budget.pk, item.pk, actor=TREASURER)
    else:
        budgets.change_budget(
            budget.pk, year=2027, name="Socle commun", measured_from=LAST, measured_to=LAST, actor=TREASURER
        )
    assert not Budget.objects.get(pk=budget.pk).is_simulated
    for model in (Allocation, AllocationLine, DraftCall, Measure, MeasuredValue):
        assert not model.objects.exists()


def test_a_member_that_published_nothing_pays_nothing(budget, organisation, other_organisation):
    budgets.change_budget(
        budget.pk,
        year=2027,
        name="Socle",
        measured_from=FIRST.replace(day=2),
        measured_to=LAST,
        actor=TREASURER,
    )
    allocate(budget.pk, actor=TREASURER)
    assert asked(budget) == {organisation.pk: 100_001, other_organisation.pk: 0}
    line = AllocationLine.objects.filter(organisation_id=other_organisation.pk).first()
    assert (line.rank, line.numerator, line.carry_after) == (None, 0, 0)


def test_nothing_published_or_nothing_to_pay_is_said(budget):
    for item in list(budget.items.all())[1:]:
        budgets.remove_item(budget.pk, item.pk, actor=TREASURER)
    budgets.change_budget(budget.pk, year=2027, name="Vide", measured_from=LAST, measured_to=LAST, actor=TREASURER)
    with pytest.raises(NothingMeasured):
        allocate(budget.pk, actor=TREASURER)
    budgets.remove_item(budget.pk, budget.items.get().pk, actor=TREASURER)
    with pytest.raises(NothingToShare):
        allocate(budget.pk, actor=TREASURER)
    assert not Allocation.objects.exists()


def test_two_budgets_of_one_year_have_two_names(budget):
    with pytest.raises(DomainError) as refused:
        budgets.create_budget(year=2027, name=" Socle commun ", measured_from=FIRST, measured_to=LAST, actor=TREASURER)
    assert refused.value.field == "name"


def test_what_is_not_there_is_not_found(budget):
    other = budgets.create_budget(year=2028, name="Autre", measured_from=FIRST, measured_to=LAST, actor=TREASURER)
    with pytest.raises(NotFound):
        budgets.change_item(other.pk, budget.items.first().pk, label="x", cents=1, actor=TREASURER)
    with pytest.raises(NotFound):
        allocate(10**30, actor=TREASURER)


def test_a_member_reads_its_own_draft_call_and_nothing_else(budget, organisation, other_organisation, acting_for):
    allocate(budget.pk, actor=TREASURER)
    for member, cents in ((organisation, 70_771), (other_organisation, 29_230)):
        with acting_for(member):
            assert list(DraftCall.objects.values_list("organisation_id", "cents")) == [(member.pk, cents)]
            for model in (Budget, Allocation, AllocationLine, Measure, MeasuredValue):
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    model.objects.first()
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                DraftCall.objects.update(cents=0)


@pytest.mark.parametrize(
    "change",
    [
        "cents = cents + 1",
        "whole = whole + 1, cents = cents + 1",
        "carry_after = carry_after + 1",
        "remainder = remainder + 1",
    ],
)
def test_postgres_refuses_a_line_that_does_not_add_up(budget, change):
    allocate(budget.pk, actor=TREASURER)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE budgets_allocationline SET {change}")


def test_a_member_that_leaves_takes_its_drafts_and_the_page_knows(budget, other_organisation):
    allocate(budget.pk, actor=TREASURER)
    mine = {rows.table: rows for rows in registered() if rows.table.startswith("budgets_")}
    assert all(rows.erase for rows in mine.values())
    with connection.cursor() as cursor:
        for table in mine:
            cursor.execute(f"DELETE FROM {table} WHERE organisation_id = %s", [other_organisation.pk])
    assert not shared(budget).whole

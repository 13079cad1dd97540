"""Whose training record it is: what Postgres lets an organisation's role see and do."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from shared_training.sessions.domain import queries
from shared_training.sessions.models import Attempt, Enrolment, EnrolmentState, LessonRead


@pytest.fixture
def here(follow, ana, rivage):
    return follow(ana, rivage, read=4, quiz=True)


@pytest.fixture
def there(follow, ana, veilleurs):
    return follow(ana, veilleurs, read=1)


def refused(statement, *params, error=ProgrammingError, match="permission denied"):
    with pytest.raises(error, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


def test_each_organisation_sees_its_own_records_of_one_person(here, there, ana, rivage, veilleurs):
    for organisation, mine, theirs in ((rivage, here, there), (veilleurs, there, here)):
        with connection.acting_for(organisation):
            assert set(Enrolment.objects.values_list("pk", flat=True)) == {mine.record.pk}
            assert set(LessonRead.objects.values_list("enrolment_id", flat=True)) == {mine.record.pk}
            assert not Attempt.objects.filter(enrolment_id=theirs.record.pk).exists()
            assert [record.id for record in queries.records_here(ana.pk)] == [mine.record.pk]
    with connection.acting_for(veilleurs):
        assert Attempt.objects.count() == 0
        assert queries.completed(here.record.pk) is None
    with connection.acting_for(rivage):
        assert queries.completed(here.record.pk).minutes == 40


def test_no_record_is_written_for_another_organisation(there, ana, module, rivage, veilleurs):
    with connection.acting_for(rivage):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Enrolment.objects.create(
                user=ana, organisation_id=veilleurs.pk, module_id=module.id, enrolled_at=timezone.now()
            )
        with pytest.raises(IntegrityError, match="same_organisation"), transaction.atomic():
            LessonRead.objects.create(
                organisation_id=rivage.pk,
                enrolment_id=there.record.pk,
                lesson=module.lessons[2].id,
                nominal=10,
                started_at=timezone.now(),
            )
            connection.check_constraints()
        assert Enrolment.objects.filter(pk=there.record.pk).update(state=EnrolmentState.WITHDRAWN) == 0


def test_an_organisation_does_not_add_a_record_that_has_ended(ana, module, rivage):
    with (
        connection.acting_for(rivage),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Enrolment.objects.create(
            user=ana,
            organisation_id=rivage.pk,
            module_id=module.id,
            state=EnrolmentState.COMPLETED,
            enrolled_at=timezone.now(),
            ended_at=timezone.now(),
            minutes=6000,
        )


def test_what_has_ended_stays_as_it_is(here, rivage):
    with connection.acting_for(rivage):
        assert Enrolment.objects.filter(pk=here.record.pk).update(minutes=6000) == 0
        assert LessonRead.objects.update(minutes=14) == 0
        refused("UPDATE training_sessions_enrolment SET organisation_id = %s", uuid.uuid4())
        refused("UPDATE training_sessions_lessonread SET nominal = 6000")
        refused("UPDATE training_sessions_attempt SET passed = true")
        for table in ("enrolment", "lessonread", "attempt"):
            refused(f"DELETE FROM training_sessions_{table}")
    refused("UPDATE training_sessions_attempt SET score = 0", error=IntegrityError, match="append-only")
    assert Enrolment.objects.get(pk=here.record.pk).minutes == 40


def test_the_reader_of_the_commons_sees_no_record(here):
    with connection.as_commons_reader():
        refused("SELECT * FROM training_sessions_enrolment")


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "completed"}, "training_enrolment_states"),
        ({"minutes": 5}, "training_enrolment_states"),
        ({"state": "paused"}, "training_enrolment_states"),
        ({"state": "withdrawn", "ended_at": timezone.now() - timedelta(days=900)}, "training_ends_after_start"),
    ],
)
def test_postgres_refuses_an_impossible_state(follow, ana, rivage, changes, constraint):
    record = follow(ana, rivage).record
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Enrolment.objects.filter(pk=record.pk).update(**changes)


def test_postgres_refuses_a_second_record_of_the_same_module(follow, ana, rivage):
    record = follow(ana, rivage, read=4, quiz=True).record
    with pytest.raises(IntegrityError, match="training_one_record_a_module"), transaction.atomic():
        Enrolment.objects.create(
            user=ana, organisation_id=rivage.pk, module_id=record.module_id, enrolled_at=timezone.now()
        )


def test_postgres_bounds_minutes_and_marks(follow, ana, rivage):
    record = follow(ana, rivage, read=1).record
    with pytest.raises(IntegrityError, match="training_minutes_within_nominal"), transaction.atomic():
        LessonRead.objects.filter(enrolment=record).update(minutes=16)
    values = {"organisation_id": rivage.pk, "enrolment": record, "answers": {}, "total": 8, "pass_mark": 75}
    for score, passed, constraint in ((5, True, "passed_says"), (6, False, "passed_says"), (9, True, "within_total")):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Attempt.objects.create(**values, score=score, passed=passed, at=timezone.now())

"""At the collective's host, what is done for one organisation is done under that organisation's own role."""

import re

import pytest
from django.db import connection

from shared_training.sessions.models import Attempt, Enrolment

_OF_THE_RECORD = re.compile(
    r'"training_sessions_(lessonread|attempt)"|(INSERT INTO|UPDATE) "training_sessions_enrolment"|FOR UPDATE'
)


@pytest.fixture
def asked_as():
    """`asked_as(web.get, path)`: whom Postgres took each statement on a training record for."""

    def ask(request, *given):
        found = []

        def note(execute, statement, params, many, context):
            if _OF_THE_RECORD.search(statement):
                with connection.connection.cursor() as own:
                    own.execute("SELECT current_user")
                    found.append((own.fetchone()[0], statement))
            return execute(statement, params, many, context)

        with connection.execute_wrapper(note):
            answer = request(*given)
        assert answer.status_code in (200, 302)
        return found

    return ask


def test_whatever_one_does(rivage, veilleurs, ana, module, posted, collective_client, asked_as):
    """The whole way for each of one's two organisations, and what Postgres took every step for."""
    web = collective_client(ana)
    for organisation in (rivage, veilleurs):
        begin = {"organisation": str(organisation.pk)}
        steps = {"enrol": asked_as(web.post, "/formations/accueillir-un-appel/inscription/", begin)}
        record = Enrolment.objects.get(user=ana, organisation_id=organisation.pk)
        own = f"/formations/les-miennes/{record.pk}/"
        for lesson in module.lessons:
            steps["open a lesson"] = asked_as(web.get, f"{own}lecon/{lesson.id}/")
            steps["finish a lesson"] = asked_as(web.post, f"{own}lecon/{lesson.id}/")
        steps["progress"] = asked_as(web.get, own)
        steps["the quiz"] = asked_as(web.get, f"{own}quiz/")
        steps["a wrong answer"] = asked_as(web.post, f"{own}quiz/", posted(wrong=8))
        attempt = Attempt.objects.get(enrolment=record)
        steps["the result"] = asked_as(web.get, f"{own}quiz/{attempt.pk}/")
        if organisation == rivage:
            steps["the right answer"] = asked_as(web.post, f"{own}quiz/", posted())
        else:
            steps["give up"] = asked_as(web.post, f"{own}arret/")
        for step, found in steps.items():
            assert {role for role, _statement in found} == {f"o_test_tess_org_{organisation.slug}"}, (step, found)

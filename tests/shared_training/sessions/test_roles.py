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
    """`asked_as(lambda: web.get(…))`: whom Postgres took each statement on a training record for."""

    def ask(request):
        found = []

        def note(execute, statement, params, many, context):
            if _OF_THE_RECORD.search(statement):
                with connection.connection.cursor() as own:
                    own.execute("SELECT current_user")
                    found.append((own.fetchone()[0], statement))
            return execute(statement, params, many, context)

        with connection.execute_wrapper(note):
            answer = request()
        assert answer.status_code in (200, 302)
        return found

    return ask


@pytest.mark.parametrize("slug", ["rivage", "veilleurs"])
@pytest.mark.parametrize(
    ("method", "address", "data"),
    [
        ("get", "", None),
        ("get", "lecon/{lesson}/", None),
        ("post", "lecon/{lesson}/", None),
        ("get", "quiz/", None),
        ("post", "quiz/", "wrong"),
        ("post", "quiz/", "right"),
        ("get", "quiz/{attempt}/", None),
        ("post", "arret/", None),
    ],
)
def test_following_a_module(
    slug, method, address, data, follow, ana, request, module, posted, collective_client, asked_as
):
    record = follow(ana, request.getfixturevalue(slug), read=4)
    web = collective_client(ana)
    if "{attempt}" in address:
        web.post(f"{record.url}quiz/", posted(wrong=8))
    attempt = Attempt.objects.filter(enrolment=record.record).first()
    path = record.url + address.format(lesson=module.lessons[0].id, attempt=attempt and attempt.pk)
    answers = {"wrong": posted(wrong=8), "right": posted(), None: {}}[data]
    found = asked_as(lambda: getattr(web, method)(path, answers))
    assert found, "no statement on the record: the test looks at nothing"
    assert [statement for role, statement in found if role != f"o_test_tess_org_{slug}"] == []


def test_enrolling(rivage, ana, module, collective_client, asked_as):
    web = collective_client(ana)
    found = asked_as(lambda: web.post("/formations/accueillir-un-appel/inscription/", {"organisation": str(rivage.pk)}))
    assert Enrolment.objects.filter(user=ana).count() == 1
    assert {role for role, _statement in found} == {"o_test_tess_org_rivage"}

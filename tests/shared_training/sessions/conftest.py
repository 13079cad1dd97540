"""Somebody who belongs to two organisations, and the module they follow."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from shared_training.catalogue.demo import MODULE
from shared_training.catalogue.domain import queries as catalogue
from shared_training.catalogue.domain.loading import load_module
from shared_training.sessions.domain import doors, enrolments, lessons, quizzes
from tess.identity.domain.memberships import grant
from tess.identity.roles import Role
from tess.kernel.actor import Actor


@pytest.fixture
def module(db):
    with connection.as_application():
        load_module(MODULE, actor=Actor.system("tests"))
        return catalogue.module_called("accueillir-un-appel")


@pytest.fixture
def rivage(organisation):
    """Écoute Rivage, with nobody's role in force: requests at the collective's host begin as the application."""
    connection.set_schema_to_public()
    return organisation


@pytest.fixture
def veilleurs(other_organisation):
    return other_organisation


@pytest.fixture
def ana(rivage, veilleurs, member):
    """A trainee of both organisations."""
    user = member(rivage, Role.TRAINEE, name="Ana Le Goff")
    grant(user, veilleurs, [Role.LISTENER], actor=Actor.system("tests"))
    return user


@pytest.fixture
def right(module):
    """The right answers, as the verb wants them."""
    return {question.id: question.right for question in module.questions}


@pytest.fixture
def posted(module):
    """`posted(wrong=2)`: the form's data with that many wrong answers, the first questions'."""

    def make(wrong=0):
        data = {}
        for number, question in enumerate(module.questions, 1):
            answers = [answer.id for answer in question.answers if answer.right != (number <= wrong)]
            data[f"q{number}"] = answers if question.has_several else answers[:1]
        return data

    return make


@pytest.fixture
def follow(module, right):
    """`follow(user, organisation, lessons=2, quiz=True)`: an enrolment that far; each lesson took ten minutes."""

    def make(user, organisation, *, read=0, quiz=False):
        with connection.as_application():
            _found, learner = doors.learner(Actor(user_id=user.pk, organisation_id=None), organisation.pk)
        with connection.acting_for(organisation):
            enrolment = enrolments.enrol(module, actor=learner)
            for lesson in module.lessons[:read]:
                lessons.open_lesson(enrolment, lesson, at=enrolment.enrolled_at)
                lessons.finish_lesson(
                    enrolment, lesson, actor=learner, at=enrolment.enrolled_at + timedelta(minutes=10)
                )
            if quiz:
                quizzes.answer(enrolment, module, right, actor=learner)
        enrolment.refresh_from_db()
        return SimpleNamespace(record=enrolment, actor=learner, url=f"/formations/les-miennes/{enrolment.pk}/")

    return make


@pytest.fixture
def text():
    """`text(response)`: the page's words on one line, fixed spaces made plain."""

    def make(response, status=200):
        assert response.status_code == status
        return re.sub(r"\s+", " ", response.content.decode())

    return make

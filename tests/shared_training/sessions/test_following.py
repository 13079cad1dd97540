"""Following a module at the collective's host, by hand: enrolling, reading, the quiz, and what is kept."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from shared_training.sessions.domain import enrolments, lessons
from shared_training.sessions.models import Attempt, Enrolment, EnrolmentState, LessonRead
from tenants.organisations.models import Organisation, OrganisationState
from tess.identity.models import Membership
from tess.identity.roles import Role
from tess.kernel.errors import Conflict
from tess.kernel.models import OutboxMessage

MODULE = "/formations/accueillir-un-appel/"


@pytest.fixture
def web(ana, collective_client):
    return collective_client(ana)


def hours_messages():
    return list(OutboxMessage.objects.filter(kind="people.hours.post"))


def test_the_whole_way(web, ana, rivage, module, posted, text):
    assert "Accueillir un appel" in text(web.get("/formations/"))
    page = text(web.get(MODULE))
    assert "Écoute Rivage" in page
    assert "Les Veilleurs de nuit" in page
    answer = web.post(MODULE + "inscription/", {"organisation": str(rivage.pk)})
    record = Enrolment.objects.get(user=ana)
    assert (record.organisation_id, record.state) == (rivage.pk, EnrolmentState.ENROLLED)
    assert answer.url == f"/formations/les-miennes/{record.pk}/"
    assert "<b>4 leçons</b> à lire" in text(web.get(answer.url))
    for number, lesson in enumerate(module.lessons, 1):
        address = f"{answer.url}lecon/{lesson.id}/"
        assert f"Leçon {number} sur 4" in text(web.get(address))
        following = web.post(address)
    assert following.url == answer.url
    assert "Toutes les leçons sont lues" in text(web.get(answer.url))
    result = web.post(answer.url + "quiz/", posted(wrong=3))
    page = text(web.get(result.url))
    assert "<b>5</b> sur 8 ; il en faut 6" in page
    assert "La coordination peut vous laisser souffler" in page  # the explanation
    assert hours_messages() == []
    result = web.post(answer.url + "quiz/", posted(wrong=2))
    assert "6 réponses justes</b> sur 8" in text(web.get(result.url))
    record.refresh_from_db()
    assert (record.state, record.minutes) == (EnrolmentState.COMPLETED, 4)  # a minute begun for each lesson
    assert [m.payload for m in hours_messages()] == [{"enrolment": str(record.pk)}]
    assert "Vous avez terminé" in text(web.get(answer.url))
    assert "terminée" in text(web.get("/formations/les-miennes/"))


def test_progress_is_kept_between_visits(follow, ana, rivage, web, text):
    url = follow(ana, rivage, read=2).url
    assert "<b>2 leçons</b> à lire" in text(web.get(url))
    assert "2 leçons lues" in text(web.get("/formations/les-miennes/"))


def test_one_person_has_a_record_in_each_organisation(follow, ana, rivage, veilleurs, web, text):
    follow(ana, rivage, read=3)
    follow(ana, veilleurs, read=1)
    page = text(web.get("/formations/les-miennes/"))
    assert "Vous suivez <b>2 modules</b>" in page
    assert "pour Écoute Rivage · 3 leçons lues" in page
    assert "pour Les Veilleurs de nuit · 1 leçon lue" in page
    assert Enrolment.objects.filter(user=ana).count() == 2


def test_enrolling_twice_is_one_record(web, ana, rivage, module):
    for _click in range(2):
        web.post(MODULE + "inscription/", {"organisation": str(rivage.pk)})
    assert Enrolment.objects.filter(user=ana).count() == 1


@pytest.mark.parametrize("choice", ["", "nobody", str(uuid.UUID(int=9)), None])
def test_one_enrols_for_ones_own_organisations_only(web, ana, module, choice, text):
    page = text(web.post(MODULE + "inscription/", {} if choice is None else {"organisation": choice}), 422)
    assert "Choisissez l’" in page
    assert not Enrolment.objects.exists()


def test_a_stranger_to_an_organisation_does_not_train_for_it(
    member, rivage, veilleurs, module, collective_client, text
):
    web = collective_client(member(rivage, Role.TRAINEE))
    text(web.post(MODULE + "inscription/", {"organisation": str(veilleurs.pk)}), 422)
    assert not Enrolment.objects.exists()


def test_somebody_without_an_organisation_is_told(collective_member, module, collective_client, text):
    web = collective_client(collective_member(Role.OBSERVER))
    assert "Aucune ne vous a encore ouvert sa porte" in text(web.get(MODULE))
    text(web.post(MODULE + "inscription/", {"organisation": ""}), 422)


def test_anothers_record_is_as_unknown_as_a_missing_one(follow, ana, rivage, module, member, collective_client, text):
    record = follow(ana, rivage, read=4).record
    other = collective_client(member(rivage, Role.MANAGER))
    lesson = module.lessons[0].id
    for tail in ("", f"lecon/{lesson}/", "quiz/"):
        answers = [other.get(f"/formations/les-miennes/{pk}/{tail}") for pk in (record.pk, uuid.uuid4())]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    for tail in (f"lecon/{lesson}/", "quiz/", "arret/"):
        assert other.post(f"/formations/les-miennes/{record.pk}/{tail}").status_code == 404
    record.refresh_from_db()
    assert record.state == EnrolmentState.ENROLLED
    assert not Attempt.objects.exists()


def test_a_result_belongs_to_its_record(follow, ana, rivage, veilleurs, web):
    follow(ana, rivage, read=4, quiz=True)
    there = follow(ana, veilleurs, read=4)
    attempt = Attempt.objects.get()
    assert web.get(f"{there.url}quiz/{attempt.pk}/").status_code == 404


def test_a_lesson_of_another_module_is_unknown(follow, ana, rivage, web):
    address = f"{follow(ana, rivage).url}lecon/{uuid.uuid4()}/"
    assert web.get(address).status_code == 404
    assert web.post(address).status_code == 404


def test_a_closed_door_closes_the_record(follow, ana, rivage, veilleurs, web, text):
    url, other = follow(ana, rivage, read=1).url, follow(ana, veilleurs).url
    Membership.objects.filter(user=ana, organisation=rivage).update(active=False)
    assert web.get(url).status_code == 403
    assert web.post(url + "arret/").status_code == 403
    Organisation.objects.filter(pk=veilleurs.pk).update(state=OrganisationState.SUSPENDED)
    assert web.get(other).status_code == 403
    assert "pour Écoute Rivage" in text(web.get("/formations/les-miennes/"))  # one still sees what one has done


def test_minutes_are_the_time_spent_and_never_more_than_the_lesson(follow, ana, rivage, module):
    door = follow(ana, rivage)
    start = timezone.now()
    for lesson, elapsed, minutes in zip(
        module.lessons, (0, 7 * 60 + 1, 3 * 86400, 20 * 60), (1, 8, 20, 15), strict=True
    ):
        with connection.acting_for(rivage):
            lessons.open_lesson(door.record, lesson, at=start)
            lessons.finish_lesson(door.record, lesson, actor=door.actor, at=start + timedelta(seconds=elapsed))
            assert LessonRead.objects.get(lesson=lesson.id).minutes == minutes


def test_posting_again_adds_no_minute(follow, ana, rivage, module, web):
    door = follow(ana, rivage, read=1)
    before = LessonRead.objects.values("minutes", "finished_at", "started_at").get()
    for _again in range(3):
        web.post(f"{door.url}lecon/{module.lessons[0].id}/", {"minutes": "6000", "nominal": "6000"})
        web.get(f"{door.url}lecon/{module.lessons[0].id}/")
    assert LessonRead.objects.values("minutes", "finished_at", "started_at").get() == before


def test_the_quiz_waits_for_the_lessons(follow, ana, rivage, web, posted):
    door = follow(ana, rivage, read=3)
    assert web.get(door.url + "quiz/").url == door.url
    assert web.post(door.url + "quiz/", posted()).url == door.url
    assert not Attempt.objects.exists()


def test_a_completed_training_is_over(follow, ana, rivage, module, web, posted, text):
    door = follow(ana, rivage, read=4, quiz=True)
    for _again in range(2):
        assert web.post(door.url + "quiz/", posted()).url == door.url
    assert web.post(f"{door.url}lecon/{module.lessons[0].id}/").url == door.url
    web.post(door.url + "arret/")
    web.post(MODULE + "inscription/", {"organisation": str(rivage.pk)})
    record = Enrolment.objects.get(user=ana)
    assert (record.state, record.minutes, Attempt.objects.count()) == (EnrolmentState.COMPLETED, 40, 1)
    assert len(hours_messages()) == 1
    assert "J’ai lu cette leçon" not in text(web.get(f"{door.url}lecon/{module.lessons[0].id}/"))
    with connection.acting_for(rivage), pytest.raises(Conflict):
        enrolments.withdraw(record, actor=door.actor)


def test_giving_up_leaves_no_hours_and_lets_one_begin_again(follow, ana, rivage, web, text):
    door = follow(ana, rivage, read=4)
    assert web.post(door.url + "arret/").url == "/formations/les-miennes/"
    door.record.refresh_from_db()
    assert (door.record.state, door.record.minutes) == (EnrolmentState.WITHDRAWN, None)
    assert "abandonnée" in text(web.get("/formations/les-miennes/"))
    assert web.get(door.url + "quiz/").url == door.url
    assert hours_messages() == []
    web.post(MODULE + "inscription/", {"organisation": str(rivage.pk)})
    assert Enrolment.objects.filter(user=ana, state=EnrolmentState.ENROLLED).count() == 1


def test_answers_stay_when_a_question_was_forgotten(follow, ana, rivage, web, posted, text):
    door = follow(ana, rivage, read=4)
    data = posted()
    del data["q3"]
    page = text(web.post(door.url + "quiz/", data), 422)
    assert "Cette question attend encore une réponse." in page
    assert page.count("checked") == sum(1 if isinstance(v, str) else len(v) for v in data.values())
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    "hostile",
    [
        {"q1": "c7f3a1d2-0b1e-4c55-8f1a-90e1d5a00201"},  # the answer of another question
        {"q1": "' OR 1=1 --"},
        {"q1": "<script>alert(1)</script>"},
        {"q2": ["c7f3a1d2-0b1e-4c55-8f1a-90e1d5a00201", "c7f3a1d2-0b1e-4c55-8f1a-90e1d5a00101"]},
        {"q2": "\x00"},
        {"q1": "x" * 1_000_000},
        {"q2": ["x"] * 900},
    ],
)
def test_hostile_answers_are_refused(follow, ana, rivage, web, posted, hostile, text):
    door = follow(ana, rivage, read=4)
    page = text(web.post(door.url + "quiz/", posted() | hostile), 422)
    assert "Choisissez parmi les réponses proposées." in page
    assert "alert(1)" not in page
    assert len(page) < 60_000
    assert not Attempt.objects.exists()


def test_the_same_answer_many_times_counts_once(follow, ana, rivage, web, posted):
    door = follow(ana, rivage, read=4)
    data = posted()
    data["q2"] = data["q2"] * 3
    data["q9"] = "an extra question"
    web.post(door.url + "quiz/", data)
    attempt = Attempt.objects.get()
    assert (attempt.score, len(attempt.answers)) == (8, 8)
    assert [len(set(answers)) for answers in attempt.answers.values()] == list(map(len, attempt.answers.values()))


def test_ticking_everything_is_not_right(follow, ana, rivage, module, web, posted):
    door = follow(ana, rivage, read=4)
    data = posted()
    for number, question in enumerate(module.questions, 1):
        if question.has_several:
            data[f"q{number}"] = [answer.id for answer in question.answers]
    web.post(door.url + "quiz/", data)
    assert Attempt.objects.get().score == 5  # three questions have several right answers


def test_too_many_fields_are_refused_before_any_work(follow, ana, rivage, web):
    door = follow(ana, rivage, read=4)
    assert web.post(door.url + "quiz/", {"q2": ["x"] * 5000}).status_code == 400


@pytest.mark.parametrize("enrolled", [1, 2])
def test_ones_training_costs_the_same_for_any_number(
    follow, ana, rivage, veilleurs, web, django_assert_num_queries, enrolled
):
    for organisation in (rivage, veilleurs)[:enrolled]:
        follow(ana, organisation, read=1)
    web.get("/formations/les-miennes/")
    with django_assert_num_queries(6):  # session, user, membership, records, names, titles
        web.get("/formations/les-miennes/")

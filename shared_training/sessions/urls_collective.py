"""Routes under /formations/ at the collective's host. Modules stand last: their address is their own."""

from django.urls import path

from shared_training.sessions.views import catalogue, following, quiz

app_name = "training_sessions"
urlpatterns = [
    path("", catalogue.modules, name="catalogue"),
    path("les-miennes/", catalogue.mine, name="mine"),
    path("les-miennes/<uuid:enrolment_id>/", following.progress, name="progress"),
    path("les-miennes/<uuid:enrolment_id>/lecon/<uuid:lesson_id>/", following.lesson, name="lesson"),
    path("les-miennes/<uuid:enrolment_id>/quiz/", quiz.quiz, name="quiz"),
    path("les-miennes/<uuid:enrolment_id>/quiz/<uuid:attempt_id>/", quiz.result, name="result"),
    path("les-miennes/<uuid:enrolment_id>/arret/", following.withdraw, name="withdraw"),
    path("<slug:slug>/", catalogue.module, name="module"),
    path("<slug:slug>/inscription/", catalogue.enrol, name="enrol"),
]

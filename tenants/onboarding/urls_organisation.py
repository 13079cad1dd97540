"""Routes under /premiers-pas/ at an organisation's host."""

from django.urls import path

from tenants.onboarding.views import begin, plans, practising, team, tour

app_name = "onboarding"
urlpatterns = [
    path("", begin.begin, name="begin"),
    path("visite/", tour.tour, name="tour"),
    path("visite/quitter/", tour.leave, name="leave_tour"),
    path("bac-a-sable/", practising.sandbox, name="sandbox"),
    path("bac-a-sable/ouvrir/", practising.open_sandbox, name="open_sandbox"),
    path("equipe/", team.team, name="team"),
    path("une-ligne/", plans.index, name="plans"),
    path("une-ligne/<slug:code>/", plans.plan, name="plan"),
    path("<slug:code>/laisser/", begin.leave_out, name="leave_out"),
    path("<slug:code>/reprendre/", begin.take_back, name="take_back"),
]

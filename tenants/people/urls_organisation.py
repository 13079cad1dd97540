"""Routes under /equipe/ at an organisation's host."""

from django.urls import path

from tenants.people.views import team

app_name = "people"
urlpatterns = [
    path("", team.team, name="team"),
    path("mes-heures/", team.own, name="own_hours"),
    path("<uuid:user_id>/", team.person, name="person"),
]

"""An organisation's activity: a day, what its words mean, what of it crosses to the collective."""

from django.urls import path

from tenants.activity.views import day, publication

app_name = "activity"
urlpatterns = [
    path("", day.show, name="day"),
    path("indicateurs/", day.definitions, name="definitions"),
    path("publier/", publication.publish, name="publish"),
    path("accord/", publication.agree, name="agree"),
]

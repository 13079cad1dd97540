"""Routes at an organisation's host, under /fiches/."""

from django.urls import URLPattern, URLResolver, path, register_converter

from tenants.desk.models import ReferralState
from tenants.desk.views import listing, record, records


class Step:
    """A step a referral may take; other words lead nowhere."""

    regex = "|".join(state.value for state in ReferralState if state != ReferralState.PROPOSED)

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands in the address."""
        return value


register_converter(Step, "referral_step")

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", records.own, name="own"),
    path("toutes/", records.everybodys, name="everybodys"),
    path("appels-sans-fiche/", records.unrecorded, name="unrecorded"),
    path("themes/", listing.themes, name="themes"),
    path("nouvelle/", record.start, name="start"),
    path("<uuid:pk>/", record.contact, name="contact"),
    path("<uuid:pk>/note/", record.note, name="note"),
    path("<uuid:pk>/enregistrer/", record.save, name="save"),
    path("<uuid:pk>/clore/", record.close, name="close"),
    path("<uuid:pk>/relais/", record.relays, name="relays"),
    path("<uuid:pk>/orienter/<uuid:service>/", record.refer, name="refer"),
    path("<uuid:pk>/orientations/<uuid:referral>/<referral_step:step>/", record.move, name="move"),
]

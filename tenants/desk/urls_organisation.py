"""Routes at an organisation's host, under /fiches/."""

from django.urls import URLPattern, URLResolver, path, register_converter

from tenants.desk.models import ReferralState
from tenants.desk.views import listing, past, past_words, record, records, referrals


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
    path("reprises/", past.index, name="past_imports"),
    path("reprises/nouvelle/", past.create, name="past_new"),
    path("reprises/mots/", past_words.words, name="past_words"),
    path("reprises/<uuid:pk>/", past.show, name="past"),
    path("reprises/<uuid:pk>/avancement/", past.progress, name="past_progress"),
    path("reprises/<uuid:pk>/charger/", past.load, name="past_load"),
    path("reprises/<uuid:pk>/abandonner/", past.give_up, name="past_give_up"),
    path("reprises/<uuid:pk>/reprendre/", past.resume, name="past_resume"),
    path("reprises/<uuid:pk>/annuler/", past.undo, name="past_undo"),
    path("reprises/<uuid:pk>/lignes-refusees.csv", past.refused_lines, name="past_refused"),
    path("nouvelle/", record.start, name="start"),
    path("<uuid:pk>/", record.contact, name="contact"),
    path("<uuid:pk>/note/", record.note, name="note"),
    path("<uuid:pk>/enregistrer/", record.save, name="save"),
    path("<uuid:pk>/clore/", record.close, name="close"),
    path("<uuid:pk>/relais/", referrals.relays, name="relays"),
    path("<uuid:pk>/orienter/<uuid:service>/", referrals.refer, name="refer"),
    path("<uuid:pk>/orientations/<uuid:referral>/<referral_step:step>/", referrals.move, name="move"),
]

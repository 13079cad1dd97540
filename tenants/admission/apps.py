from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.tenancy.lifecycle import backed_up, shared_rows


class AdmissionConfig(AppConfig):
    name = "tenants.admission"
    label = "admission"
    verbose_name = _("Admission")

    def ready(self) -> None:
        from tenants.admission import capabilities, mails, rules  # noqa: F401  the letters register themselves
        from tenants.admission.domain import files
        from tenants.admission.views import takeout
        from tess.kernel.interface.home import card
        from tess.kernel.interface.navigation import place

        capabilities.register()
        backed_up("admission", folder=files.folder, keys=files.keys_in_use, without=files.EXPORTS)
        card(host="collective", make=takeout.card, order=20)
        place(host="public", label=_("Join us"), url_name="admission:join", icon="handshake", order=40)
        place(
            host="collective",
            label=_("Candidacies"),
            about=_("Follow those who apply, decide, open their space."),
            url_name="admission:candidacies",
            group="members",
            icon="handshake",
            order=60,
            allowed=rules.may_review,
        )
        shared_rows(
            "admission_candidacy",
            erase=False,
            basis=_(
                "Accountability: how the collective decided on an admission (legitimate interest, GDPR, article 6.1.f)."
            ),
            keep_years=5,
        )

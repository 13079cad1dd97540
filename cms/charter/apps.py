from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CharterConfig(AppConfig):
    name = "cms.charter"
    label = "charter"
    verbose_name = _("Charter")

    def ready(self) -> None:
        from cms.charter import rules
        from cms.charter.domain import signing
        from tenants.onboarding.steps import Step, step
        from tess.kernel.tenancy.lifecycle import shared_rows

        shared_rows("charter_chartersignature")
        step(
            Step(
                code="charter",
                label=_("The charter, signed"),
                about=_("What all members promise to those who call, and to each other."),
                action=_("Read and sign"),
                url_name="cms:sign_charter",
                order=80,
                done=signing.has_signed,
                allowed=rules.may_sign,
            )
        )

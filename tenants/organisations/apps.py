from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.tenancy.lifecycle import after_restore, shared_rows


class OrganisationsConfig(AppConfig):
    name = "tenants.organisations"
    label = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from tenants.organisations.domain.forgetting import forget_again

        after_restore("organisations", forget_again)
        shared_rows("organisations_domain", column="tenant_id")
        shared_rows(
            "organisations_erasureproof",
            erase=False,
            basis=_("Accountability: having to show that the erasure was done (GDPR, article 5.2)."),
            keep_years=5,
        )

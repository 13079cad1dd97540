from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.tenancy.lifecycle import shared_rows


class GovernanceConfig(AppConfig):
    name = "tenants.governance"
    label = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        shared_rows("governance_answer")
        shared_rows("governance_commonsrequest")

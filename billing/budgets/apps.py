from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.interface.navigation import place
from tess.kernel.tenancy.lifecycle import shared_rows


class BudgetsConfig(AppConfig):
    name = "billing.budgets"
    label = "budgets"
    verbose_name = _("Budgets")

    def ready(self) -> None:
        from billing.budgets import capabilities, rules

        capabilities.register()
        place(
            host="collective",
            label=_("Budget"),
            about=_("Shared costs, split to the cent."),
            url_name="budgets:budgets",
            icon="coins",
            group="following",
            order=50,
            allowed=rules.may_read_budgets,
        )
        # all of it drafts: nothing was issued, nothing is kept
        shared_rows("budgets_draftcall")
        shared_rows("budgets_allocationline")
        shared_rows("budgets_measuredvalue")

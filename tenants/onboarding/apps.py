from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OnboardingConfig(AppConfig):
    """The first hour of a new member: what is there to set up, in order."""

    name = "tenants.onboarding"
    label = "onboarding"
    verbose_name = _("First steps")

    def ready(self) -> None:
        from tenants.onboarding import capabilities, people, rules
        from tenants.onboarding.domain.touring import forget_user
        from tenants.onboarding.views.cards import first_steps
        from tenants.onboarding.views.tour import offer
        from tess.identity.guards import anyone_signed_in
        from tess.kernel.interface.banners import banner
        from tess.kernel.interface.commands import command
        from tess.kernel.interface.home import card
        from tess.kernel.interface.navigation import place
        from tess.kernel.tenancy.lifecycle import forgets_users

        people.register()
        banner(
            "onboarding/practice.html",
            lambda request: request.organisation is not None and request.organisation.is_practice,
        )
        capabilities.register()
        card(host="organisation", make=first_steps, order=10)
        card(host="organisation", make=offer, order=30)
        forgets_users("onboarding", forget_user)
        command(
            host="organisation",
            label=_("The tour"),
            url_name="onboarding:tour",
            icon="compass",
            allowed=anyone_signed_in,
        )
        place(
            host="organisation",
            label=_("First steps"),
            about=_("Set your organisation up, step by step."),
            url_name="onboarding:begin",
            icon="compass",
            order=95,
            allowed=rules.may_set_up,
        )

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.organisations.models import Organisation
from tenants.organisations.models.organisation import SERVED
from tess.identity.models.exceptional import SHORTEST_REASON


class ExceptionalForm(forms.Form):
    """Where, why, and for how long."""

    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose an organisation")
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The direction reads this at once, word for word. Nothing about a caller."),
        min_length=SHORTEST_REASON,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(15, _("15 minutes")), (30, _("30 minutes")), (60, _("60 minutes"))],
        initial=15,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["organisation"].queryset = Organisation.members().filter(state__in=SERVED).order_by("name")

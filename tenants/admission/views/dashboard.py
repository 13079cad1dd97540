"""The list of candidacies, for the coordination: counted, searched, sorted, taken away as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tenants.admission import rules, sections
from tenants.admission.domain import dashboard, exports
from tenants.admission.domain.queries import days_left
from tenants.admission.forms.review import SearchForm
from tess.identity.guards import requires
from tess.kernel.interface.pieces import Tab
from tess.kernel.interface.tables import Column, listing

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from tenants.admission.models import Candidacy

_PRESSES = 3  # days before a deadline at which its lamp is lit


def _due(candidacy: Candidacy) -> str | None:
    left = days_left(candidacy)
    if left is None:
        return None
    day = date_format(candidacy.deadline, "j F")
    if left < 0:
        return format_html('<span class="lamp">{}</span>', _("late since %(day)s") % {"day": day})
    return format_html('<span class="lamp">{}</span>', day) if left <= _PRESSES else day


def _said(candidacy: Candidacy, section: sections.Section, name: str) -> str:
    field = next(each for each in section.fields if each.name == name)
    return sections.shown(field, candidacy.typed.get(section.key, {}).get(name, ""))


def _day(candidacy: Candidacy) -> date | None:
    return timezone.localtime(candidacy.decided_at).date() if candidacy.decided_at else None


COLUMNS = [
    Column(
        "nom",
        _("Organisation"),
        lambda each: each.name,
        sort="name",
        link=lambda each: reverse("admission:candidacy", args=[each.pk]),
    ),
    Column("etat", _("Where it is"), lambda each: str(each.get_state_display()), sort="state"),
    Column(
        "depuis",
        _("Since"),
        lambda each: timezone.localtime(each.state_since).date(),
        shown=lambda each: date_format(timezone.localtime(each.state_since), "j F Y"),
        sort="state_since",
    ),
    Column("echeance", _("Deadline"), lambda each: each.deadline, shown=_due),
    Column("voix", _("Voices"), lambda each: each.voices, number=True),
    Column("contact", _("Contact"), lambda each: each.contact_name),
    Column("adresse", _("E-mail address"), lambda each: each.contact_email, hidden=True),
    Column("siren", _("SIREN"), lambda each: each.siren, hidden=True),
    Column("domaine", _("Field"), lambda each: _said(each, sections.FIELD, "domains"), hidden=True),
    Column("budget", _("Yearly budget"), lambda each: _said(each, sections.MEANS, "budget"), hidden=True),
    Column("ecoutants", _("Listeners"), lambda each: _said(each, sections.MEANS, "listeners"), hidden=True),
    Column("decidee", _("Decided on"), _day, sort="", hidden=True),
    Column("court", _("Short name"), lambda each: each.slug, hidden=True),
]


@requires(rules.may_review)
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """Candidacies by where they are, those that have waited longest first."""
    group = dashboard.BY_KEY.get(request.GET.get("groupe", ""), dashboard.GROUPS[0])
    form = SearchForm({"q": request.GET.get("q", ""), "groupe": group.key})
    form.is_valid()
    search = form.cleaned_data.get("q") or ""
    found = listing(
        request,
        dashboard.listed(group, search=search),
        COLUMNS,
        name="admission.candidacies",
        order="depuis",
        file="candidatures",
    )
    if found.download:
        exports.say_exported(found.chosen, actor=request.actor)
        return found.download
    counts = dashboard.counts()
    context = {
        "form": form,
        "listing": found,
        "tabs": [
            Tab(each.label, f"{reverse('admission:candidacies')}?groupe={each.key}", each == group, counts[each.key])
            for each in (*dashboard.GROUPS, dashboard.EVERYTHING)
        ],
        "group": group,
        "counts": counts,
        "ours": counts["a-nous"],
        "searched": bool(search),
    }
    return render(request, "admission/candidacies.html", context)

"""Saved ways of reading files, tried on a sample before they are kept."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tenants.telephony import rules
from tenants.telephony.domain import files, profiles, queries
from tenants.telephony.domain.layouts import ROLES
from tenants.telephony.forms.file import SampleForm
from tenants.telephony.forms.profile import ProfileForm, initial_of, proposed
from tenants.telephony.models import ImportProfile, RefusalReason
from tess.identity.guards import requires
from tess.kernel.errors import DomainError
from tess.kernel.intake import uploads
from tess.kernel.intake.masking import mask_preview
from tess.kernel.intake.room import room

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from django.http import HttpRequest, HttpResponse

_SAMPLE = "exemple"


@requires(rules.may_import_calls)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All profiles."""
    return render(request, "telephony/profiles.html", {"profiles": queries.profiles()})


@requires(rules.may_import_calls)
@require_http_methods(["GET", "POST"])
def sample(request: HttpRequest) -> HttpResponse:
    """Send a file to look at; then the profile is made beside it."""
    form = SampleForm(request.POST, request.FILES) if request.method == "POST" else SampleForm()
    if request.method == "POST" and form.is_valid():
        sample_id = uuid.uuid4()
        try:
            with room():
                uploads.write(sample_id, form.cleaned_data["file"].chunks())
            files.detect(uploads.path_of(sample_id))
        except DomainError as error:
            uploads.forget(sample_id)
            form.add_error("file", str(error))
        else:
            return redirect(f"{_where_to(request)}?{_SAMPLE}={sample_id}")
    return render(request, "telephony/sample.html", {"form": form}, status=400 if form.errors else 200)


def _where_to(request: HttpRequest) -> str:
    """The profile the sample is for, or a new one."""
    pk = request.GET.get("profil", "")
    is_key = pk.isascii() and pk.isdecimal()
    return reverse("telephony:profile", args=[pk]) if is_key else reverse("telephony:profile_new")


@requires(rules.may_import_calls)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new profile."""
    return _edit(request, ImportProfile())


@requires(rules.may_import_calls)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One profile."""
    return _edit(request, profiles.get_profile_for(request.actor, pk))


def _edit(request: HttpRequest, profile: ImportProfile) -> HttpResponse:
    path = _sample_of(request)
    detected = files.detect(path) if path else None
    form = _form(request, profile, detected)
    context: dict[str, Any] = {"profile": profile, "detected": detected, "sample": request.GET.get(_SAMPLE, "")}
    if detected:
        context["names"], *context["rows"] = [
            [mask_preview(cell) for cell in row] for row in (detected.header, *detected.rows)
        ]
    if request.method == "POST" and form.is_valid():
        form.fill(profile)
        try:
            profiles.check_whole(profile)
            if "apercu" not in request.POST:
                profiles.save_profile(profile, actor=request.actor)
                messages.success(request, _("The profile “%(name)s” is saved.") % {"name": profile.name})
                return redirect("telephony:profiles")
            context |= _try(request, path, profile)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        words = _new_words(path, profile) if path else []
        if words:  # the file says outcomes nobody has given a meaning: offer a row for each
            errors = form.errors
            form = _form(request, profile, detected, words)
            form._errors = errors  # noqa: SLF001  the same answers, with rows added
            context["words"] = words
    return render(request, "telephony/profile.html", {**context, "form": form}, status=400 if form.errors else 200)


def _form(
    request: HttpRequest, profile: ImportProfile, detected: files.Detected | None, words: Sequence[str] = ()
) -> ProfileForm:
    names = [*(detected.header if detected else ()), *(n for columns in profile.columns.values() for n in columns)]
    if request.method != "POST":
        initial = initial_of(profile) | (proposed(detected) if detected and not profile.pk else {})
        return ProfileForm(initial=initial, names=list(dict.fromkeys(names)), said=list(profile.outcomes))
    data = request.POST.copy()
    names += [value for key, value in data.items() if key.rpartition("_")[0] in ROLES and value]
    given = [(str(data[key]), data.get(f"meant_{key[5:]}", "")) for key in list(data) if key.startswith("said_")]
    pairs = [pair for pair in given if pair[0]] + [(word, "") for word in words]
    for row in range(len(given)):
        data.pop(f"said_{row}", None)
        data.pop(f"meant_{row}", None)
    for row, (said, meant) in enumerate(pairs):
        data[f"said_{row}"], data[f"meant_{row}"] = said, meant
    return ProfileForm(data, names=list(dict.fromkeys(names))[:250], said=[said for said, _meant in pairs])


def _sample_of(request: HttpRequest) -> Path | None:
    try:
        path = uploads.path_of(uuid.UUID(request.GET.get(_SAMPLE, "")))
    except ValueError:
        return None
    return path if path.exists() else None


def _try(request: HttpRequest, path: Path | None, profile: ImportProfile) -> dict[str, Any]:
    if path is None:
        return {"trouble": _("There is no file to try it on any more. Send one again.")}
    day = timezone.localdate() if profile.needs_day else None
    try:
        report = profiles.rehearse(path, profile, actor=request.actor, day=day)
    except DomainError as error:
        return {"trouble": str(error)}
    reasons = [(RefusalReason(reason).label, count) for reason, count in report.reasons.items()]
    return {"report": report, "reasons": reasons}


def _new_words(path: Path, profile: ImportProfile) -> list[str]:
    """Words of the file's outcome column the profile gives no meaning."""
    if not profile.columns.get("outcome"):
        return []
    try:
        return [said for said, _count in profiles.outcomes_said(path, profile) if said not in profile.outcomes]
    except DomainError:
        return []

"""How the pages look to this browser: light, dark or as the system says; more contrast or as the system says.

Kept in a cookie that says nothing about the person and that no script reads. Works without scripts: a form, a POST, back.
"""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tess.kernel.interface.addresses import is_path

COOKIE = "tess_look"
YEAR = 365 * 24 * 3600  # seconds
SCHEMES = [("", _("As this device")), ("light", _("Light")), ("dark", _("Dark"))]
CONTRASTS = [("", _("As this device")), ("more", _("More contrast"))]


@dataclass(frozen=True)
class Look:
    """What the page's root says: nothing where the system decides."""

    scheme: str = ""
    contrast: str = ""


def look_of(request: HttpRequest) -> Look:
    """Return the look this browser asked for; what can't be read is the system's."""
    scheme, _dot, contrast = request.COOKIES.get(COOKIE, "").partition(".")
    known = dict(SCHEMES), dict(CONTRASTS)
    return Look(scheme if scheme in known[0] else "", contrast if contrast in known[1] else "")


class LookForm(forms.Form):
    """Light or dark, and how much contrast."""

    narrows = True

    scheme = forms.ChoiceField(label=_("Light or dark"), choices=SCHEMES, widget=forms.RadioSelect, required=False)
    contrast = forms.ChoiceField(label=_("Contrast"), choices=CONTRASTS, widget=forms.RadioSelect, required=False)


@require_http_methods(["GET", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Choose how pages look; then back to where one was."""
    before = request.POST.get("suite") or request.GET.get("suite", "")
    back = before if is_path(before) else "/"
    if request.method == "GET":
        now = look_of(request)
        form = LookForm(initial={"scheme": now.scheme, "contrast": now.contrast})
        return render(request, "kernel/look.html", {"form": form, "back": back})
    form = LookForm(request.POST)
    if not form.is_valid():
        return render(request, "kernel/look.html", {"form": form, "back": back}, status=400)
    answer = redirect(back)
    answer.set_cookie(
        COOKIE,
        f"{form.cleaned_data['scheme']}.{form.cleaned_data['contrast']}",
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer

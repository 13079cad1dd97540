"""The pages of the style guide, one a family of pieces."""

from types import SimpleNamespace
from typing import Any, cast

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tess.kernel.interface import errors
from tess.kernel.interface.guide import samples
from tess.kernel.interface.navigation import Text
from tess.kernel.interface.pieces import Tab
from tess.kernel.interface.toasts import undoable
from tess.kernel.templatetags.interface import icon_names

DRAWINGS = ("lamp", "window", "lantern", "candle", "phone", "letter", "key", "path")
NAME = _("Style guide")
OTHER_NAMES = _("components colours letters")
UNDO, WORK, PAGE, LETTER = "annuler", "travail", "page", "lettre"
FIRST = "bases"
PAGES: dict[str, Text] = {
    FIRST: _("Foundations"),
    "gestes": _("Actions"),
    "formulaires": _("Forms"),
    "listes": _("Lists"),
    "parcours": _("Progress and history"),
    "figures": _("Figures"),
    "seules": _("Lone pages and letters"),
}
LOOKS = (("light", "", _("Light")), ("dark", "", _("Dark")), ("light", "more", _("More contrast")))


def foundations(_request: HttpRequest) -> dict[str, Any]:
    """Tokens, letters, icons and drawings."""
    return {"tokens": samples.TOKENS, "spaces": samples.SPACES, "icons": sorted(icon_names()), "drawings": DRAWINGS}


def actions(_request: HttpRequest) -> dict[str, Any]:
    """Buttons, choices, tags, notes and toasts, dialogs."""
    return {"look_address": reverse("look")}


def forms(_request: HttpRequest) -> dict[str, Any]:
    """Every field, resting, refused and shut."""
    return {
        "form": samples.filled("r"),
        "refused": samples.refused("e"),
        "shut": samples.shut("d"),
        "now": timezone.localtime(),
    }


def lists(request: HttpRequest) -> dict[str, Any]:
    """Tables, lists, nothing yet."""
    return {
        "listing": samples.lines(request),
        "page": SimpleNamespace(newer="?", older="?avant=x"),
        "charts": samples.charts(),
    }


def ways(_request: HttpRequest) -> dict[str, Any]:
    """Tabs, steps, timeline, work going on."""
    return {
        "sample_tabs": samples.tabs(),
        "steps": samples.steps(),
        "events": samples.events(),
        "works": samples.progress(),
    }


def figures(_request: HttpRequest) -> dict[str, Any]:
    """Every picture of figures."""
    return {"charts": samples.charts()}


def lone(_request: HttpRequest) -> dict[str, Any]:
    """What stands without a shell: pages for when things go wrong, letters."""
    return {"lone_pages": samples.LONE_PAGES, "letter": samples.letter("txt")}


FILLED = {
    FIRST: foundations,
    "gestes": actions,
    "formulaires": forms,
    "listes": lists,
    "parcours": ways,
    "figures": figures,
    "seules": lone,
}


@require_http_methods(["GET", "POST"])
def guide(request: HttpRequest, family: str = FIRST) -> HttpResponse:
    """Show one family of pieces; a POST shows a toast, and its way back another; `travail` is work that counts to 3.

    `page` is a page for when things go wrong, `lettre` a letter, each as it stands alone.
    """
    if family not in PAGES:
        raise Http404
    here = reverse("style_family", args=[family])
    if request.method == "POST":
        if UNDO in request.GET:
            messages.info(request, samples.UNDONE)
        else:
            undoable(request, samples.TOAST, f"{here}?{UNDO}=1")
        return redirect(here)
    if family == "seules" and request.GET.get(PAGE) in samples.LONE_PAGES:
        return errors.page(request.GET[PAGE], 200)  # as a specimen it is no error
    if family == "seules" and LETTER in request.GET:
        return cast("HttpResponse", letter(request))  # the policy's decorator knows no better
    if WORK in request.GET and "HX-Request" in request.headers:
        return render(request, "kernel/progress.html", {"progress": samples.counting(request.GET[WORK])})
    tabs = [Tab(label, reverse("style_family", args=[name]), current=name == family) for name, label in PAGES.items()]
    context = {"tabs": tabs, "family": PAGES[family], "looks": LOOKS, "long": samples.LONG, **FILLED[family](request)}
    return render(request, f"kernel/guide/{family}.html", context)


@csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "sandbox": ["allow-popups", "allow-top-navigation"]})
def letter(_request: HttpRequest) -> HttpResponse:
    """The letter as a mail program shows it: its own styles, nothing loaded, nothing run."""
    return HttpResponse(samples.letter("html"))

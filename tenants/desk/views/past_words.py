"""An organisation's own words for themes, explained once for all its files of past records."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenants.desk import rules
from tenants.desk.domain.past import batches, own_words
from tenants.desk.forms.theme_words import ThemeWordsForm
from tenants.desk.views.past import FILES
from tess.identity.guards import requires
from tess.kernel.errors import NotFound
from tess.kernel.intake import passage
from tess.kernel.intake.batch import BatchState

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tenants.desk.models import PastImport


@requires(rules.may_take_in_past)
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """All that were explained; those of the file named by `fichier` first. A file still there is then checked again."""
    batch = _batch(request)
    unknown = own_words.unknown_of(batch.pk) if batch else []
    form = ThemeWordsForm(request.POST or None, unknown=unknown, known=own_words.known())
    if request.method == "POST" and form.is_valid():
        own_words.explain(form.meanings(), actor=request.actor)
        messages.success(request, _("Your words are kept, for the files to come too."))
        return _next(request, batch)
    context = {"form": form, "batch": batch, "some": bool(form.fields)}
    return render(request, "desk/past_words.html", context, status=422 if form.errors else 200)


def _batch(request: HttpRequest) -> PastImport | None:
    said = request.GET.get("fichier", "")
    if not said:
        return None
    try:
        return batches.get_batch_for(request.actor, UUID(said))
    except ValueError:
        raise NotFound(_("There is no such file.")) from None


def _next(request: HttpRequest, batch: PastImport | None) -> HttpResponse:
    if batch is None:
        return redirect("desk:past_words")
    if batch.state == BatchState.CHECKED and passage.is_there(batch):
        return FILES.check(request, batch)
    if batch.state == BatchState.REFUSED:
        messages.info(request, _("The file itself is gone: send it again."))
        return redirect("desk:past_new")
    return redirect("desk:past", batch.pk)

"""Signing the charter: read it whole, say yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import connection
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.charter import rules
from cms.charter.domain import signing
from cms.charter.forms import SignatureForm
from cms.domain import commons as shared
from tess.identity.guards import requires
from tess.kernel.errors import Conflict

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(rules.may_sign)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest) -> HttpResponse:
    """The charter in full, then one box and one button."""
    with connection.as_commons_reader():
        page = shared.get_charter()
        text_hash, entries = signing.hash_of(page), page.entries()
    form = SignatureForm(request.POST or None, initial={"text_hash": text_hash})
    if request.method == "POST" and form.is_valid():
        try:
            signing.sign(page, form.cleaned_data["text_hash"], actor=request.actor)
        except Conflict as conflict:
            messages.warning(request, conflict.message)
            return redirect("cms:sign_charter")
        messages.success(request, _("The charter is signed for your organisation."))
        return redirect("cms:charter")
    signature = signing.signature_of(text_hash)
    context = {
        "page": page,
        "entries": entries,
        "form": form,
        "signature": signature,
        "signer": signing.signer_of(signature) if signature else "",
    }
    return render(request, "charter/sign.html", context, status=422 if form.errors else 200)

"""One record: written by its author, read by those who may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tenants.desk import rules
from tenants.desk.domain import contacts, listing, notes, queries
from tenants.desk.domain.contacts import AlreadyClosed, Stale
from tenants.desk.forms.record import RecordForm, initial_of
from tenants.desk.models import Contact, Referral
from tenants.relays.domain.search import LONGEST
from tess.identity.guards import by_script, requires
from tess.kernel.errors import DomainError, NotFound
from tess.kernel.interface import beside
from tess.kernel.interface.beside import Record
from tess.kernel.text import clean

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(rules.may_write)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """A new record: from a call when one is named, else alone, under the key the page gave it: asked twice it is one."""
    number = request.POST.get("call", "")
    call_id = int(number) if number.isdecimal() and len(number) < 19 else None  # noqa: PLR2004  a bigint
    if number and call_id is None:
        raise NotFound(_("There is no such call."))
    try:
        contact = contacts.open_contact(actor=request.actor, contact_id=_key(request), call_id=call_id)
        if call_id is None and not contact.is_draft:  # an old page: its record was written and closed meanwhile
            contact = contacts.open_contact(actor=request.actor)
    except NotFound:
        raise
    except DomainError as error:
        messages.warning(request, error.message)
        return redirect("desk:unrecorded")
    return redirect(contact)


@requires(rules.may_enter)
@never_cache
@require_GET
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The record: a form for its author while it is a draft, else a page to read."""
    found = queries.get_contact_for(request.actor, pk)
    if found.is_draft and rules.owns(request.actor, found):
        note = notes.read_note(found, actor=request.actor)
        return _written(request, found, RecordForm(found, initial=initial_of(found, note), actor=request.actor))
    return _read(request, found)


@requires(rules.may_read_notes)
@never_cache
@require_GET
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The record with what was said; that reading is audited."""
    found = queries.get_contact_for(request.actor, pk)
    return _read(request, found, note=notes.read_note(found, actor=request.actor), shown=True)


@requires(rules.may_write)
@never_cache
@require_POST
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what was typed: sent by the page's script while one types, or by a button."""
    answer, saved = keep(request, queries.get_contact_for(request.actor, pk))
    if answer is not None:
        return answer
    if by_script(request):
        return render(request, "desk/saved.html", {"contact": saved})
    typed = request.POST.get("relais", "").strip()[:LONGEST]
    if "chercher" in request.POST:
        return redirect(f"{saved.get_absolute_url()}?{urlencode({'q': typed})}#orienter")
    messages.success(request, _("Saved at %(time)s") % {"time": _clock(saved)})
    return redirect(saved)


@requires(rules.may_write)
@never_cache
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what was typed, then close. What is missing is said on the page, with everything that was typed."""
    answer, saved = keep(request, queries.get_contact_for(request.actor, pk))
    if answer is not None:
        return answer
    try:
        contacts.close_contact(saved, version=saved.version, actor=request.actor)
    except Stale as error:
        return _conflict(request, error.current, _form(request, saved))
    except AlreadyClosed as error:
        return _too_late(request, saved, _form(request, saved), error)
    except DomainError as error:
        return _refused(request, saved, _form(request, saved), error)
    messages.success(request, _("The record is closed."))
    return redirect("desk:own")


def keep(request: HttpRequest, found: Contact) -> tuple[HttpResponse | None, Contact]:
    """Keep what was typed. Returns the answer that stops here (a conflict, a slip), or None; and the record as it stands."""
    form = RecordForm(found, request.POST, actor=request.actor)
    valid = form.is_valid()
    try:
        version = form.cleaned_data.get("version") or 0
        saved = contacts.save_draft(found, form.answers(), version=version, actor=request.actor)
    except Stale as error:
        return _conflict(request, error.current, form), found
    except AlreadyClosed as error:
        return _too_late(request, found, form, error), found
    except NotFound:
        raise
    except DomainError as error:
        return _refused(request, found, form, error), found
    if not valid:  # the rest is saved
        return _again(request, saved, form), saved
    return None, saved


def _form(request: HttpRequest, found: Contact) -> RecordForm:
    """The posted form on the record as it stands now, so that the next save speaks of the right version."""
    posted = request.POST.copy()
    posted["version"] = str(found.version)
    form = RecordForm(found, posted, actor=request.actor)
    form.is_valid()
    return form


def _refused(request: HttpRequest, found: Contact, form: RecordForm, error: DomainError) -> HttpResponse:
    """A rule refuses: say it on its field, with all that was typed."""
    form.add_error(error.field if error.field in form.fields else None, str(error))
    return _again(request, found, form)


def _again(request: HttpRequest, found: Contact, form: RecordForm) -> HttpResponse:
    form.data = request.POST.copy()
    form.data["version"] = str(found.version)
    if by_script(request):
        return render(request, "desk/saved.html", {"contact": found, "form": form}, status=422)
    return _written(request, found, form, status=422)


def _conflict(request: HttpRequest, current: Contact, form: RecordForm) -> HttpResponse:
    """Saved elsewhere meanwhile: both texts, and the choice. Nothing was written."""
    theirs = notes.read_note(current, actor=request.actor)
    context = {"contact": current, "theirs": theirs, "note_differs": clean(form.data.get("note", "")) != theirs}
    if by_script(request):
        return render(request, "desk/conflict.html", context, status=409)
    again = _form(request, current)
    return _written(request, current, again, status=409, conflict=True, **context)


def _too_late(request: HttpRequest, found: Contact, form: RecordForm, error: AlreadyClosed) -> HttpResponse:
    """Closed elsewhere meanwhile: what was typed here is shown, to be copied."""
    context = {"contact": found, "mine": form.data.get("note", ""), "error": error.message}
    if by_script(request):
        return render(request, "desk/too_late.html", context, status=409)
    return _read(request, found, status=409, **context)


def _written(request: HttpRequest, found: Contact, form: RecordForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a record being written."""
    context = {
        "contact": found,
        "form": form,
        "themes": form.themes_shown(listing.listed()),
        "panels": beside.panels_for(request, Record(found.pk, found.line_id)),
        **more,
    }
    return render(request, "desk/write.html", context, status=status)


def _read(request: HttpRequest, found: Contact, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a record to read."""
    context = {
        "contact": found,
        "writer": queries.with_writers([found])[0][1],
        "own": rules.owns(request.actor, found),
        "may_read_note": rules.may_read_note(request.actor, found),
        "has_note": notes.has_note(found),
        "referrals": Referral.objects.filter(contact=found),
        **more,
    }
    return render(request, "desk/read.html", context, status=status)


def _key(request: HttpRequest) -> UUID | None:
    """The key the page gave the record to come; none when it can't be read."""
    try:
        return UUID(request.POST.get("fiche", ""))
    except ValueError:
        return None


def _clock(found: Contact) -> str:
    return time_format(timezone.localtime(found.saved_at), "H:i")

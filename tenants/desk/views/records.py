"""Lists: one's own records, the organisation's, and the answered calls nobody wrote about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tenants.desk import rules
from tenants.desk.columns import COLUMNS
from tenants.desk.domain import exports, queries
from tenants.desk.forms.record import Narrowing, sane_day
from tess.identity.guards import requires
from tess.kernel.interface.paging import page_of
from tess.kernel.interface.tables import listing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

PER_PAGE = 50


@requires(rules.may_write)
@never_cache  # a page gone back to would give the next record the key of the last
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """One's own records: what is begun first, then the latest."""
    form = Narrowing(request.GET)
    state, day = form.read()
    page = page_of(request, queries.own_records(request.actor, state=state, day=day), by="opened_at", size=PER_PAGE)
    first = not (state or day or page.newer)
    drafts = queries.own_drafts(request.actor) if first else []
    records = [record for record in page if record not in drafts]
    context = {"form": form, "page": page, "drafts": drafts, "records": records, "narrowed": bool(state or day)}
    return render(request, "desk/own.html", {**context, "new_key": uuid4()})


@requires(rules.may_read_all)
@require_GET
def everybodys(request: HttpRequest) -> HttpResponseBase:
    """The organisation's records, with who wrote them and without what was said."""
    form = Narrowing(request.GET)
    state, day = form.read()
    found = listing(
        request,
        queries.all_records(request.actor, state=state, day=day),
        COLUMNS,
        name="desk.everybodys",
        order="-date",
        file="fiches",
        size=PER_PAGE,
        prepare=_say_who_wrote,
    )
    if found.download is not None:
        exports.say_exported(found.chosen, actor=request.actor)
        return found.download
    context = {"form": form, "listing": found, "narrowed": bool(state or day)}
    context |= {
        "may_set_up": rules.may_set_up(request.actor),
        "may_take_in_past": rules.may_take_in_past(request.actor),
    }
    return render(request, "desk/everybodys.html", context)


def _say_who_wrote(records: Sequence[Any]) -> None:
    """The names of the listeners of these records, in one query."""
    for record, name in queries.with_writers(records):
        record.writer = name


@requires(rules.may_enter)
@require_GET
def unrecorded(request: HttpRequest) -> HttpResponse:
    """The answered calls of a day without a record, from which one opens one."""
    day = _day(request) or queries.last_day_of_calls(request.actor) or timezone.localdate()
    calls = queries.calls_without_record(day, request.actor)
    page = page_of(request, calls.select_related("line"), by="started_at", size=PER_PAGE)
    context = {
        "day": day,
        "count": calls.count(),
        "page": page,
        "may_write": rules.may_write(request.actor),
    }
    return render(request, "desk/unrecorded.html", context)


def _day(request: HttpRequest) -> date | None:
    form: Any = Narrowing(request.GET)
    return sane_day(form.read()[1])

"""How the door answers: a form sent back says so, and what a browser kept goes when its person leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.response import TemplateResponse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class Answers:
    """A form that comes back to be looked at again is a 422, as everywhere in the product."""

    request: HttpRequest

    def render_to_response(self, context: dict[str, Any], **more: Any) -> TemplateResponse:
        """422 where a form that was sent has something to look at again."""
        forms = [context.get(name) for name in ("form", "webauthn_form")]
        if self.request.method == "POST" and any(form is not None and form.is_bound and form.errors for form in forms):
            more.setdefault("status", 422)
        answer: TemplateResponse = super().render_to_response(context, **more)
        return answer


def clear_site_data(response: HttpResponse) -> HttpResponse:
    """Ask the browser to forget what this host left in it: pages, drafts; cookies are ours to end."""
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response

"""What browsers may load and do (Content-Security-Policy, by django-csp): strict, but in Wagtail's admin.

In the settings: `CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy.strict(form_targets=["https://*.example.org"])}`, and
`tess.kernel.interface.policy.AdminPolicyMiddleware` just below `csp.middleware.CSPMiddleware`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ADMIN_PATH = "/cms/"  # Wagtail's admin, at the collective's host

Directives = dict[str, Any]


def strict(*, form_targets: Iterable[str] = ()) -> Directives:
    """Return the policy of our own pages: everything from this host, nothing inline, no script made from text.

    `form_targets` are the other origins a form may end at. A browser checks a redirect after a form too, so the
    sign-in form at the collective's host must be allowed the organisations' hosts ("https://*.example.org").
    """
    return {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *form_targets],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["tess-fragments"],
    }


ADMIN: Directives = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "object-src": [NONE],
    "base-uri": [SELF],
    "frame-src": [SELF],  # the preview of a page beside its editor
    "frame-ancestors": [SELF],
    "form-action": [SELF],
}


class AdminPolicyMiddleware:
    """Give Wagtail's admin a policy it can work under; place it just below django-csp's middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PATH) and getattr(request, "organisation", None) is None:
            response._csp_config = ADMIN  # type: ignore[attr-defined]  # noqa: SLF001 - how django-csp is told
        return response

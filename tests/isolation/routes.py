"""Every route of ours, read from the resolver: what the matrix must cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterator

# third parties' own routes at the collective's host; what they show is tried in tests/cms
NOT_OURS = ("wagtail",)


def routes(urlconf: str) -> Iterator[tuple[str, URLPattern]]:
    """(name with its namespace, pattern) of each route of ours."""
    yield from _walk(get_resolver(urlconf).url_patterns, "")


def _walk(patterns: list, namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if not _module_of(pattern).startswith(NOT_OURS):
                yield f"{namespace}{pattern.name or pattern.pattern}", pattern
        elif not getattr(pattern.urlconf_module, "__name__", "").startswith(NOT_OURS):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)


def _module_of(pattern: URLPattern) -> str:
    view = pattern.callback
    return getattr(getattr(view, "view_class", view), "__module__", "")

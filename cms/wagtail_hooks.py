"""Our mark and our colours in Wagtail's admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def our_colours() -> SafeString:
    """Pine for Wagtail's accent."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


@hooks.register("construct_help_menu")  # type: ignore[untyped-decorator]
def no_news_of_wagtail(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own news and guide, in English and elsewhere, are not what an editor comes for."""
    items.clear()

"""Our mark and our colours in Wagtail's admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def our_colours() -> SafeString:
    """Pine for Wagtail's accent."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))

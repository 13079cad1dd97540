"""Where telephony stands in the rail, and what the palette begins here."""

from django.utils.translation import gettext_lazy as _

from tenants.telephony import rules
from tess.kernel.interface.commands import command
from tess.kernel.interface.navigation import place


def register() -> None:
    """Tell the shell our places and commands."""
    place(
        host="organisation",
        label=_("Calls"),
        about=_("The calls of a day, one by one."),
        url_name="telephony:calls",
        icon="phone-incoming",
        group="following",
        order=30,
        allowed=rules.may_see_calls,
    )
    place(
        host="organisation",
        label=_("Lines"),
        about=_("The numbers people call, and when they are open."),
        url_name="telephony:lines",
        icon="phone",
        group="settings",
        order=70,
        allowed=rules.may_see_lines,
    )
    place(
        host="organisation",
        label=_("Imports"),
        about=_("Bring in the calls from your telephone system."),
        url_name="telephony:imports",
        icon="file-up",
        group="settings",
        order=75,
        allowed=rules.may_import_calls,
    )
    command(
        host="organisation",
        label=_("Import calls"),
        url_name="telephony:import_new",
        icon="file-up",
        words=_("file csv telephone system"),
        allowed=rules.may_import_calls,
    )
    command(
        host="organisation",
        label=_("New line"),
        url_name="telephony:line_new",
        icon="plus",
        words=_("number opening hours"),
        allowed=rules.may_manage_lines,
    )

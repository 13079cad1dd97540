"""What an organisation may say is wrong with an entry of the directory; each word as people read it."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "number": _("the number does not work"),
    "hours": _("the hours are wrong"),
    "audience": _("it does not take the people it is said to take"),
    "closed": _("the service no longer exists"),
}

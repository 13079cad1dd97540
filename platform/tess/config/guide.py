"""Who sees the style guide: those who coordinate; in the demonstration and in tests, anyone signed in."""

from django.conf import settings

from tess.identity.guards import requires
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.kernel.interface.commands import command
from tess.kernel.interface.guide.pages import NAME, OTHER_NAMES, guide


def may_see_style_guide(actor: Actor) -> bool:
    """Coordinators, who see what their pages are made of."""
    return actor.has(Role.COORDINATOR) or (settings.STYLE_GUIDE_FOR_EVERYBODY and actor.user_id is not None)


command(
    host="collective",
    label=NAME,
    url_name="style",
    icon="compass",
    words=OTHER_NAMES,
    allowed=may_see_style_guide,
)
style_guide = requires(may_see_style_guide)(guide)

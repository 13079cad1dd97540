"""`python manage.py publish_first_pages`: give a new collective its site, to be rewritten by its editors."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.domain.content import publish_first_pages
from tess.kernel.actor import Actor


class Command(BaseCommand):
    help = "Publish the first pages of the site; pages that stand are left as they are."

    def handle(self, *_args: Any, **_options: Any) -> None:
        made = publish_first_pages(actor=Actor.system("operator"))
        if not made:
            self.stdout.write(_("The site already has its pages: nothing was changed."))
            return
        self.stdout.write(
            ngettext("One page was published.", "%(count)d pages were published.", len(made)) % {"count": len(made)}
        )
        for page in made:
            self.stdout.write(f"  {page.url}  {page.title}")

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from tess.kernel.actor import Actor

if TYPE_CHECKING:
    from wagtail.models import Page


@pytest.fixture
def site(db: None) -> Page:
    """The collective's site as on the first day; gives its home page."""
    from cms.domain.content import publish_first_pages
    from cms.models import HomePage

    with connection.as_application():
        publish_first_pages(actor=Actor.system("tests"))
        return HomePage.objects.get()

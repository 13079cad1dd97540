"""Run in the house of a figure: `python -m tests.benchmarks._inside WHAT {json}` prints its answer as JSON, last."""

import json
import sys
from pathlib import Path

from tess.local.ready import acting, organisation_called

_CONTACTS = Path(__file__).with_name("_contacts.sql")


def grow(actor, *, organisation, contacts):
    """Closed records over the last year, set-based, beside those there are; the figures follow by their own triggers."""
    from django.db import connection

    with connection.acting_for(organisation_called(organisation)), connection.cursor() as cursor:
        cursor.execute(_CONTACTS.read_text(), {"contacts": contacts})
        cursor.execute("SELECT count(*) FROM desk_contact")
        return cursor.fetchone()[0]


def found(actor, *, name, slug, email):
    """A new organisation with its director invited: what an admission ends with."""
    from django.db import connection

    from tenants.organisations.domain.provisioning import create_organisation
    from tess.identity.domain.invitations import invite

    organisation = create_organisation(name=name, slug=slug, actor=actor)
    with connection.as_application():
        invite(email, "Ada Moreau", organisation, ["director"], actor=actor)
    return str(organisation.pk)


if __name__ == "__main__":
    with acting() as operator:
        print(json.dumps(globals()[sys.argv[1]](operator, **json.loads(sys.argv[2]))))  # noqa: T201

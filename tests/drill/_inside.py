"""Run once in the house of the drill: an organisation with a line, and listeners who are signed in. Prints them as JSON."""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from tenants.organisations.domain.provisioning import create_organisation  # noqa: E402
from tenants.telephony.models import Line  # noqa: E402
from tess.identity.domain.memberships import grant, open_account  # noqa: E402
from tess.kernel.actor import Actor  # noqa: E402
from tests.conftest import open_session  # noqa: E402


def listeners(slug, number):
    """`[{"user": its key, "session": the cookie at the organisation's host}]`."""
    system = Actor.system("drill")
    organisation = create_organisation(name="Ligne d’exercice", slug=slug, actor=system)
    with connection.acting_for(organisation):
        Line.objects.create(name="Ligne d’exercice", number="0199000000")
    found = []
    for index in range(number):
        user = open_account(f"personne{index}@exercice.example", f"Personne {index}", "mot de passe long", actor=system)
        grant(user, organisation, ["listener"], actor=system)
        session = open_session(user, organisation, open_session(user, None, None))
        found.append({"user": str(user.pk), "session": session})
    return found


if __name__ == "__main__":
    print(json.dumps(listeners(sys.argv[1], int(sys.argv[2]))))  # noqa: T201

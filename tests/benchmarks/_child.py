"""One side of a comparison, in a process of its own: reads orders (JSON, one a line), answers each with one line."""

import io
import json
import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402

from tests.benchmarks._sides.counting import CountingCursor  # noqa: E402

handler = WSGIHandler()


def one_request(host, path, cookie=""):
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": host,
        "HTTP_HOST": host,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "HTTP_COOKIE": cookie,
    }
    said = []
    response = handler(environ, lambda status, _headers: said.append(status))
    body = b"".join(response)
    response.close()
    assert said[0].startswith("200"), (said, body[:500])
    return body.decode()


def requests(host, path, count, cookie=""):
    """Milliseconds of each request, statements a request."""
    body = one_request(host, path, cookie)
    before, times = CountingCursor.sent, []
    for _ in range(count):
        start = time.perf_counter()
        one_request(host, path, cookie)
        times.append((time.perf_counter() - start) * 1000)
    return {"ms": times, "statements": (CountingCursor.sent - before) / count, "body": body}


def prepare(organisations):
    from tenants.organisations.domain.provisioning import create_organisation
    from tess.config.setup import prepare_database
    from tess.kernel.actor import Actor

    prepare_database()
    for number in range(organisations):
        create_organisation(name=f"n{number}", slug=f"n{number}", actor=Actor.system("benchmarks"))


def prepare_plain():
    call_command("migrate", verbosity=0)


def sign_in_plain():
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore

    user = User.objects.create_user("Ana")
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def sign_in(slug):
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from tenants.organisations.models import Organisation
    from tess.identity.domain.memberships import grant, open_account
    from tess.identity.sessions import PARENT, SECOND_FACTOR, SessionStore
    from tess.kernel.actor import Actor

    system, organisation = Actor.system("benchmarks"), Organisation.objects.get(slug=slug)
    user = open_account("ana@bench.example", "Ana", "mot de passe long", actor=system)
    grant(user, organisation, ["listener"], actor=system)
    parent = None
    for where in (None, organisation.pk):  # as the hand-over does it
        session = SessionStore(organisation_id=where)
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        if where:
            session[PARENT] = parent
        else:
            session[SECOND_FACTOR] = int(time.time())
        session.create()
        parent = session.session_key
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def people(number, password):
    """Accounts with this password, observers of the collective: no second factor is asked of them."""
    from django.contrib.auth.hashers import make_password

    from tess.identity.models import Membership, User

    hashed = make_password(password)
    users = [User(email=f"personne{index}@bench.example", name=f"P{index}", password=hashed) for index in range(number)]
    User.objects.bulk_create(users)
    Membership.objects.bulk_create([Membership(user=user, roles=["observer"]) for user in users])
    return [user.email for user in users]


def deliver():
    """Write the letters that wait, as the worker does when the bell rings."""
    from tess.kernel import outbox

    return outbox.deliver_due()


def sessions_of(emails):
    from tess.identity.models import Session

    return Session.objects.filter(user__email__in=emails).count()


def provision(slug):
    """Seconds until an organisation can be used."""
    from tenants.organisations.domain.provisioning import create_organisation
    from tess.kernel.actor import Actor

    start = time.perf_counter()
    create_organisation(name=slug, slug=slug, actor=Actor.system("benchmarks"))
    return time.perf_counter() - start


def provision_stock(slug):
    from tenants.organisations.models import Organisation

    organisation = Organisation(name=slug, slug=slug, schema_name=f"stock_{slug}")
    start = time.perf_counter()
    organisation.create_schema(check_if_exists=True, verbosity=0)
    return time.perf_counter() - start


def migrate():
    from tenants.organisations.domain.template import organisations_schemas, tenant_labels
    from tess.kernel.tenancy import replay

    start = time.perf_counter()
    report = replay.migrate_all(["template", *organisations_schemas()], tenant_labels())
    seconds = time.perf_counter() - start
    assert not report.failed
    assert report.done
    return seconds


def migrate_stock():
    """What django-tenants would have recorded in each schema is recorded first: it runs every app's migrations there."""
    from django.db import connection

    from tenants.organisations.models import Organisation

    with connection.cursor() as cursor:
        for schema in Organisation.objects.values_list("schema_name", flat=True):
            cursor.execute(
                f'INSERT INTO "{schema}".django_migrations (app, name, applied) SELECT app, name, applied'
                f' FROM public.django_migrations p WHERE NOT EXISTS (SELECT FROM "{schema}".django_migrations o'
                " WHERE o.app = p.app AND o.name = p.name)"
                " AND (p.app, p.name) <> ('grown', '0002_more')"
            )
    start = time.perf_counter()
    call_command("migrate_schemas", tenant=True, interactive=False, verbosity=0)
    return time.perf_counter() - start


for line in sys.stdin:
    order = json.loads(line)
    answer = globals()[order.pop("do")](**order)
    sys.stdout.write(json.dumps({"answer": answer}) + "\n")
    sys.stdout.flush()

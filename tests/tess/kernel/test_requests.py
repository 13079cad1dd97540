"""What a view may stumble on under its organisation's role: each page below is one trap, and says who it runs as."""

import pytest
from django.contrib import messages
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import include, path

from tess.identity.guards import anyone_signed_in, as_application, open_to_everyone, requires
from tess.identity.models import Colleague, Membership, User
from tess.identity.roles import Role

RIVAGE = "o_test_tess_org_rivage"


def _who():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def who(request):
    return HttpResponse(_who())


def unmarked(request):
    return HttpResponse(_who())


def kept(request):
    return HttpResponse(request.session["kept"])


def greet(request):
    return HttpResponse(f"{request.user.name} {request.membership.roles} {request.actor.roles}")


def steal(request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {request.GET['table']}")
    return HttpResponse("stolen")


def colleagues(request):
    return HttpResponse(",".join(Colleague.objects.order_by("name").values_list("name", flat=True)))


def save_session(request):
    request.session["kept"] = "yes"
    request.session.save()
    return HttpResponse(_who())


def cycle(request):
    request.session.cycle_key()
    return HttpResponse(_who())


def say(request):
    messages.success(request, "bonjour")
    return HttpResponse(_who())


def hear(request):
    return HttpResponse(" ".join(str(each) for each in messages.get_messages(request)))


def savepoint(request):
    with transaction.atomic():
        try:
            with transaction.atomic(), connection.as_application():
                User.objects.count()
                raise KeyError  # noqa: TRY301
        except KeyError:
            pass
        return HttpResponse(_who())


def savepoint_error(request):
    """A database error under the other role, in a savepoint: ROLLBACK TO must come before any switch."""
    with transaction.atomic():
        try:
            with transaction.atomic(), connection.as_application():
                User.objects.create(email=request.user.email, name="x")
        except IntegrityError:
            pass
        return HttpResponse(_who())


def masked(request):
    try:
        with transaction.atomic(), connection.as_application():
            User.objects.create(email=request.user.email, name="x")
    except DatabaseError as error:
        return HttpResponse(f"{type(error).__name__} {_who()}")


def stale_cursor(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        with connection.as_application():
            User.objects.count()
        cursor.execute("SELECT current_user")
        return HttpResponse(cursor.fetchone()[0])


def stale_copy(request):
    """COPY passes by every wrapper of execute()."""
    import io

    out = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        with connection.as_application():
            User.objects.count()
        cursor.copy_expert("COPY (SELECT current_user) TO STDOUT", out)
    return HttpResponse(out.getvalue().strip())


def boom(request):
    _who()
    raise RuntimeError


def stream(request):
    def lines():
        for _ in range(3):
            yield _who() + "\n"

    return StreamingHttpResponse(lines())


def stream_that_breaks(request):
    def lines():
        yield _who()
        raise RuntimeError

    return StreamingHttpResponse(lines())


@as_application
def application(request):
    return HttpResponse(f"{_who()} {User.objects.filter(pk=request.user.pk).count()}")


VIEWS = [
    who,
    greet,
    steal,
    colleagues,
    save_session,
    cycle,
    say,
    hear,
    savepoint,
    savepoint_error,
    masked,
    stale_cursor,
]
VIEWS += [stale_copy, boom, stream, stream_that_breaks, application, kept]
urlpatterns = [path(f"{view.__name__}/", requires(anyone_signed_in)(view)) for view in VIEWS]
urlpatterns += [
    path("", include("tess.config.urls_organisation")),
    path("open/", open_to_everyone(who)),
    path("unmarked/", unmarked),
]


@pytest.fixture(autouse=True)
def _pages(settings):
    with override_settings(ORGANISATION_URLCONF=__name__):
        yield


@pytest.fixture
def web(organisation, client_of, member):
    user = member(organisation, Role.LISTENER, name="Ana")
    web = client_of(organisation, user, raise_request_exception=False)
    web.user = user
    with connection.as_application():
        yield web


def _standing():
    return connection.schema_name, connection._wanted()[0]


def text(web, page, **data):
    return b"".join(web.get(f"/{page}/", data)).decode()


def test_the_view_runs_as_its_organisation_and_the_rest_as_the_application(web):
    assert text(web, "who") == RIVAGE
    assert _standing() == ("public", "none")
    assert text(web, "open") == RIVAGE
    assert text(web, "application") == "tess_app 1"


def test_user_membership_and_actor_are_known_though_unreadable(web):
    assert text(web, "greet") == "Ana ['listener'] frozenset({'listener'})"


@pytest.mark.parametrize(
    "table", ["identity_user", "identity_session", "identity_membership", "identity_handover", "django_content_type",
              "org_veilleurs.django_migrations", "template.django_migrations", "organisations_erasureproof"]
)  # fmt: skip
def test_what_is_not_its_own_is_refused_by_postgres(web, table):
    web.raise_request_exception = True
    with pytest.raises(ProgrammingError, match="permission denied"):
        web.get("/steal/", {"table": table})


def test_colleagues_have_names_and_only_ones_own(web, other_organisation, member):
    member(other_organisation, Role.LISTENER, name="Bob")
    assert text(web, "colleagues") == "Ana"


@pytest.mark.parametrize(
    "page", ["save_session", "cycle", "say", "savepoint", "savepoint_error", "stale_cursor", "stale_copy"]
)
def test_the_role_is_back_after(web, page):
    assert text(web, page) == RIVAGE
    assert text(web, "who") == RIVAGE, "still signed in"


def test_messages_and_session_survive_the_role(web):
    text(web, "save_session")
    assert text(web, "kept") == "yes"
    text(web, "say")
    assert text(web, "hear") == "bonjour"
    assert text(web, "hear") == ""


def test_the_real_error_is_not_masked_by_the_switch_back(web):
    assert text(web, "masked") == f"IntegrityError {RIVAGE}"


def test_after_an_exception_the_connection_is_the_applications(web):
    assert web.get("/boom/").status_code == 500
    assert _standing() == ("public", "none")
    assert _who() == "tess_app"


def test_a_stream_takes_the_role_for_each_chunk_and_never_holds_it(web):
    response = web.get("/stream/")
    chunks = iter(response.streaming_content)
    for _ in range(3):
        assert next(chunks).decode().strip() == RIVAGE
        assert _who() == "tess_app"
    assert list(chunks) == []


def test_a_stream_that_breaks_leaves_nothing_in_force(web):
    chunks = iter(web.get("/stream_that_breaks/").streaming_content)
    next(chunks)
    with pytest.raises(RuntimeError):
        next(chunks)
    assert _standing() == ("public", "none")


def test_another_organisations_host_refuses_the_session(web, other_organisation, client_of):
    other = client_of(other_organisation)
    other.cookies = web.cookies
    assert other.get("/who/").status_code == 302, "signed out there"


def test_a_withdrawn_membership_holds_at_once(web):
    Membership.objects.update(active=False)
    assert web.get("/who/").status_code == 403


def test_a_closed_account_holds_at_once(web):
    User.objects.update(is_active=False)
    assert web.get("/who/").status_code == 403


def test_a_page_that_does_not_say_who_may_enter_is_an_error(web):
    assert web.get("/unmarked/").status_code == 500


@pytest.mark.parametrize(
    "host", ["nowhere.tess.localhost", "rivage.tess.localhost.evil.example", "evil.example", "", "a b"]
)
def test_an_unknown_host_is_nobodys(db, client, host):
    assert client.get("/", SERVER_NAME=host, HTTP_HOST=host).status_code == 404

"""The demonstration: an invented collective, plausible to someone of the trade. Loaded once, kept afterwards."""

from __future__ import annotations

import base64
import hashlib
import random
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction

from tenants.organisations.domain.provisioning import create_organisation
from tenants.organisations.models import Organisation
from tess.config.demo_names import FAMILY_NAMES, FIRST_NAMES
from tess.identity.domain.factors import totp_data
from tess.identity.models import Membership, User
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, SECOND_FACTOR_ROLES, Role
from tess.kernel import audit
from tess.kernel.actor import Actor
from tess.kernel.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PASSWORD = "lampe-allumee-2026"  # noqa: S105  the demonstration's, printed on screen
DAY = date(2026, 9, 7)  # the day of calls that is shipped
ACTOR = Actor.system("demonstration")

# in this order: each may use what those before it loaded
APPS = (
    "cms",
    "tenants.relays",
    "shared_training.catalogue",
    "tenants.telephony",
    "tenants.people",
    "shared_training.sessions",
    "tenants.desk",
    "tenants.activity",
    "tess.observatory",
    "billing.budgets",
    "tenants.admission",
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """An invented organisation; sizes follow the sector study (7 to 168 listeners)."""

    slug: str
    name: str
    listeners: int


SKETCHES = (
    Sketch("rivage", "Écoute Rivage", 30),
    Sketch("veilleurs", "Les Veilleurs de nuit", 60),
    Sketch("jeunes", "Le Fil des jeunes", 18),
    Sketch("horizon", "Horizon Addictions", 168),
    Sketch("passerelles", "Réseau Passerelles", 45),
    Sketch("clairiere", "La Clairière", 7),
)
_ALONE = (Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.TRAINER, Role.DISPATCHER, Role.TRAINEE)


@dataclass(slots=True)
class DemoWorld:
    """What the apps' loaders find: organisations by slug, people by key (`rivage.listener`, `rivage.listener.02`…)."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    today: date = DAY


@dataclass(frozen=True, slots=True)
class SignIn:
    """One line of what the demonstration prints: who, with which address."""

    place: str
    who: str
    email: str


class Loader(Protocol):
    def __call__(self, world: DemoWorld) -> None: ...


def load(say: Callable[[str], object] = bool) -> None:
    """Make the collective, its organisations, its people and what each app adds. Safe to run again; nothing is lost."""
    world = DemoWorld()
    for sketch in SKETCHES:
        world.organisations[sketch.slug] = _organisation(sketch)
    world.users = _people(world.organisations)
    _give_factors(world.users.values())
    for app in APPS:
        loader = _loader(app)
        if loader is None or AuditEntry.objects.filter(action=_mark(app)).exists():
            continue
        say(app)
        loader(world)
        audit.record(ACTOR, _mark(app))


def sign_ins() -> list[SignIn]:
    """The accounts one may use, the collective's first; every password is PASSWORD."""
    found = [SignIn("Collectif", str(role.label), _address(role, None)) for role in Role if role in COLLECTIVE_ROLES]
    for sketch in SKETCHES:
        roles = [role for role in Role if role in ORGANISATION_ROLES]
        found += [SignIn(sketch.name, str(role.label), _address(role, sketch.slug)) for role in roles]
    return found


def _mark(app: str) -> str:
    return f"demonstration.{app}.loaded"


def _loader(app: str) -> Loader | None:
    try:
        return import_module(f"{app}.demo").load  # type: ignore[no-any-return]
    except ModuleNotFoundError as error:
        if error.name != f"{app}.demo":
            raise
        return None


def _organisation(sketch: Sketch) -> Organisation:
    standing = Organisation.objects.filter(slug=sketch.slug).first()
    return standing or create_organisation(name=sketch.name, slug=sketch.slug, actor=ACTOR)


def _address(role: Role, slug: str | None, number: int = 1) -> str:
    name = role.value.replace("_", "-") + (f"-{number:02}" if number > 1 else "")
    return f"{name}@{slug or 'collectif'}.example"


@transaction.atomic
def _people(organisations: dict[str, Organisation]) -> dict[str, User]:
    """Everybody, made at once the first time; found again afterwards."""
    wanted = dict(_everybody())
    emails = {_address(role, slug, number): key for key, (role, slug, number) in wanted.items()}
    found = {user.email: user for user in User.objects.filter(email__in=emails)}
    if not found:
        found = _make_people(wanted, organisations)
    return {emails[email]: user for email, user in found.items()}


def secret_of(email: str) -> str:
    """What the application that gives codes for a demonstration's account holds: everybody may know it."""
    return base64.b32encode(hashlib.sha256(f"demonstration {email}".encode()).digest()[:20]).decode()


def _give_factors(users: Iterable[User]) -> None:
    """A second factor for those who may sign in and need one; the page that asks for its code says which it is."""
    needed = Membership.objects.filter(roles__overlap=sorted(SECOND_FACTOR_ROLES)).values("user")
    without = User.objects.filter(pk__in=needed).exclude(authenticator__type=Authenticator.Type.TOTP)
    without = without.exclude(password="!").filter(pk__in=[user.pk for user in users])  # noqa: S106  no password at all
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=Authenticator.Type.TOTP, data=totp_data(secret_of(user.email)))
        for user in without
    )


def _everybody() -> Iterable[tuple[str, tuple[Role, str | None, int]]]:
    for role in sorted(COLLECTIVE_ROLES):
        yield f"collective.{role}", (Role(role), None, 1)
    for sketch in SKETCHES:
        for role in _ALONE:
            yield f"{sketch.slug}.{role}", (role, sketch.slug, 1)
        for number in range(1, sketch.listeners + 1):
            suffix = f".{number:02}" if number > 1 else ""
            yield f"{sketch.slug}.listener{suffix}", (Role.LISTENER, sketch.slug, number)


def _make_people(
    wanted: dict[str, tuple[Role, str | None, int]], organisations: dict[str, Organisation]
) -> dict[str, User]:
    chance = random.Random(1961)  # noqa: S311  a fixed invention, not a secret
    password = make_password(PASSWORD)
    users, memberships = [], []
    for role, slug, number in wanted.values():
        user = User(
            email=_address(role, slug, number),
            name=f"{chance.choice(FIRST_NAMES)} {chance.choice(FAMILY_NAMES)}",
            password=password if number == 1 else "!",  # only those listed on screen may sign in
        )
        users.append(user)
        organisation = organisations[slug] if slug else None
        memberships.append(Membership(user=user, organisation=organisation, roles=[role.value]))
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(memberships)
    audit.record(ACTOR, "demonstration.people.made")
    return {user.email: user for user in users}

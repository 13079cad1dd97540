"""The dossier, section by section: what is asked, how it is checked. Forms and completeness are made from this one table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tenants.admission import checks
from tess.kernel.errors import DomainError
from tess.kernel.interface import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.utils.functional import Promise

    Text = str | Promise
    Typed = Mapping[str, str | list[str]]

LINES = 4  # a dossier describes up to four lines
LONGEST_TYPED = 12_000  # characters of one field kept as they were typed, right or wrong
Choices = tuple[tuple[str, "Text"], ...]

LEGAL_FORMS: Choices = (
    ("association", _("Association (law of 1901)")),
    ("local_law", _("Association (local law of Alsace-Moselle)")),
    ("foundation", _("Foundation")),
    ("mutual", _("Mutual society")),
    ("public", _("Public body")),
    ("group", _("Public interest group")),
    ("other", _("Another form")),
)
DOMAINS: Choices = (("health", _("Health")), ("social", _("Social help")))
THEMES: Choices = (
    ("suffering", _("Distress, suicide prevention")),
    ("addictions", _("Addictions")),
    ("illness", _("Illness, health information")),
    ("violence", _("Violence, abuse, victims")),
    ("children", _("Childhood, youth, parents")),
    ("ageing", _("Ageing, carers")),
    ("disability", _("Disability")),
    ("rights", _("Rights, access to care and benefits")),
    ("sexuality", _("Sexuality, relations")),
    ("grief", _("Bereavement, end of life")),
    ("other", _("Something else")),
)
CHANNELS: Choices = (
    ("phone", _("Telephone")),
    ("chat", _("Chat")),
    ("email", _("E-mail")),
    ("forum", _("Forum")),
    ("video", _("Video call")),
    ("place", _("In person")),
)
REACHES: Choices = (
    ("national", _("All of France, overseas included")),
    ("mainland", _("Mainland France")),
    ("part", _("Some regions or departments")),
)
COSTS: Choices = (
    ("free", _("free of charge")),
    ("local", _("price of an ordinary call")),
    ("paid", _("charged more than an ordinary call")),
)
BUDGETS: Choices = (
    ("1", _("less than €100,000")),
    ("2", _("€100,000 to 500,000")),
    ("3", _("€500,000 to 1 million")),
    ("4", _("€1 to 3 million")),
    ("5", _("€3 to 8 million")),
    ("6", _("more than €8 million")),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked. `many` takes several of `choices`; `lines` makes room for a text of that many lines."""

    name: str
    label: Text
    check: Callable[[str], str] = checks.plain
    required: bool = True
    help: Text = ""
    longest: int = 120
    shortest: int = 0
    choices: Choices = ()
    many: bool = False
    lines: int = 0
    attrs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the dossier."""

    key: str
    title: Text
    about: Text
    icon: str
    fields: tuple[Field, ...]


@dataclass(slots=True)
class Cleaned:
    """What a section says once checked: `values` are right, `errors` tell what to mend, by field."""

    values: dict[str, str | list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Nothing missing, nothing wrong."""
        return not self.errors


def _line(number: int) -> tuple[Field, ...]:
    first = number == 1
    hours = _("As you tell people: “every day, 9 am to 9 pm”.")
    return (
        Field(f"name_{number}", _("Name of the line"), checks.name, required=first, longest=80),
        Field(
            f"number_{number}",
            _("Telephone number"),
            checks.phone,
            required=first,
            longest=30,
            help=_("As people dial it; spaces don't matter.") if first else "",
            attrs={"inputmode": "tel", "autocomplete": "off"},
        ),
        Field(f"hours_{number}", _("When somebody answers"), required=first, longest=200, help=hours if first else ""),
        Field(f"cost_{number}", _("What a call costs"), required=first, choices=COSTS),
    )


IDENTITY = Section(
    "identity",
    _("Your organisation"),
    _("Who you are, as the registers know you."),
    "building-2",
    (
        Field("name", _("Name"), checks.name, help=_("The one people know you by."), longest=120),
        Field("legal_name", _("Name in the statutes"), checks.name, required=False, longest=200),
        Field("legal_form", _("Legal form"), choices=LEGAL_FORMS),
        Field(
            "siren",
            _("SIREN"),
            checks.siren,
            longest=40,
            help=_("Nine digits, on your INSEE notice. Spaces don't matter; a SIRET will do."),
            attrs={"inputmode": "numeric", "autocomplete": "off"},
        ),
        Field(
            "siret",
            _("SIRET of the head office"),
            checks.siret,
            required=False,
            longest=40,
            help=_("Fourteen digits."),
            attrs={"inputmode": "numeric", "autocomplete": "off"},
        ),
        Field(
            "rna",
            _("RNA number"),
            checks.rna,
            required=False,
            longest=40,
            help=_("For an association: W and nine digits, on the receipt of the prefecture."),
            attrs={"autocomplete": "off", "spellcheck": "false"},
        ),
        Field("address", _("Address of the head office"), longest=200, attrs={"autocomplete": "street-address"}),
        Field(
            "postcode",
            _("Postcode"),
            checks.postcode,
            longest=12,
            attrs={"inputmode": "numeric", "autocomplete": "postal-code"},
        ),
        Field("city", _("Town"), checks.name, longest=80, attrs={"autocomplete": "address-level2"}),
        Field("website", _("Website"), checks.website, required=False, longest=200, attrs={"inputmode": "url"}),
    ),
)
FIELD = Section(
    "field",
    _("What you do"),
    _("Your field and the people you are there for."),
    "hand-heart",
    (
        Field("domains", _("Your field"), choices=DOMAINS, many=True),
        Field("themes", _("What people come to you with"), choices=THEMES, many=True),
        Field("channels", _("How people reach you"), choices=CHANNELS, many=True),
        Field("reach", _("Where people can reach you from"), choices=REACHES),
        Field(
            "purpose",
            _("What you are there for"),
            checks.prose,
            longest=3000,
            shortest=40,
            lines=6,
            help=_("A few sentences: for whom, with what, since when."),
        ),
    ),
)
LINES_SECTION = Section(
    "lines",
    _("Your lines"),
    _("The numbers people call. One is enough; up to four fit here."),
    "phone",
    tuple(each for number in range(1, LINES + 1) for each in _line(number)),
)
ETHICS = Section(
    "ethics",
    _("How you listen"),
    _("What the charter asks of its members, and how it lives in your house. Plain words are best."),
    "ear",
    (
        Field(
            "listening",
            _("How do you keep listening neutral and free of judgement?"),
            checks.prose,
            longest=3000,
            shortest=20,
            lines=4,
            help=_("Charter, 2.2.1"),
        ),
        Field(
            "confidentiality",
            _("How do you protect what people tell you?"),
            checks.prose,
            longest=3000,
            shortest=20,
            lines=4,
            help=_("Charter, 2.2.2"),
        ),
        Field(
            "training",
            _("How are listeners trained, at first and later?"),
            checks.prose,
            longest=3000,
            shortest=20,
            lines=4,
            help=_("Charter, 2.3.1"),
        ),
        Field(
            "support",
            _("How are listeners supported: breaks, supervision, practice analysis?"),
            checks.prose,
            longest=3000,
            shortest=20,
            lines=4,
            help=_("Charter, 2.3.2"),
        ),
    ),
)
MEANS = Section(
    "means",
    _("Your means"),
    _("Orders of magnitude: they set your share of the common costs."),
    "wallet",
    (
        Field("budget", _("Yearly budget"), choices=BUDGETS),
        Field("listeners", _("Listeners"), checks.count, longest=12, attrs={"inputmode": "numeric"}),
        Field("employees", _("Employed among them"), checks.count, longest=12, attrs={"inputmode": "numeric"}),
        Field("funding", _("Who funds you"), checks.prose, longest=1000, shortest=3, lines=3),
    ),
)
PEOPLE = Section(
    "people",
    _("Who answers for it"),
    _("Whom we write to, and who will open your space if you are admitted."),
    "users",
    (
        Field("contact_role", _("What you do in the organisation"), longest=100),
        Field("contact_phone", _("A number we can reach you at"), checks.phone, longest=30, attrs={"inputmode": "tel"}),
        Field("director_name", _("Name of the director"), checks.name, longest=100),
        Field(
            "director_email",
            _("E-mail address of the director"),
            checks.email,
            longest=254,
            help=_("Their own: the invitation to open the space goes there and nowhere else."),
            attrs={"type": "email", "autocomplete": "off"},
        ),
    ),
)
SECTIONS = (IDENTITY, FIELD, LINES_SECTION, ETHICS, MEANS, PEOPLE)
BY_KEY = {each.key: each for each in SECTIONS}


def kept(section: Section, typed: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Of what came from a form, what belongs to `section`, storable as it was typed."""
    found: dict[str, str | list[str]] = {}
    for each in section.fields:
        value = typed.get(each.name)
        if each.many:
            known = {key for key, _label in each.choices}
            found[each.name] = [item for item in (value if isinstance(value, list) else []) if item in known]
        elif isinstance(value, str):
            found[each.name] = value.replace("\x00", "").encode("utf-8", "ignore").decode()[:LONGEST_TYPED]
    return found


def clean(section: Section, typed: Typed) -> Cleaned:
    """Check every field of `section`."""
    cleaned = Cleaned()
    for each in section.fields:
        value = typed.get(each.name, [] if each.many else "")
        try:
            cleaned.values[each.name] = _checked(
                each, value, required=each.required or _goes_with(section, each, typed)
            )
        except DomainError as error:
            cleaned.errors[each.name] = str(error)
    if section is IDENTITY:
        _siren_within_siret(cleaned)
        _association_is_registered(cleaned)
    if section is MEANS:
        _no_more_employed_than_listeners(cleaned)
    return cleaned


def _goes_with(section: Section, each: Field, typed: Typed) -> bool:
    """A line that has one of its four answers needs them all."""
    if section is not LINES_SECTION:
        return False
    number = each.name.rpartition("_")[2]
    return any(str(typed.get(f"{name}_{number}", "")).strip() for name in ("name", "number", "hours", "cost"))


def _checked(each: Field, value: str | list[str], *, required: bool) -> str | list[str]:
    if each.many:
        chosen = list(value) if isinstance(value, list) else []
        if required and not chosen:
            raise DomainError(gettext("Tick at least one."))
        return chosen
    text = str(value).strip()
    if not text:
        if required:
            raise DomainError(gettext("This is still missing."))
        return ""
    if each.choices:
        if text not in {key for key, _label in each.choices}:
            raise DomainError(gettext("Choose one of the answers."))
        return text
    text = each.check(text)
    if len(text) > each.longest:
        raise DomainError(gettext("Shorten it to %(count)s characters.") % {"count": each.longest})
    if len(text) < each.shortest:
        left = each.shortest - len(text)
        raise DomainError(
            ngettext("Say a little more: %(count)s character.", "Say a little more: %(count)s characters.", left)
            % {"count": left}
        )
    return text


def _siren_within_siret(cleaned: Cleaned) -> None:
    siren, siret = cleaned.values.get("siren"), cleaned.values.get("siret")
    if siren and siret and not str(siret).startswith(str(siren)):
        cleaned.errors["siret"] = gettext(
            "This SIRET is of another organisation: its first nine digits are not your SIREN."
        )


def _association_is_registered(cleaned: Cleaned) -> None:
    if cleaned.values.get("legal_form") == "association" and cleaned.values.get("rna") == "":
        cleaned.errors["rna"] = gettext("An association has an RNA number: it is on the receipt of the prefecture.")


def _no_more_employed_than_listeners(cleaned: Cleaned) -> None:
    listeners, employees = cleaned.values.get("listeners"), cleaned.values.get("employees")
    if listeners and employees and int(str(employees)) > int(str(listeners)):
        cleaned.errors["employees"] = gettext("More people are employed than listen: one of the two numbers is wrong.")


def shown(each: Field, value: str | list[str]) -> str:
    """An answer as one reads it."""
    labels = dict(each.choices)
    if isinstance(value, list):
        return ", ".join(str(labels.get(item, item)) for item in value)
    if each.choices:
        return str(labels.get(value, value))
    return words.telephone(value) if each.check is checks.phone and value else value

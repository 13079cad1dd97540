"""The address of a space: suggested from the name, and refused when it could pass for somebody else's."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from tenants.admission.checks import odd_letters
from tenants.admission.models import Candidacy, State
from tenants.organisations.domain import provisioning
from tenants.organisations.models import ErasureProof, Organisation
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

SHORTEST, LONGEST = 3, 30
RESERVED = provisioning.RESERVED | frozenset(
    {
        "adherer", "admin", "administration", "aide", "api", "assistance", "beat", "budget", "candidatures", "compte",
        "connexion", "coordination", "dns", "documents", "espace", "ftp", "imap", "info", "localhost", "mailing", "ns",
        "observatoire", "owner", "postmaster", "root", "sante", "securite", "smtp", "static", "status", "style", "support",
        "tess", "test", "webmail", "webmaster", "www",
    }
)  # fmt: skip
_SHAPE = re.compile(r"[a-z][a-z0-9-]*[a-z0-9]")
_FILLERS = frozenset(
    {
        "a", "association", "au", "aux", "collectif", "d", "de", "des", "du", "en", "et", "federation", "fondation",
        "france", "l", "la", "le", "les", "ligne", "national", "nationale", "pour", "reseau", "service", "sos", "un", "une",
    }
)  # fmt: skip
# Letters of other alphabets, by the Latin one the eye takes them for.
_LOOKALIKES = str.maketrans(
    {
        **dict(zip("авгеёзиікмнорѕстухцьԁɡһјԛԝ", "abreeeuikmhopsctyxubdghjqw", strict=True)),
        **dict(zip("αβγεηικνορτυχωϲϳ", "abyenikvoptuxwcj", strict=True)),
    }
)
_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_SIGNS = str.maketrans("01i5|83", "olls1be")


class Unfit(DomainError):
    """An address that can't be; `suggestions` are some that can."""

    def __init__(self, message: str, suggestions: list[str]) -> None:
        told = message
        if suggestions:
            told += " " + _("Perhaps: %(what)s.") % {"what": ", ".join(suggestions)}
        super().__init__(told, field="slug")
        self.suggestions = suggestions


def plain_letters(text: str) -> str:
    """`text` in small letters without accents; letters of other alphabets become those they look like."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae")).translate(_LOOKALIKES)
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def skeleton(text: str) -> str:
    """What is left of a name once all that looks alike is the same: two equal ones could be taken for one another."""
    bare = "".join(letter for letter in plain_letters(text) if letter.isalnum()).translate(_SIGNS)
    for pair, one in _ALIKE:
        bare = bare.replace(pair, one)
    return bare


def suggestions(name: str, *, city: str = "", own: UUID | None = None) -> list[str]:
    """Up to three free addresses made from a name."""
    found: list[str] = []
    for each in _ideas(name, city):
        if each not in found and _objection(each, own) is None:
            found.append(each)
        if len(found) == 3:  # noqa: PLR2004
            break
    return found


def _ideas(name: str, city: str) -> Iterator[str]:
    words = re.findall(r"[a-z0-9]+", plain_letters(name))
    telling = [word for word in words if word not in _FILLERS] or words
    place = "-".join(re.findall(r"[a-z0-9]+", plain_letters(city)))
    for chosen in (telling, words, telling[:2], telling[-1:], telling[:1]):
        yield _shaped("-".join(chosen))
    for more in (place, "ecoute", "asso", "ligne", "2", "3"):
        yield _shaped(f"{'-'.join(telling[:2])}-{more}")


def _shaped(text: str) -> str:
    return re.sub(r"-{2,}", "-", re.sub(r"^[^a-z]+", "", text))[:LONGEST].strip("-")


def checked(text: str, *, candidacy: Candidacy) -> str:
    """An address this candidacy may take. Raises Unfit, with what is wrong and what could be taken instead."""
    typed = "".join(text.split()).lower().removeprefix("https://").removeprefix("http://").partition(".")[0]
    city = str(candidacy.typed.get("identity", {}).get("city", ""))
    foreign = odd_letters(typed)
    if foreign:
        told = _("Some letters only look like ours (%(letters)s): an address takes a to z.") % {
            "letters": " ".join(foreign)
        }
        raise Unfit(told, suggestions(plain_letters(typed), own=candidacy.pk))
    objection = _objection(typed, candidacy.pk)
    if objection:
        raise Unfit(objection, suggestions(candidacy.name, city=city, own=candidacy.pk))
    return typed


def _objection(typed: str, own: UUID | None) -> str | None:
    """Why an address can't be taken; None when it can."""
    return _misshapen(typed) or _given(typed, own)


def _misshapen(typed: str) -> str | None:
    if not SHORTEST <= len(typed) <= LONGEST:
        return _("An address has %(least)s to %(most)s characters.") % {"least": SHORTEST, "most": LONGEST}
    if not _SHAPE.fullmatch(typed) or not typed.isascii():
        return _("An address takes letters from a to z without accents, digits and hyphens, and begins with a letter.")
    if "--" in typed or typed.startswith("xn-"):
        return _("Two hyphens in a row have a meaning of their own in addresses: take one.")
    return None


def _given(typed: str, own: UUID | None) -> str | None:
    if typed in RESERVED or skeleton(typed) in {skeleton(each) for each in RESERVED}:
        return _("This address is kept for the collective itself.")
    mine = skeleton(typed)
    for slug in _standing(own):
        if slug == typed:
            return _("This address is taken.")
        if skeleton(slug) == mine:
            return _("This address looks too much like “%(other)s”: people could take one for the other.") % {
                "other": slug
            }
    return None


def _standing(own: UUID | None) -> set[str]:
    """Addresses of today, of those who left, and those being opened: none is given again, even by another name."""
    pending = Candidacy.objects.filter(~Q(pk=own), state=State.PROVISIONING)
    return {
        *Organisation.objects.values_list("slug", flat=True),
        *ErasureProof.objects.values_list("slug", flat=True),
        *pending.values_list("slug", flat=True),
    }


def refuse_taken_name(name: str, *, own: UUID | None = None) -> None:
    """Raises DomainError when an organisation has this name, or one the eye takes for it; `own` is not counted.

    One whose space is being opened counts already.
    """
    mine = skeleton(name)
    pending = Candidacy.objects.filter(state=State.PROVISIONING).values_list("organisation_id", "name")
    for pk, other in (*Organisation.objects.values_list("pk", "name"), *pending):
        if pk != own and skeleton(other) == mine:
            raise DomainError(
                _("A member is called “%(other)s” already. Add what tells you apart: a town, a branch.")
                % {"other": other},
                field="name",
            )

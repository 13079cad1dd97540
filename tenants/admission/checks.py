"""What is typed into a dossier, made right where that is safe, refused with how to mend it where it isn't.

Each check takes a text and returns the text to keep; it raises DomainError. None looks at the database.
"""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _
from stdnum import iban
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as BadIdentifier
from stdnum.fr import siren as siren_rules
from stdnum.fr import siret as siret_rules

from tess.kernel.errors import DomainError

_RNA = re.compile(r"W(?:\d{2}|2[AB]|9[A-Z\d])\d{7}")
_VAT = re.compile(r"FR[0-9A-Z]{2}(\d{9})")
_SEPARATORS = re.compile("[\\s.\\-_/:\u00a0\u202f\u200b]+")
_SHORT_NUMBER = re.compile(r"3\d{3}|116\d{3}|11[0-9]|15|17|18|10\d{2}")
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
_SIREN, _SIRET = 9, 14
_SHORTEST_IBAN = 15


def plain(text: str) -> str:
    """`text` composed, on one line, without invisible characters: what the eye sees is what is kept."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(" " if letter in "\t\n\r" else letter for letter in composed)
    return " ".join("".join(letter for letter in kept if unicodedata.category(letter) not in _INVISIBLE).split())


def prose(text: str) -> str:
    """The same for a text of several lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(plain(line) for line in lines)).strip()


def name(text: str) -> str:
    """The name of an organisation or of a person: one script, so that nobody passes for somebody else."""
    kept = plain(text)
    if not any(letter.isalpha() for letter in kept):
        raise DomainError(_("Write a name: it needs at least one letter."))
    foreign = odd_letters(kept)
    if foreign:
        raise DomainError(
            _("Some letters only look like ours (%(letters)s): type the name again on your own keyboard.")
            % {"letters": " ".join(foreign)}
        )
    return kept


def odd_letters(text: str) -> list[str]:
    """The letters of another alphabet than the Latin one, in the order they come."""
    return list(
        dict.fromkeys(
            letter for letter in text if letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN")
        )
    )


def _compact(text: str) -> str:
    """Letters and digits alone, in capitals, full-width digits made ordinary."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def _refuse_iban(compact: str, wanted: str) -> None:
    if len(compact) >= _SHORTEST_IBAN and compact[:2].isalpha() and compact[2:4].isdigit() and iban.is_valid(compact):
        raise DomainError(
            _("This is a bank account number (IBAN). Remove it: here we only need %(wanted)s.") % {"wanted": wanted}
        )


def siren(text: str) -> str:
    """The nine digits of a SIREN; taken out of a SIRET or of a French VAT number too."""
    compact = _compact(text)
    _refuse_iban(compact, _("the SIREN, nine digits"))
    compact = re.sub(r"^(SIREN|RCS|SIRET)(?=\d)", "", compact)
    vat = _VAT.fullmatch(compact)
    if vat:
        compact = vat[1]
    if _RNA.fullmatch(compact):
        raise DomainError(
            _("This is an RNA number: put it in the field below. The SIREN has nine digits and no letter.")
        )
    if len(compact) == _SIRET and compact.isdigit():
        compact = siret(compact)[:_SIREN]
    if not compact.isdigit() or not compact.isascii():
        raise DomainError(_("A SIREN is written with nine digits and no letter, for instance 732 829 320."))
    if len(compact) != _SIREN:
        raise DomainError(
            _("A SIREN has nine digits; %(count)s were typed. Look at your INSEE notice.") % {"count": len(compact)}
        )
    try:
        return str(siren_rules.validate(compact))
    except BadIdentifier:
        raise DomainError(
            _("The check digit of this SIREN doesn't fit: one digit is wrong, or two are swapped.")
        ) from None


def siret(text: str) -> str:
    """The fourteen digits of a SIRET."""
    compact = _compact(text)
    _refuse_iban(compact, _("the SIRET, fourteen digits"))
    compact = re.sub(r"^(SIRET)(?=\d)", "", compact)
    if not compact.isdigit() or not compact.isascii():
        raise DomainError(_("A SIRET is written with fourteen digits and no letter."))
    if len(compact) != _SIRET:
        raise DomainError(
            _("A SIRET has fourteen digits: the SIREN, then five for the place; %(count)s were typed.")
            % {"count": len(compact)}
        )
    try:
        return str(siret_rules.validate(compact))
    except (BadIdentifier, InvalidChecksum):
        raise DomainError(
            _("The check digit of this SIRET doesn't fit: one digit is wrong, or two are swapped.")
        ) from None


def rna(text: str) -> str:
    """An association's number in the national register: W and nine digits (one may be a letter overseas and in Corsica)."""
    compact = _compact(text)
    _refuse_iban(compact, _("the RNA number, W and nine digits"))
    compact = re.sub(r"^RNA(?=W)", "", compact)
    if compact.isdigit() and len(compact) == _SIREN:
        compact = f"W{compact}" if not siren_rules.is_valid(compact) else compact
        if not compact.startswith("W"):
            raise DomainError(_("This looks like a SIREN. The RNA number begins with W, for instance W751234567."))
    if not _RNA.fullmatch(compact):
        raise DomainError(
            _("An RNA number is W and nine digits, for instance W751234567. It is on the receipt of the prefecture.")
        )
    return compact


def phone(text: str) -> str:
    """A number as dialled in France ("0199001234", "3114"); abroad "+32…"."""
    compact = re.sub("[\\s.\\-/()\u00a0\u202f]+", "", unicodedata.normalize("NFKC", text))
    _refuse_iban(_compact(text), _("a telephone number"))
    if "@" in compact:
        raise DomainError(_("This is an e-mail address; here we need a telephone number."))
    if not re.fullmatch(r"\+?\d{2,15}", compact, re.ASCII):
        raise DomainError(_("A telephone number has digits only, with a + before it from abroad."))
    if _SHORT_NUMBER.fullmatch(compact):
        return compact
    try:
        found = phonenumbers.parse(compact, "FR")
    except phonenumbers.NumberParseException:
        found = None
    if found is None or not phonenumbers.is_possible_number(found) or not _is_valid(found):
        raise DomainError(
            _("Nobody can dial this number. A French one has ten digits (01 99 00 12 34), or is short (3114, 116 006).")
        )
    if found.country_code == 33:  # noqa: PLR2004  France
        return f"0{found.national_number}"
    return str(phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164))


def _is_valid(number: phonenumbers.PhoneNumber) -> bool:
    """Valid by the plan of its country; the French ranges kept for fiction are too: examples use them."""
    if phonenumbers.is_valid_number(number):
        return True
    return number.country_code == 33 and re.fullmatch(r"[1-9]\d{8}", str(number.national_number)) is not None  # noqa: PLR2004


def email(text: str) -> str:
    """An address, in small letters."""
    kept = plain(text).replace(" ", "").removeprefix("mailto:").lower()
    try:
        EmailValidator(_("Write an address like nom@exemple.fr."))(kept)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from None
    return kept


def website(text: str) -> str:
    """The address of a site; https:// is added when it is missing."""
    kept = plain(text).replace(" ", "")
    if "://" not in kept:
        kept = f"https://{kept}"
    try:
        URLValidator(schemes=["http", "https"])(kept)
    except ValidationError:
        raise DomainError(_("Write the address of your site, for instance https://www.exemple.fr.")) from None
    return kept


def postcode(text: str) -> str:
    """Five digits."""
    compact = _compact(text)
    if not re.fullmatch(r"\d{5}", compact, re.ASCII):
        raise DomainError(_("A French postcode has five digits."))
    return compact


def count(text: str) -> str:
    """A number of people: a whole number, spaces between thousands allowed."""
    compact = re.sub("[\\s.\u00a0\u202f]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"\d{1,6}", compact, re.ASCII):
        raise DomainError(_("Write a whole number, for instance 30. A fair estimate will do."))
    return str(int(compact))

"""The directory's themes, versioned: a code that is stored, a label, and what callers and listeners say for it.

The national file names themes in English; its words are our codes. Adding a theme raises VERSION; a code is never
reused for something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

VERSION = 1


@dataclass(frozen=True, slots=True)
class Theme:
    """`said`: other words that should find it, never shown."""

    code: str
    label: Promise
    said: Promise | str = ""


THEMES: dict[str, Theme] = {
    theme.code: theme
    for theme in (
        Theme("medical emergency", _("medical emergency"), _("ambulance doctor illness accident")),
        Theme("danger", _("danger"), _("threat attack police")),
        Theme("violence", _("violence"), _("blows assault police")),
        Theme("rescue", _("rescue"), _("accident fire brigade")),
        Theme("fire", _("fire"), _("firefighters burning")),
        Theme("emergency", _("emergency"), _("danger help ambulance")),
        Theme("accessibility", _("deafness and speech"), _("deaf text message sign language")),
        Theme("housing", _("accommodation"), _("roof shelter eviction sleep outside")),
        Theme("street", _("life on the street"), _("homeless outside cold")),
        Theme("missing children", _("missing children"), _("runaway abduction disappeared")),
        Theme("victims", _("victims of offences"), _("assault theft complaint accident attack")),
        Theme("justice", _("justice"), _("complaint law court")),
        Theme("child protection", _("children in danger"), _("child abuse minor beaten neglect")),
        Theme("online violence", _("online violence"), _("internet social networks blackmail hacking screens")),
        Theme("harassment", _("bullying and harassment"), _("school mockery")),
        Theme("suicide", _("suicide"), _("wanting to die dark thoughts suicidal end it")),
        Theme("violence against women", _("violence against women"), _("domestic violence beaten wife husband couple")),
        Theme("rights", _("rights"), _("law legal information")),
        Theme("administration", _("administrative steps"), _("papers benefits forms")),
        Theme("abuse of vulnerable adults", _("abuse of older or disabled people"), _("elderly retirement home carer")),
        Theme("tobacco", _("tobacco"), _("smoking cigarette nicotine vaping quit")),
        Theme("drugs", _("drugs"), _("cannabis cocaine heroin addiction overdose")),
        Theme("alcohol", _("alcohol"), _("drinking drunk addiction")),
        Theme("gambling", _("gambling"), _("betting casino games addiction debts")),
        Theme("hiv", _("HIV and AIDS"), _("screening seropositive prep")),
        Theme("sexual health", _("sexual health"), _("infection screening condom")),
        Theme("hepatitis", _("hepatitis"), _("liver screening")),
        Theme("isolation", _("loneliness"), _("alone nobody to talk to isolation")),
        Theme("health of young people", _("health of young people"), _("teenager student unease body")),
        Theme("sexual violence", _("sexual violence"), _("rape incest assault touching")),
        Theme("sexuality", _("sexuality"), _("sex desire couple")),
        Theme("contraception", _("contraception"), _("pill coil morning after")),
        Theme("abortion", _("abortion"), _("unwanted pregnancy termination")),
        Theme("parenthood", _("parenthood"), _("baby birth exhaustion mother father")),
        Theme("health rights", _("patients' rights"), _("insurance illness sick leave loan hospital")),
        Theme("lgbt violence", _("violence against LGBT people"), _("homophobia transphobia gay lesbian trans")),
        Theme("disability", _("disability"), _("disabled carer respite autism")),
        Theme("crisis", _("crisis and distress"), _("anxiety panic lockdown")),
    )
}

AUDIENCES: dict[str, Promise] = {
    "all": _("everyone"),
    "deaf and hard of hearing": _("deaf and hard of hearing people"),
    "homeless people": _("people without a home"),
    "families": _("families"),
    "victims of offences": _("victims of offences"),
    "children and worried adults": _("children, and adults worried about one"),
    "young people and parents": _("young people and their parents"),
    "women": _("women"),
    "older and disabled people": _("older and disabled people"),
    "smokers": _("people who smoke"),
    "users and relatives": _("those who use and those close to them"),
    "players and relatives": _("those who gamble and those close to them"),
    "12-25": _("12 to 25 year olds"),
    "people over 50": _("people over 50"),
    "children and parents": _("children and parents"),
    "parents of babies": _("parents of babies"),
    "patients and relatives": _("patients and those close to them"),
    "lgbt people": _("LGBT people"),
    "disabled people and carers": _("disabled people and their carers"),
    "people far from services": _("people far from services"),
}

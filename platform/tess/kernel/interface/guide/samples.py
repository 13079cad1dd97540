"""What the style guide shows its pieces with: invented, hard on the layout on purpose (long words, long names)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.template.loader import render_to_string

from tess.kernel.interface.charts import (
    Band,
    Hour,
    Panel,
    Series,
    bar_chart,
    heat_map,
    line_chart,
    small_multiples,
    stacked_hours,
)
from tess.kernel.interface.charts.chart import Chart
from tess.kernel.interface.paging import Page
from tess.kernel.interface.pieces import Event, Progress, Step, Steps, Tab, tag
from tess.kernel.interface.tables import Column, Listing, choices
from tess.kernel.interface.words import number, percent
from tess.kernel.tenancy.hosts import collective_url

PARIS = ZoneInfo("Europe/Paris")
TOAST = "Un message d’essai. Il s’en ira tout seul."
UNDONE = "Annulé. Tout est comme avant."
LONG = "Écoute, information et orientation des personnes confrontées à l’anticonstitutionnellement longue attente"
TOKENS = ("paper", "surface", "sunk", "ink", "soft", "line", "edge", "pine", "pine-wash", "lamp", "lamp-wash", "alarm")
SPACES = ("s1", "s2", "s3", "s4", "s5", "s6", "s7")


LONE_PAGES = {
    "400": "Demande illisible",
    "403": "Page fermée à ce rôle",
    "stale": "Page restée ouverte trop longtemps",
    "404": "Rien à cette adresse",
    "unknown_host": "Organisation inconnue",
    "500": "Panne",
    "503": "Maintenance",
}


class Record(forms.Form):
    """Every kind of field a page may ask for."""

    nature = forms.ChoiceField(
        label="Nature de l’appel",
        help_text="Ce que la personne cherchait d’abord.",
        widget=forms.RadioSelect,
        choices=[(name, name) for name in ("Écoute", "Information", "Silence", "Raccroché")],
    )
    themes = forms.MultipleChoiceField(
        label="Thèmes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("Santé", [("deuil", "Deuil"), ("sommeil", "Sommeil")]),
            ("Entourage", [("seul", "Solitude"), ("parent", "Un proche malade dont il faut s’occuper jour et nuit")]),
        ],
    )
    name = forms.CharField(label="Nom de la ligne", max_length=80, help_text="Tel qu’on le dit au téléphone.")
    day = forms.DateField(label="Jour", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    site = forms.ChoiceField(label="Antenne", choices=[("", "Aucune"), ("b", "Brest"), ("q", LONG)], required=False)
    file = forms.FileField(
        label="Statuts de l’association",
        help_text="Un PDF de 10 Mo au plus.",
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf", "data-most": 10_000_000}),
    )
    note = forms.CharField(
        label="Ce qui a été dit", max_length=500, required=False, widget=forms.Textarea(attrs={"data-counter": ""})
    )
    agreed = forms.BooleanField(label="La personne peut parler librement là où elle est")


def filled(prefix: str, **more: Any) -> Record:
    """A form in which something is chosen."""
    return Record(initial={"nature": "Écoute", "themes": ["deuil"], "name": "Ligne de nuit"} | more, prefix=prefix)


def refused(prefix: str) -> Record:
    """A form sent back."""
    return Record({f"{prefix}-nature": "Écoute", f"{prefix}-site": "x"}, prefix=prefix)


def shut(prefix: str) -> Record:
    """A form nobody may change now."""
    form = filled(prefix)
    for field in form.fields.values():
        field.disabled = True
    return form


def tabs() -> list[Tab]:
    """Views of one thing."""
    labels = [("Coordonnées", None), ("Documents", 4), ("Questions", 2), ("Ce qui s’est passé depuis le début", None)]
    return [Tab(label, "#content", current=at == 1, count=count) for at, (label, count) in enumerate(labels)]


def steps() -> dict[str, Steps]:
    """The steps of something long, in each state."""
    names = ["Votre organisation", "Les lignes", "Les horaires", "L’équipe", "La charte"]
    mixed = [
        Step(names[0], "done", "#content"),
        Step(names[1], "wrong", "#content"),
        Step(names[2], "current"),
        Step(names[3]),
    ]
    return {
        "begun": Steps.at(0, names),
        "middle": Steps.at(2, names, urls=["#content", "#content"]),
        "wrong": Steps(all=mixed, label="Une étape à revoir"),
        "over": Steps(all=[Step(name, "done", "#content") for at, name in enumerate(names)], label="Tout est fait"),
    }


def events() -> list[Event]:
    """What happened to a candidacy."""
    at = [datetime(2026, 9, day, 9 + day, 5 * day, tzinfo=PARIS) for day in (1, 3, 5, 7)]
    return [
        Event(at[3], "Admise à l’unanimité", "la coordination", "Sept voix pour.", icon="badge-check", tone="go"),
        Event(at[2], "Un document manque", "Camille Le Goff", LONG, icon="triangle-alert", tone="warm"),
        Event(at[1], "Une question posée", "Ana Diallo", icon="message-circle", url="#content", action="La lire"),
        Event(at[0], "Candidature reçue", icon="mail", hour=False),
    ]


def progress() -> list[Progress]:
    """Work behind the page: of unknown length, on its way, done, failed."""
    label = "Import des appels"
    return [
        Progress("", label, "Le fichier est lu…", uid="p1"),
        Progress(
            "", label, "12 400 lignes lues sur 20 000", share=0.62, text="Vous pouvez quitter cette page.", uid="p2"
        ),
        Progress(
            "",
            label,
            "20 000 appels chargés",
            under_way=False,
            next_url="#content",
            next_label="Voir les appels",
            uid="p3",
        ),
        Progress("", label, "Le fichier n’a pas pu être lu", under_way=False, failed=True, share=0.3, uid="p4"),
    ]


def charts() -> list[Chart]:
    """One picture of each kind, and an empty one."""
    days = [f"{day} mars" for day in range(1, 32)]
    hours = [Hour(h, (h * 7) % 23 + h, (h * 5) % 17 + h // 2, (h * 3) % 5) for h in range(24)]
    outcomes = [("Aboutie", 212), ("Sans retour", 88), (LONG, 48)]
    lines = [Series(f"Ligne {n}", [(d * n) % 31 + n for d in range(31)]) for n in range(1, 5)]
    panels = [
        Panel("Écoute Rivage", [3, 9, 7, 12], "12 en avril", "#content"),
        Panel("Les Veilleurs de nuit", [None, 1, 4, 2]),
    ]
    return [
        stacked_hours("Appels présentés et décrochés, par heure", hours, note="Hors heures de fermeture."),
        bar_chart("Ce que deviennent les orientations", outcomes, column="Issue", unit="Orientations"),
        line_chart("Appels par jour", days, lines, column="Jour"),
        heat_map("Quand a-t-on besoin de nous", [f"{h} h" for h in range(24)], week(), column="Jour", unit="appels"),
        small_multiples("Appels par mois", ["janv.", "févr.", "mars", "avr."], panels),
        stacked_hours("Un jour sans appel", [Hour(h, 0, 0, 0) for h in range(24)]),
    ]


def week() -> list[Band]:
    """A week of calls by hour: quiet nights, full evenings."""
    days = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
    shape = [0, 0, 0, 0, 0, 0, 1, 3, 6, 9, 11, 12, 9, 10, 12, 13, 14, 17, 22, 26, 24, 18, 9, 3]
    return [
        Band(day, [max(0, amount + (at * 3 + hour) % 4 - 1) for hour, amount in enumerate(shape)])
        for at, day in enumerate(days)
    ]


def counting(asked: str) -> Progress:
    """Work that goes one step each time it is asked, up to three."""
    done = min(3, int(asked)) if asked.isdigit() and len(asked) < len("100") else 0
    going = done < 3  # noqa: PLR2004
    said = f"{done} sur 3" if going else "C’est fini"
    return Progress(f"?travail={done + 1}", "Un travail d’essai", said, going, share=done / 3, uid="live-progress")


@dataclass(frozen=True)
class Line:
    """A line of the list that is shown; `pk` is what a list needs of its rows."""

    pk: int
    name: str
    calls: int
    share: float
    note: str = ""


LINES = [
    Line(1, "Ligne nationale", 1510, 0.64, "ouvert"),
    Line(2, "Ligne de nuit", 288, 0.71),
    Line(3, LONG, 12, 0.5, "attend"),
]
COLUMNS = [
    Column("nom", "Ligne", lambda line: line.name, sort="name", link=lambda _line: "#content"),
    Column(
        "appels", "Appels", lambda line: line.calls, shown=lambda line: number(line.calls), sort="calls", number=True
    ),
    Column("part", "Décrochés", lambda line: line.share, shown=lambda line: percent(line.share, 0), number=True),
    Column("etat", "État", lambda line: line.note, shown=lambda line: line.note and tag(line.note, "warm")),
    Column("cle", "Clé", lambda line: line.pk, number=True, hidden=True),
]


def lines(request: HttpRequest) -> Listing:
    """A list as pages show theirs; its rows are here and not in a database."""
    chosen, compact = choices(request, COLUMNS, "style")
    found = Listing(
        request, Permission.objects.none(), COLUMNS, "style", "-appels", "lignes", chosen=chosen, compact=compact
    )
    column, down = found.sorting
    found.page = Page(rows=sorted(LINES, key=column.value, reverse=down))
    return found


def letter(kind: str) -> str:
    """A letter with everything one may hold, as text ("txt") or dressed ("html")."""
    context = {"subject": "Votre code pour ouvrir l’invitation", "collective_url": collective_url(), "long": LONG}
    return render_to_string(f"kernel/guide/letter.{kind}", context)

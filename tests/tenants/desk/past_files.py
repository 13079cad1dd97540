"""A file of past records as tests write one, and what is looked at afterwards."""

from datetime import date, datetime, time

from django.utils import timezone

HEADER = "Date;Heure;Ligne;Canal;Nature;Type d’indésirable;Thèmes;Relation;Âge;Genre;Département;Risque\n"
ROW = "03/02/2024;14h30;Ligne nationale;Téléphone;Écoute;;Solitude, deuil;Pour un proche;67;Femme;29;À surveiller\n"


def refusals(batch):
    assert batch.lines == batch.loaded + batch.known + batch.refused
    return [(line.line_number, line.reason) for line in batch.refused_lines.order_by("line_number")]


def at(day, clock="12:00"):
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), timezone.get_default_timezone())

"""Invented conversations, as a listener would leave them: short, without a name, a place or a judgement."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What was said, and the answers that go with it."""

    themes: tuple[str, ...]
    age_band: str
    gender: str
    text: str
    relation: str = "self"
    risk: str = "none"


CONVERSATIONS = (
    Told(("loneliness",), "60_74", "woman", "Seule depuis le départ de son fils à l’étranger. Les soirées sont longues."),
    Told(("grief",), "75_plus", "woman", "A perdu son mari au printemps. Ne touche pas encore à ses affaires.", risk="watch"),
    Told(("work", "psychological_suffering"), "40_59", "woman", "Ne dort plus depuis la reprise. Craint de retrouver son équipe."),
    Told(("family", "ageing"), "40_59", "woman", "Dispute avec sa sœur à propos de leur mère. Se sent tenue de tout porter."),
    Told(("suicide",), "26_39", "man", "Idées noires ces derniers jours, sans projet. En a parlé à son médecin.", risk="watch"),
    Told(("loneliness", "work"), "18_25", "man", "Première année d’études loin de chez lui. Mange peu, sort peu."),
    Told(("couple", "addiction"), "40_59", "woman", "Vit avec quelqu’un qui boit. Hésite entre partir et rester.", "relative"),
    Told(("loss_of_meaning",), "60_74", "man", "Retraité depuis un mois. Dit ne plus savoir à quoi sert sa journée."),
    Told(("health",), "60_74", "woman", "Attend le résultat d’un examen. N’ose pas en parler à ses enfants."),
    Told(("housing", "money"), "40_59", "man", "Menacé d’expulsion, courriers non ouverts depuis l’été.", risk="watch"),
    Told(("grief", "loneliness"), "75_plus", "man", "Le chien est mort hier. Quatorze ans de présence dans la maison."),
    Told(("harassment", "parenthood"), "40_59", "woman", "Son fils est harcelé au collège ; comment en parler.", "relative"),
    Told(("couple",), "26_39", "woman", "Rupture il y a trois semaines. Pleure, puis se reprend, puis pleure."),
    Told(("ageing", "family"), "75_plus", "woman", "Entend peu, se sent mise de côté dans les repas de famille."),
    Told(("grief",), "40_59", "man", "Appelle chaque année à cette date, celle de l’accident de son frère."),
    Told(("loneliness",), "26_39", "woman", "Nouvelle dans la région, ne connaît personne en dehors du travail."),
    Told(("psychological_suffering",), "18_25", "woman", "Crise d’angoisse dans le bus, première fois. Avait peur d’être malade."),
    Told(("family", "health"), "40_59", "man", "Aide son père tous les jours. N’a rien pris pour lui depuis Noël.", "relative"),
    Told(("addiction", "money"), "26_39", "man", "Dettes de jeu cachées à sa compagne. Veut lui dire et ne sait comment."),
    Told(("psychological_suffering",), "26_39", "woman", "Sortie de l’hôpital vendredi. Appréhende le week-end.", risk="watch"),
)  # fmt: skip
ENDINGS = (
    "Nous avons cherché qui appeler si la nuit est trop longue. A pu rire à la fin.",
    "Ne souhaite pas d’orientation pour l’instant ; sait qu’il est possible de rappeler.",
    "Le numéro d’un relais a été noté. Dit vouloir appeler demain matin.",
    "A surtout eu besoin de raconter. La voix était plus posée en raccrochant.",
    "Va en parler à une amie ce soir. Nous avons préparé ensemble la première phrase.",
    "Reprendra rendez-vous avec son médecin cette semaine.",
)

"""Notes of invented conversations, as a listener would leave them: short, without a name, a place or a judgement."""

BEGINNINGS = (
    "Seule depuis le départ de son fils à l’étranger. Les soirées sont longues.",
    "A perdu son mari au printemps. Ne touche pas encore à ses affaires.",
    "Ne dort plus depuis la reprise du travail. Craint de retrouver son équipe.",
    "Dispute avec sa sœur à propos de leur mère. Se sent tenue de tout porter.",
    "Idées noires ces derniers jours, sans projet. En a déjà parlé à son médecin.",
    "Étudiant, première année loin de chez lui. Mange peu, sort peu.",
    "Vit avec quelqu’un qui boit. Hésite entre partir et rester.",
    "Retraité depuis un mois. Dit ne plus savoir à quoi sert sa journée.",
    "Attend le résultat d’un examen. N’ose pas en parler à ses enfants.",
    "Menacée d’expulsion, courriers non ouverts depuis l’été.",
    "Le chien est mort hier. Quatorze ans de présence dans la maison.",
    "Harcelé au collège selon sa mère, qui cherche comment l’aborder.",
    "Rupture il y a trois semaines. Pleure, puis se reprend, puis pleure.",
    "Entend peu, se sent mise de côté dans les repas de famille.",
    "Appelle chaque année à cette date, celle de l’accident de son frère.",
    "Nouvelle dans la région, ne connaît personne en dehors du travail.",
    "Crise d’angoisse dans le bus, première fois. Avait peur d’être malade.",
    "Aidant de son père. N’a pas pris un jour pour lui depuis Noël.",
    "Dettes de jeu cachées à sa compagne. Veut lui dire et ne sait comment.",
    "Sortie d’hospitalisation vendredi. Appréhende le week-end.",
)
ENDINGS = (
    "Nous avons cherché qui appeler si la nuit est trop longue. A pu rire à la fin.",
    "Ne souhaite pas d’orientation pour l’instant ; sait qu’il est possible de rappeler.",
    "Le numéro d’un relais a été noté. Dit vouloir appeler demain matin.",
    "A surtout eu besoin de raconter. La voix était plus posée en raccrochant.",
    "Va en parler à une amie ce soir. Nous avons préparé ensemble la première phrase.",
    "Reprendra rendez-vous avec son médecin cette semaine.",
)

"""Invented people's names for the demonstration: first and family names drawn apart, so nobody in particular."""

FIRST_NAMES = (
    "Aïcha", "Alexis", "Amandine", "Anaëlle", "Antoine", "Baptiste", "Bérénice", "Camille", "Carole", "Clément",
    "Colette", "Damien", "Delphine", "Driss", "Élodie", "Émile", "Estelle", "Fanny", "Farid", "Florian",
    "Gaëlle", "Georges", "Hélène", "Hugo", "Inès", "Isabelle", "Jeanne", "Joël", "Julien", "Kenza",
    "Laurent", "Léa", "Lucas", "Maëlle", "Malik", "Marguerite", "Mathieu", "Mireille", "Nadia", "Nathan",
    "Noémie", "Olivier", "Paul", "Perrine", "Quentin", "Rachel", "Rémi", "Rosa", "Samir", "Sandrine",
    "Sarah", "Simon", "Sofia", "Sylvain", "Thérèse", "Thomas", "Ulysse", "Valérie", "Yann", "Zoé",
)  # fmt: skip
FAMILY_NAMES = (
    "Abgrall", "Amrani", "Aubert", "Barbier", "Bellanger", "Benali", "Besnard", "Bouvier", "Carpentier", "Chauvin",
    "Colin", "Cordier", "Da Silva", "Delmas", "Derrien", "Diallo", "Dufour", "Esnault", "Evrard", "Fabre",
    "Faure", "Ferreira", "Gaillard", "Garnier", "Germain", "Guillou", "Haddad", "Hamon", "Jacquet", "Joly",
    "Kervella", "Lacroix", "Lambert", "Langlois", "Le Goff", "Lemoine", "Leroux", "Maillard", "Marchand", "Mercier",
    "Michaud", "Moreau", "Nguyen", "Ollivier", "Ouali", "Pasquier", "Perrot", "Picard", "Poirier", "Prigent",
    "Quéméner", "Renaud", "Rivière", "Rousset", "Sanchez", "Sauvage", "Tessier", "Traoré", "Vasseur", "Vidal",
)  # fmt: skip

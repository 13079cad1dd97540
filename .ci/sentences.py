"""Refuse French sentences that a tired or worried person could not read at once.

Looks at every sentence of every catalogue. The bounds, and why:

- 22 words: plain-language guides advise 15 to 20 a sentence; a little past that, many go back to the beginning.
- 3 subordinates ("qui", "que", "dont", "lorsque" …): each one keeps the first half of the sentence waiting in memory.
- 2 nouns hung on one another ("la liste des lignes de l'antenne de l'organisation"): nobody knows any more whose is whose.
- No exclamation mark: it shouts, or it congratulates; neither helps at 3 a.m.
- No passive of administrations ("il est demandé de", "a été effectué"): it hides who must do what.
- No word of administrations or of computing where an everyday one exists.

What must break a rule stands in sentences.toml with its reason.
"""

import re
import sys
import tomllib
from pathlib import Path

import polib

MOST_WORDS = 22
MOST_SUBORDINATES = 3
MOST_HUNG = 2
HERE = Path(__file__).parent
CATALOGUE = "locale/fr/LC_MESSAGES/django.po"

MARK = re.compile(r"<[^>]*>|%\(\w+\)[sd]|%[sd]|\{\w*\}")
SENTENCE = re.compile(r"(?<=[.?!…])\s+(?=[A-ZÀ-Ý«])|\n+|<br>|\s:\s|;\s|\u00a0:\s|\u202f;\s")
WORD = re.compile(r"[\w·-]+", re.UNICODE)
SUBORDINATE = re.compile(r"\b(?:qui|que|qu’\w+|dont|lorsque?’?|puisque|tandis|afin|parce|quand|si)\b", re.IGNORECASE)
HUNG = re.compile(rf"\b\w+(?:\s(?:de la |de l’|des |du |de |d’)\w+){{{MOST_HUNG + 1},}}", re.IGNORECASE)
ADMINISTRATION = re.compile(
    r"\bil (?:est|sera) (?:demandé|nécessaire|obligatoire|rappelé|interdit|recommandé|impératif)\b"
    r"|\bil convient\b|\b(?:a|ont) été (?:effectué|réalisé|pris en compte|procédé|généré)\w*"
    r"|\bfaire l’objet\b|\ben vue de\b|\bdans le cadre\b|\bau sein d|\bil y a lieu\b",
    re.IGNORECASE,
)
JARGON = {
    "veuillez": "say it plainly: “Choisissez …”",
    "afin de": "pour",
    "afin que": "pour que",
    "nonobstant": "malgré",
    "le cas échéant": "s’il y en a",
    "susmentionné": "name it again",
    "préalablement": "d’abord",
    "ultérieurement": "plus tard",
    "subséquent": "suivant",
    "notifier": "prévenir",
    "renseigner": "remplir",
    "effectuer": "faire",
    "procéder à": "faire",
    "statuer": "décider",
    "au regard de": "selon",
    "uploader": "envoyer",
    "télécharger vers": "envoyer",
    "back-office": "say which page",
    "backend": "say which page",
    "token": "lien, code",
    "timeout": "la page a trop attendu",
    "login": "connexion",
    "bug": "ce qui ne marche pas",
    "cliquer": "not everybody has a mouse: “choisir”, “suivre”",
    "cliquez": "not everybody has a mouse: “choisissez”, “suivez”",
    "ci-dessous": "show it, or name it",
    "ci-dessus": "show it, or name it",
    "cf.": "voir",
    "N/A": "say what is missing",
    "workflow": "étapes",
    "process": "étapes",
    "implémenter": "faire",
    "fonctionnalité": "say what one can do",
}


def main(roots):
    """Print each sentence that is hard to read and return the exit code."""
    allowed = {one["text"] for one in tomllib.loads((HERE / "sentences.toml").read_text())["allowed"]}
    found, unused = [], set(allowed)
    for path in sorted(path for root in roots for path in Path(root).rglob(CATALOGUE)):
        for entry in polib.pofile(str(path)):
            for text in (entry.msgstr, *entry.msgstr_plural.values()):
                for sentence in SENTENCE.split(text):
                    wrong = troubles(sentence)
                    if wrong and sentence.strip() in allowed:
                        unused.discard(sentence.strip())
                    elif wrong:
                        found.append(f"{path.parents[3]}: {', '.join(wrong)}: {sentence.strip()}")
    found += [f"{HERE.name}/sentences.toml: no longer needed: {text}" for text in sorted(unused)]
    for line in dict.fromkeys(found):
        print(line)  # noqa: T201
    return 1 if found else 0


def troubles(sentence):
    """What makes a sentence hard to read."""
    plain = " ".join(MARK.sub(" x ", sentence).split())
    words = WORD.findall(plain)
    wrong = []
    if len(words) > MOST_WORDS:
        wrong.append(f"{len(words)} words")
    if (subordinates := len(SUBORDINATE.findall(plain))) > MOST_SUBORDINATES:
        wrong.append(f"{subordinates} subordinates")
    if hung := HUNG.search(plain):
        wrong.append(f"“{hung[0]}” hangs too much on one noun")
    if "!" in plain:
        wrong.append("an exclamation mark")
    if passive := ADMINISTRATION.search(plain):
        wrong.append(f"“{passive[0]}” hides who does it")
    low = plain.lower()
    wrong += [
        f"“{word}” ({instead})"
        for word, instead in JARGON.items()
        if re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", low)
    ]
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

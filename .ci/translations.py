"""Check the translations: every string of every app has its French, none is fuzzy, one English has one French.

Each app's strings are extracted afresh (in a copy) and compared with its catalogue, so a string added without its
translation is found too.
"""

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polib

LOCALE = Path("locale/fr/LC_MESSAGES/django.po")


def main(roots):
    """Print what is missing and return the exit code."""
    apps = sorted({path.parent for root in roots for path in Path(root).rglob("locale") if path.is_dir()})
    with ThreadPoolExecutor(2) as pool:
        found = [problem for problems in pool.map(problems_of, apps) for problem in problems]
    found += contradictions(apps) + homeless(roots, apps)
    for problem in found:
        print(problem)  # noqa: T201
    return 1 if found else 0


def problems_of(app):
    """What is missing or doubtful in one app's catalogue."""
    catalogue = polib.pofile(str(app / LOCALE)) if (app / LOCALE).exists() else polib.POFile()
    known = {key(entry): entry for entry in catalogue if not entry.obsolete}
    problems = [f"{app}: fuzzy: {entry.msgid!r}" for entry in known.values() if entry.fuzzy]
    problems += [
        f"{app}: no French for {entry.msgid!r}" for entry in extracted(app) if not translated(known.get(key(entry)))
    ]
    return problems


def extracted(app):
    """The strings the app's sources hold today."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / app.name
        inner = [str(path.parent) for path in app.rglob("locale") if path.parent != app]
        shutil.copytree(
            app,
            copy,
            ignore=lambda where, names: [
                name for name in names if name == "locale" or str(Path(where) / name) in inner
            ],
        )
        (copy / "locale").mkdir()
        command = [sys.executable, "-P", "-m", "django", "makemessages", "-l", "fr", "--no-location", "-v", "0"]
        subprocess.run(command, cwd=copy, check=True)
        return polib.pofile(str(copy / LOCALE)) if (copy / LOCALE).exists() else []


def key(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def translated(entry):
    return entry is not None and entry.translated()


def contradictions(apps):
    """Strings translated in two ways by two apps."""
    seen, problems = {}, []
    for app in apps:
        for entry in polib.pofile(str(app / LOCALE)) if (app / LOCALE).exists() else ():
            first, french = seen.setdefault(key(entry), (app, entry.msgstr))
            if french != entry.msgstr:
                problems.append(f"{app}: {entry.msgid!r} is {entry.msgstr!r} here and {french!r} in {first}")
    return problems


def homeless(roots, apps):
    """Templates or sources that translate but belong to no app with a catalogue."""
    problems = []
    for root in roots:
        for path in [*Path(root).rglob("*.html"), *Path(root).rglob("*.py")]:
            text = path.read_text(encoding="utf-8")
            says = "{% trans" in text or "{% blocktrans" in text or "import gettext" in text
            # Django itself knows the French of its languages' names.
            if "settings" not in path.parts and says and not any(path.is_relative_to(app) for app in apps):
                problems.append(f"{path}: its strings are in no catalogue")
    return problems


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`make clean`: stop the embedded servers and remove everything `.tess` holds, wherever it stands."""

import shutil
import sys

from tess.local.home import Home, already_running, default_folder
from tess.local.interface import progress
from tess.local.postgres import Cluster
from tess.local.words import gettext as _


def main() -> str | None:
    """Remove the home and the tests' own cluster. Returns what to complain of: it never pulls a running system away."""
    home = Home(default_folder())
    running = home.running()
    if running is not None:
        return str(already_running(running))
    for folder in (home.folder / "postgres", home.folder / "test" / "postgres"):
        if folder.exists():
            Cluster(folder).remove()
    if home.folder.exists():
        progress(_("Removing %(folder)s") % {"folder": home.folder})
        shutil.rmtree(home.folder)
    return None


if __name__ == "__main__":
    sys.exit(main())

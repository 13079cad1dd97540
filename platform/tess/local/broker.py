"""The broker is only a doorbell (the outbox in Postgres is the truth): take the best one the machine has."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tess.local.home import Home


@dataclass(frozen=True)
class Broker:
    """A broker to use: `command` starts it (None: nothing to start), `url` goes to REDIS_URL (None: files)."""

    kind: str
    url: str | None = None
    command: tuple[str, ...] | None = None
    socket: Path | None = None


def choose(home: Home) -> Broker:
    """`REDIS_URL` if set, else an installed redis-server on a unix socket, else Celery's files in `.tess/broker`."""
    if url := os.environ.get("REDIS_URL"):
        return Broker("given", url)
    program = shutil.which("redis-server")
    if not program:
        return Broker("files")
    socket = home.socket("redis")
    settings = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "600",
        "dir": str(home.redis),
        "appendonly": "yes",
        "save": "",
        "daemonize": "no",
        "maxmemory-policy": "noeviction",
    }
    command = (program, *(part for name, value in settings.items() for part in (f"--{name}", value)))
    return Broker("redis", f"unix://{quote(str(socket))}", command, socket)

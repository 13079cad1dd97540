"""The README tells the truth: every command it shows exists, every folder and page it names is there."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from tess.local.cli import tess

ROOT = Path(__file__).resolve().parents[3]
README = (ROOT / "README.md").read_text()
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.strip().splitlines() if line
]
MAKE = sorted(set(re.findall(r"make ([a-z]+)", "\n".join(COMMANDS + re.findall(r"`(make [^`]+)`", README)))))


@pytest.mark.parametrize("line", [line for line in COMMANDS if "tess " in line and "docker" not in line])
def test_every_tess_command_is_understood(line):
    """Parsed to the last option by the command itself, without being run."""
    words = shlex.split(line)[1:]
    context = click.Context(tess)
    command = tess
    while isinstance(command, click.Group):
        name, command, words = command.resolve_command(context, words)
        context = click.Context(command, parent=context, info_name=name)
    command.parse_args(context, words)


@pytest.mark.parametrize("target", MAKE)
def test_every_make_target_exists(target):
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("docker")])
def test_every_compose_command_names_a_service_that_exists(line):
    words = shlex.split(line)
    assert words[:2] == ["docker", "compose"]
    if words[2] == "run":
        service = next(word for word in words[3:] if not word.startswith("--"))
        assert f"\n  {service}:\n" in (ROOT / "compose.yaml").read_text()


def test_folders_and_pages_it_names_are_there():
    folders = re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE)
    pages = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if link.endswith(".md")]
    assert folders
    assert pages
    for name in (*folders, *pages):
        assert (ROOT / name).exists(), name


def test_no_other_kind_of_command_hides_there():
    for line in COMMANDS:
        assert line.startswith(("make ", ".venv/bin/tess ", "docker compose ")), line

"""Plans: what a new line needs, set up in one step. A plan is a file; each app says how its part of one is carried out.

    part(Part("line", _("The line"), form=LinePart, carry_out=make_line, order=10))

A plan's file has one table a part: what its form is filled with before anybody touches it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.forms import Form
    from django.utils.functional import Promise

    from tess.kernel.actor import Actor

    Text = str | Promise

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Part:
    """What one app does for a plan.

    `form(data, initial=)` makes the form (data None: not sent yet), whose fields' names no other part has; `template` draws
    it, `script` and `sheet` are static files it wants. `carry_out(cleaned, made, actor)` does it in the caller's
    transaction, under the organisation's role, and returns one sentence that says what was made; `made` holds what the
    parts before gave to those after (the line). Raises DomainError with the field of the form it is about.
    """

    code: str
    label: Text
    form: Callable[..., Form]
    carry_out: Callable[[Mapping[str, Any], dict[str, Any], Actor], str]
    order: int
    template: str = "onboarding/part.html"
    script: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A kind of line: `filled` is what each part's form begins with, by the part's code."""

    code: str
    name: str
    about: str
    filled: Mapping[str, Mapping[str, Any]]


_parts: dict[str, Part] = {}


def part(one: Part) -> None:
    """Register a part; call it in `AppConfig.ready()`. Raises ValueError when its code is taken."""
    if _parts.get(one.code, one) != one:
        raise ValueError(f"two parts of plans are called {one.code!r}")
    _parts[one.code] = one


def parts() -> list[Part]:
    """All of them, in the order in which they are carried out."""
    return sorted(_parts.values(), key=lambda one: one.order)


@cache
def plans() -> tuple[Plan, ...]:
    """Every plan, by name."""
    return tuple(sorted((_read(path) for path in FOLDER.glob("*.toml")), key=lambda plan: plan.name))


def plan_called(code: str) -> Plan | None:
    """The plan of that code, if there is one."""
    return next((plan for plan in plans() if plan.code == code), None)


def _read(path: Path) -> Plan:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    filled = {key: value for key, value in content.items() if isinstance(value, dict)}
    return Plan(path.stem, content["name"], content["about"], filled)

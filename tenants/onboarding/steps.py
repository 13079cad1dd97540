"""The first steps of a new member: each app registers those it can tell are done, the wizard shows them in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise

    from tess.kernel.actor import Actor

    Text = str | Promise


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to set up. `done` looks at what is there, under the organisation's role; it is never ticked by hand.

    `later` is what one says to leave it out ("We have only one place"); without it the step can't be left out.
    `allowed` says who may do it: the wizard shows it to others without its button.
    """

    code: str
    label: Text
    about: Text
    action: Text
    url_name: str
    order: int
    done: Callable[[], bool]
    allowed: Callable[[Actor], bool]
    later: Text = ""


_steps: dict[str, Step] = {}


def step(one: Step) -> None:
    """Register a step; call it in `AppConfig.ready()`. Raises ValueError when its code is taken."""
    if _steps.get(one.code, one) != one:
        raise ValueError(f"two first steps are called {one.code!r}")
    _steps[one.code] = one


def steps() -> list[Step]:
    """All of them, in the order one does them."""
    return sorted(_steps.values(), key=lambda one: one.order)


def step_called(code: str) -> Step | None:
    """The step of that code, if there is one."""
    return _steps.get(code)

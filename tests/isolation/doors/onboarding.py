"""First steps, plans and the sandbox."""

from __future__ import annotations

from typing import Any

from tests.isolation.door import MANAGERS, MEMBERS, Door, only

AT_ORGANISATIONS = {
    "onboarding:begin": only(*MANAGERS),
    "onboarding:tour": Door(MEMBERS),
    "onboarding:leave_tour": Door(MEMBERS),
    "onboarding:sandbox": Door(MEMBERS),
    "onboarding:open_sandbox": only(*MANAGERS),
    "onboarding:team": only(*MANAGERS),
    "onboarding:plans": only(*MANAGERS),
    "onboarding:plan": only(*MANAGERS, code="plan"),
    "onboarding:leave_out": only(*MANAGERS, code="first_step"),
    "onboarding:take_back": only(*MANAGERS, code="first_step"),
}


def commons() -> dict[str, Any]:
    """A first step and a plan."""
    return {"first_step": "calls", "plan": "crise"}

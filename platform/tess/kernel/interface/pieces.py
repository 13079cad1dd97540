"""What the kit's pieces are given: tabs, steps, timelines, progress. Each has its fragment beside it.

{% include "kernel/tabs.html" with tabs=tabs label=label %}
{% include "kernel/steps.html" with steps=steps %}
{% include "kernel/timeline.html" with events=events %}
{% include "kernel/progress.html" with progress=progress %}
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Text = str | Promise
StepState = Literal["done", "current", "todo", "wrong"]
Tone = Literal["", "go", "warm", "alarm"]


def tag(text: Text, tone: str = "") -> SafeString:
    """Return a short word in a coloured pill: tone "" (done, present), "warm" (waits) or "plain" (past)."""
    return format_html('<span class="tag {}">{}</span>', tone, text)


@dataclass(frozen=True)
class Tab:
    """One view of something, at its own address; `count` stands beside its name."""

    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Step:
    """One step of something long; with a `url` it can be gone to."""

    label: Text
    state: StepState = "todo"
    url: str = ""


@dataclass(frozen=True)
class Steps:
    """The steps in order; `said` tells where one stands, for those who see only that (a telephone)."""

    all: Sequence[Step]
    label: Text = field(default="")

    @classmethod
    def at(cls, current: int, labels: Sequence[Text], *, urls: Sequence[str] = (), label: Text = "") -> "Steps":
        """Return steps of which those before `current` (counted from 0) are done and can be gone back to."""
        addresses = [*urls, *[""] * (len(labels) - len(urls))]
        states: list[StepState] = [
            "done" if n < current else "current" if n == current else "todo" for n in range(len(labels))
        ]
        return cls(all=[Step(*one) for one in zip(labels, states, addresses, strict=True)], label=label or _("Steps"))

    @property
    def said(self) -> str:
        """Say where one stands: "Step 2 of 5: the lines"."""
        at = next((n for n, step in enumerate(self.all) if step.state == "current"), None)
        if at is None:
            return _("All steps are done")
        return _("Step %(at)s of %(of)s: %(name)s") % {"at": at + 1, "of": len(self.all), "name": self.all[at].label}


@dataclass(frozen=True)
class Event:
    """Something that happened: when, what, by whom; `icon` is a name of the sprite, `tone` warms or warns."""

    when: datetime
    title: Text
    who: Text = ""
    text: Text = ""
    icon: str = "check"
    tone: Tone = ""
    url: str = ""
    action: Text = ""
    hour: bool = True


@dataclass(frozen=True)
class Progress:
    """Work going on behind the page, or its end. `share` is between 0 and 1, None while nobody knows.

    `url` answers with `kernel/progress.html` alone; it is asked every `every` seconds while the work is under way.
    Once it is done, `next_url` and `next_label` lead on.
    """

    url: str
    label: Text
    said: Text
    under_way: bool = True
    failed: bool = False
    share: float | None = None
    text: Text = ""
    next_url: str = ""
    next_label: Text = ""
    every: int = 1
    uid: str = "progress"

    @property
    def state(self) -> str:
        """Return how it looks: under-way, done or failed."""
        return "under-way" if self.under_way else "failed" if self.failed else "done"

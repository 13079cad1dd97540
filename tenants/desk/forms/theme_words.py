from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tenants.desk.domain.past.words import plain
from tenants.desk.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNSAID, _LEFT_OUT = "", "-"
_CHOICES = [(_UNSAID, _("not said: its lines are refused")), (_LEFT_OUT, _("leave this word out")), *THEMES.items()]


class ThemeWordsForm(forms.Form):
    """What each word means: first those of a file that nobody explained, with how many lines hold them; then the others."""

    def __init__(self, data: Any, *, unknown: Sequence[tuple[str, int]], known: Mapping[str, str]) -> None:
        super().__init__(data)
        self._words: dict[str, str] = {}  # field -> word
        for word, lines in unknown:
            told = ngettext("On one line of the file.", "On %(number)s lines of the file.", lines) % {"number": lines}
            self._ask(word, _UNSAID, told)
        for word, code in known.items():
            self._ask(word, code or _LEFT_OUT, "")

    def _ask(self, word: str, standing: str, told: str) -> None:
        name = f"mot_{plain(word).replace(' ', '_')}"
        self._words[name] = word
        self.fields[name] = forms.ChoiceField(
            label=word, choices=_CHOICES, initial=standing, required=False, help_text=told
        )

    def meanings(self) -> dict[str, str | None]:
        """Word → code, "" to leave it out, None for nothing said; of the words that were answered."""
        said = {name: self.cleaned_data[name] for name in self._words if name in self.data}
        return {self._words[name]: {_UNSAID: None, _LEFT_OUT: ""}.get(code, code) for name, code in said.items()}

"""What a charter is made of. Plain text only: it is signed, compared from one version to the next, and read at any host."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, FieldBlock, StreamBlock, StructBlock, TextBlock
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

NUMBER = RegexValidator(r"^[1-9][0-9]?(\.[1-9][0-9]?){0,2}$", _("A number such as 2, 2.1 or 2.1.3."))


class KeyBlock(FieldBlock):
    """A UUID given once, hidden in the editor: evidence and signatures will name it, whatever the text becomes."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.UUIDField(required=False, widget=forms.HiddenInput)
        super().__init__(**kwargs)

    def get_prep_value(self, value: UUID | str | None) -> str:
        return str(value or "")

    def to_python(self, value: str | None) -> UUID | None:
        return UUID(value) if value else None

    def value_for_form(self, value: UUID | str | None) -> str:
        return str(value or "")

    class Meta:
        form_classname = "w-hidden"
        label = _("key")


class ArticleBlock(StructBlock):
    """A numbered article that sets the frame: its title, and paragraphs."""

    number = CharBlock(label=_("Article number"), max_length=8, validators=[NUMBER])
    title = CharBlock(label=_("Title"), max_length=120)
    text = TextBlock(label=_("Text"), required=False, help_text=_("An empty line between paragraphs."))

    class Meta:
        icon = "title"
        label = _("Article")


class CommitmentBlock(StructBlock):
    """What members promise: a code that is its number in the charter, the promise, what shows that it is kept."""

    key = KeyBlock(required=False)
    code = CharBlock(label=_("Article number"), max_length=8, validators=[NUMBER])
    title = CharBlock(label=_("Promise"), max_length=120)
    text = TextBlock(label=_("What it means"), help_text=_("An empty line between paragraphs."))
    shown_by = TextBlock(label=_("What shows it"), required=False)

    class Meta:
        icon = "tick"
        label = _("Commitment")

    def clean(self, value: Any) -> Any:
        """Give a key to a commitment that has none yet."""
        cleaned = super().clean(value)
        cleaned["key"] = cleaned.get("key") or uuid4()
        return cleaned


class CharterBlock(StreamBlock):
    """Articles and commitments, in the order in which they are read."""

    article = ArticleBlock()
    commitment = CommitmentBlock()

    def clean(self, value: Any) -> Any:
        """Refuse a number used twice; give a new key to a commitment made by copying another."""
        cleaned = super().clean(value)
        numbers: set[str] = set()
        keys: set[UUID] = set()
        errors: dict[int, Exception] = {}
        for index, child in enumerate(cleaned):
            field = "number" if child.block_type == "article" else "code"
            number = child.value[field]
            if number in numbers:
                twice = ValidationError(_("This number is used twice."))
                errors[index] = StructBlockValidationError({field: ErrorList([twice])})
            numbers.add(number)
            if child.block_type == "commitment":
                if child.value["key"] in keys:
                    child.value["key"] = uuid4()
                keys.add(child.value["key"])
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned

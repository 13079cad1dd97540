"""The two blocks a module is made of. Their ids, and those of the answers, are what progress and attempts are kept under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

if TYPE_CHECKING:
    from wagtail.blocks.struct_block import StructValue

_FEATURES = ["h2", "bold", "italic", "ul", "ol"]  # no link, no image: a lesson asks nothing of the database


class LessonBlock(blocks.StructBlock):
    """One sitting: what to know, what to do and not to do, something to try."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    minutes = blocks.IntegerBlock(
        label=_("Minutes"), min_value=1, max_value=120, help_text=_("The most that is counted for reading it.")
    )
    body = blocks.RichTextBlock(label=_("Text"), features=_FEATURES)
    dos = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("Do"), default=[])
    donts = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("Don't"), default=[])
    exercise = blocks.TextBlock(label=_("To practise"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Lesson")


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    right = blocks.BooleanBlock(label=_("Right"), required=False)


class QuestionBlock(blocks.StructBlock):
    """One question with one right answer or several, and why."""

    text = blocks.CharBlock(label=_("Question"), max_length=300)
    answers = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2, max_num=8)
    explanation = blocks.TextBlock(label=_("Explanation, shown afterwards"))

    class Meta:
        icon = "help"
        label = _("Question")

    def clean(self, value: StructValue) -> StructValue:
        """Refuse a question nobody could answer rightly."""
        cleaned = super().clean(value)
        if not any(answer["right"] for answer in cleaned["answers"]):
            raise ValidationError(_("Say which answer is right, or which ones are."))
        return cleaned

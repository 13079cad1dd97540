from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from shared_training.catalogue.blocks import LessonBlock, QuestionBlock


class Mode(models.TextChoices):
    """How a module is followed."""

    SELF_PACED = "self_paced", _("At one's own pace")
    ON_SITE = "on_site", _("On site")
    WEBINAR = "webinar", _("Webinar")
    AUDIO = "audio", _("Audio conference")


class CataloguePage(Page):
    """Under which the modules stand, at /formations/. Shown by the pages of `shared_training.sessions`, not by Wagtail."""

    private_page_options: list[str] = []  # whoever has an account may take a module
    parent_page_types: list[str] = []  # made by `domain.loading`, never in the editor
    subpage_types = ["catalogue.ModulePage"]
    max_count = 1
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("training catalogue")


class ModulePage(Page):
    """A module of the shared training: lessons to read, then a quiz."""

    objectives = models.TextField(_("objectives"), help_text=_("One a line: what one can do afterwards."))
    prerequisites = models.TextField(_("prerequisites"), blank=True)
    mode = models.CharField(_("mode"), max_length=20, choices=Mode, default=Mode.SELF_PACED)
    lessons = StreamField([("lesson", LessonBlock())], verbose_name=_("lessons"), min_num=1)
    questions = StreamField([("question", QuestionBlock())], verbose_name=_("quiz"), min_num=1)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"),
        default=75,
        validators=[MinValueValidator(50), MaxValueValidator(100)],
        help_text=_("Percentage of right answers."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("objectives"),
        FieldPanel("prerequisites"),
        FieldPanel("mode"),
        FieldPanel("lessons"),
        FieldPanel("questions"),
        FieldPanel("pass_mark"),
    ]
    private_page_options: list[str] = []  # whoever has an account may take a module
    parent_page_types = ["catalogue.CataloguePage"]
    subpage_types: list[str] = []
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("training module")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pass_mark__range=(50, 100)), name="catalogue_pass_mark_is_a_percentage"
            ),
            models.CheckConstraint(condition=models.Q(mode__in=Mode.values), name="catalogue_mode_known"),
        ]

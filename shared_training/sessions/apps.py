from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.interface.navigation import place
from tess.kernel.tenancy.lifecycle import after_restore, shared_rows

# docs/adr/0020: the record is the person's, and what proves the training
BASIS = "Preuve de la formation suivie par la personne (code du travail, art. L. 6353-1)"
KEEP_YEARS = 3


class TrainingSessionsConfig(AppConfig):
    name = "shared_training.sessions"
    label = "training_sessions"
    verbose_name = _("Training records")

    def ready(self) -> None:
        from shared_training.sessions import capabilities, rules
        from shared_training.sessions.domain.restoring import post_hours_again

        after_restore("training_sessions", post_hours_again)
        for table in ("attempt", "lessonread", "enrolment"):
            shared_rows(f"training_sessions_{table}", erase=False, basis=BASIS, keep_years=KEEP_YEARS)
        capabilities.register()
        place(
            host="collective",
            label=_("Training"),
            about=_("Modules to follow at your own pace."),
            url_name="training_sessions:catalogue",
            icon="graduation-cap",
            group="learning",
            order=20,
            allowed=rules.may_learn,
        )
        place(
            host="collective",
            label=_("My training"),
            about=_("What you have begun and completed."),
            url_name="training_sessions:mine",
            icon="book-open",
            group="learning",
            order=21,
            allowed=rules.may_learn,
        )

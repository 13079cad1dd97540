from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingSessionsConfig(AppConfig):
    name = "shared_training.sessions"
    label = "training_sessions"
    verbose_name = _("Training records")

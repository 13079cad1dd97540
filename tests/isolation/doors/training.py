"""Shared training."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from shared_training.catalogue.domain.loading import load_module
from tess.kernel.actor import Actor
from tests.isolation.door import SIGNED_IN, Door, ones_own

AFTER = ("cms",)
MODULE = "shared_training/catalogue/demo_data/accueillir_un_appel.toml"

AT_THE_COLLECTIVE = {
    "training_sessions:catalogue": Door(SIGNED_IN),
    "training_sessions:mine": Door(SIGNED_IN),
    "training_sessions:module": Door(SIGNED_IN, {"slug": "module"}),
    "training_sessions:enrol": Door(SIGNED_IN, {"slug": "module"}),
    "training_sessions:progress": ones_own(enrolment_id="training"),
    "training_sessions:lesson": ones_own(enrolment_id="training", lesson_id="lesson"),
    "training_sessions:quiz": ones_own(enrolment_id="training"),
    "training_sessions:result": ones_own(enrolment_id="training", attempt_id="attempt"),
    "training_sessions:withdraw": ones_own(enrolment_id="training"),
}


def commons() -> dict[str, Any]:
    """A module."""
    load_module(Path(settings.BASE_DIR) / MODULE, actor=Actor.system("tests"))
    return {"module": "accueillir-un-appel"}

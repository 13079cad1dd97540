"""The demonstration's catalogue: one module, in our own words."""

from pathlib import Path
from typing import Any

from shared_training.catalogue.domain.loading import load_module
from tess.kernel.actor import Actor

MODULE = Path(__file__).parent / "demo_data" / "accueillir_un_appel.toml"


def load(world: Any) -> None:  # noqa: ARG001
    """Publish the module; left alone when it is there."""
    load_module(MODULE, actor=Actor.system("demonstration"))

from shared_training.catalogue.models.module import CataloguePage, Mode, ModulePage

__all__ = ["CataloguePage", "Mode", "ModulePage"]

from cms.charter.models.charter import CharterPage, Entry
from cms.charter.models.signature import CharterSignature

__all__ = ["CharterPage", "CharterSignature", "Entry"]

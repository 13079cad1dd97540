from cms.charter.models.charter import CharterPage

__all__ = ["CharterPage"]

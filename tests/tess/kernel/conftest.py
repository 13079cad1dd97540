from tests.tess.kernel.committed import founded

__all__ = ["founded"]

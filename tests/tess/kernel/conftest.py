from tests.tess.kernel.committed import founded
from tests.tess.kernel.working import worker

__all__ = ["founded", "worker"]

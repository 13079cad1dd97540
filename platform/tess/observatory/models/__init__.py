from tess.observatory.models.consent import StatisticsConsent
from tess.observatory.models.published_figure import PublishedFigure

__all__ = ["PublishedFigure", "StatisticsConsent"]

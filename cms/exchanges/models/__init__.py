from cms.exchanges.models.practice import PracticeIndexPage, PracticeSheetPage

__all__ = ["PracticeIndexPage", "PracticeSheetPage"]

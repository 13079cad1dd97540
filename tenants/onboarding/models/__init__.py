from tenants.onboarding.models.left_out import LeftOut
from tenants.onboarding.models.tour import TourLeft

__all__ = ["LeftOut", "TourLeft"]

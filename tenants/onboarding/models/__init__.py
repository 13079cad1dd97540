from tenants.onboarding.models.left_out import LeftOut

__all__ = ["LeftOut"]

from tenants.activity.models.call_hour import CallHour
from tenants.activity.models.call_wait import CallWait

__all__ = ["CallHour", "CallWait"]

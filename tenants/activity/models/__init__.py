from tenants.activity.models.call_hour import CallHour
from tenants.activity.models.call_wait import CallWait
from tenants.activity.models.contact_day import ContactDay

__all__ = ["CallHour", "CallWait", "ContactDay"]

from tenants.activity.models.call_hour import CallHour
from tenants.activity.models.call_wait import CallWait
from tenants.activity.models.changed_day import ChangedDay
from tenants.activity.models.contact_day import ContactDay

__all__ = ["CallHour", "CallWait", "ChangedDay", "ContactDay"]

from tenants.telephony.models.batch import ImportBatch, RefusalReason, RefusedLine
from tenants.telephony.models.call import Call, CallSource, Outcome
from tenants.telephony.models.line import Channel, Cost, Line, Site
from tenants.telephony.models.profile import DayFormat, Encoding, ImportProfile

__all__ = [
    "Call",
    "CallSource",
    "Channel",
    "Cost",
    "DayFormat",
    "Encoding",
    "ImportBatch",
    "ImportProfile",
    "Line",
    "Outcome",
    "RefusalReason",
    "RefusedLine",
    "Site",
]

from tenants.telephony.models.batch import BatchState, FileBatch, ImportBatch, RefusalReason, RefusedLine
from tenants.telephony.models.call import Call, CallSource, Outcome
from tenants.telephony.models.line import Channel, Cost, Line, Site
from tenants.telephony.models.profile import DayFormat, Encoding, ImportProfile

__all__ = [
    "BatchState",
    "Call",
    "CallSource",
    "Channel",
    "Cost",
    "DayFormat",
    "Encoding",
    "FileBatch",
    "ImportBatch",
    "ImportProfile",
    "Line",
    "Outcome",
    "RefusalReason",
    "RefusedLine",
    "Site",
]

"""What is kept of an application, parted by subject; import from here."""

from nss.contract.choices import WorkKind

from .application import UNNUMBERED, Application, Hold, Kind, Presence, Proposal, Record, Revision
from .attachment import Attachment, Comment
from .consent import UNANSWERED, Consent, ConsentState
from .correction import Correction
from .handover import Handover, HandoverDue
from .saved_view import SavedView
from .vendor import Vendor
from .work import OVER, TO_ARRANGE, By, ConnectionTest, Whom, Work, WorkNote, WorkState

__all__ = [
    "OVER",
    "TO_ARRANGE",
    "UNANSWERED",
    "UNNUMBERED",
    "Application",
    "Attachment",
    "By",
    "Comment",
    "ConnectionTest",
    "Consent",
    "ConsentState",
    "Correction",
    "Handover",
    "HandoverDue",
    "Hold",
    "Kind",
    "Presence",
    "Proposal",
    "Record",
    "Revision",
    "SavedView",
    "Vendor",
    "Whom",
    "Work",
    "WorkKind",
    "WorkNote",
    "WorkState",
]

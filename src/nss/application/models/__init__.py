"""What is kept of an application, parted by subject; import from here."""

from nss.contract.choices import WorkKind

from .application import UNNUMBERED, Application, Hold, Kind, Presence, Proposal, Record, Revision
from .attachment import Attachment, Comment
from .consent import UNANSWERED, Consent, ConsentState
from .correction import Correction
from .handover import Handover, HandoverDue
from .saved_view import SavedView
from .work import OVER, TO_ARRANGE, ConnectionTest, Work, WorkState

__all__ = [
    "OVER",
    "TO_ARRANGE",
    "UNANSWERED",
    "UNNUMBERED",
    "Application",
    "Attachment",
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
    "Work",
    "WorkKind",
    "WorkState",
]

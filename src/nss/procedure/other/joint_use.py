"""共同利用 (追加・解除): an office uses another's gateway without equipment of its own."""

from nss.base.words import W
from nss.contract.choices import SharedUseKind
from nss.procedure.kit import selection

from .shared_use import procedure

PROCEDURE = procedure(
    selection.JOINT_USE, SharedUseKind.JOINT, "joint", W("共同利用 入力", "Joint use"), False
)

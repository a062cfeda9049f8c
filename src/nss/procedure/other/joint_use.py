"""共同利用 (追加・解除): an office uses another's gateway without equipment of its own."""

from nss.base.words import W
from nss.contract.choices import SharedUseKind
from nss.procedure import sharing
from nss.procedure.kit.selection import Entry, Group

from .shared_use import SharedUseProcedure


class JointUse(SharedUseProcedure):
    """共同利用."""

    entry = Entry("joint-use", Group.OTHER, 20, W("共同利用（追加・解除）", "Joint use (add, end)"))
    consent_purposes = {**sharing.ASK_END, "joint": W("共同利用（{code}）", "joint use ({code})")}
    use = SharedUseKind.JOINT
    title = W("共同利用 入力", "Joint use")
    with_object = False


PROCEDURE = JointUse()

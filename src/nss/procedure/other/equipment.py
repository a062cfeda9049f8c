"""機器共用 (追加・解除): another office uses the router of a line."""

from nss.base.words import W
from nss.contract.choices import SharedUseKind
from nss.procedure import sharing
from nss.procedure.kit.selection import Entry, Group

from .shared_use import SharedUseProcedure


class Equipment(SharedUseProcedure):
    """機器共用."""

    entry = Entry("equipment", Group.OTHER, 10, W("機器共用（追加・解除）", "Shared equipment (add, end)"))
    consent_purposes = {**sharing.ASK_END, "equipment": W("機器共用（{code}）", "sharing equipment ({code})")}
    use = SharedUseKind.EQUIPMENT
    title = W("機器共用 入力", "Shared equipment")
    with_object = True


PROCEDURE = Equipment()

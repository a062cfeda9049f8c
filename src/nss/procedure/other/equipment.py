"""機器共用 (追加・解除): another office uses the router of a line."""

from nss.base.words import W
from nss.contract.choices import SharedUseKind
from nss.procedure.kit import selection

from .shared_use import procedure

PROCEDURE = procedure(
    selection.EQUIPMENT, SharedUseKind.EQUIPMENT, "equipment", W("機器共用 入力", "Shared equipment"), True
)

"""本社情報 (所在地、電話番号等): one row for every office of the company."""

from nss.base.words import W
from nss.procedure.kit import selection
from nss.procedure.kit.row_form import Part, row_procedure

from .reach import every_office

PROCEDURE = row_procedure(
    selection.HEAD_OFFICE,
    [Part("head_office", must=("postal_code", "address", "phone"))],
    W("本社情報 入力", "Head office"),
    W(
        "本社情報は、同じ企業略称の全事業所に共通です。変更する項目だけを上書きしてください。",
        "The head office is the same for every office of the company. Overwrite only what changes.",
    ),
    notes=every_office,
)

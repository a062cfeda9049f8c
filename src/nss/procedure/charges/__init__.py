"""料金プラン, 管理統計資料, 保税管理資料保存サービス, 請求先: everything with a price, and who pays it."""

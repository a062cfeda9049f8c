"""請求: a month's usage file, the invoices that come of it, estimates (D-38, D-61)."""

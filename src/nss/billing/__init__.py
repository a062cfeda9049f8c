"""請求: a month's usage file, the invoices that come of it, estimates (domain.md 17, 18)."""

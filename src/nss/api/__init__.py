"""JSON for machines: the same rules and the same words as the pages, behind a token of an office (F-17)."""

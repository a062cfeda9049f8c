"""Cells of CSV and xlsx files that a spreadsheet opens."""

from __future__ import annotations


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet cannot take for a formula (ASVS 1.2.10)."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\0") else text

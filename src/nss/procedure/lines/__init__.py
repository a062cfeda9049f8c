"""回線・論理端末 (guide SMTP): what the two items 回線 and 端末 of the selection screen have in common.

One list page (S09) and one page a line (S10) serve both; edits of lines carry the key `line`, those of terminals and
their mail addresses the key `terminal`, so an application ticks what it changes.
"""

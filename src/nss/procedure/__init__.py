"""Every row of the selection screen, in the folder of its group; `catalogue` collects them, `kit` holds the
tools that they share."""

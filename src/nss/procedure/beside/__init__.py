"""Applications outside the change application: new contracts, system settings, re-issues; and
attachments."""

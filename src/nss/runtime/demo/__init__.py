"""Sample companies of the demonstration."""

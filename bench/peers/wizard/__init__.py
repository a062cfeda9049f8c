"""A form wizard with four pages, kept in the session until it is sent, and a reviewer who approves."""

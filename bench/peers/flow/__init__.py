"""A workflow engine's flow with the same four pages and a reviewer who takes the task and approves."""

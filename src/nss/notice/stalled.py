"""Jobs of a worker that died: put back, so that every job runs at least once. Each of ours is safe to run twice."""

from __future__ import annotations

from django.db import connection

SILENT_SECONDS = 60
"""A worker whose heartbeat is older is dead (it beats every ten seconds)."""


def revive(silent_seconds: int = SILENT_SECONDS) -> int:
    """Queue what dead workers were doing; gives how many. With 0 every running job counts as left behind, which is right
    only where no other worker runs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL WHERE status = 'doing' AND (worker_id IS NULL "
            "OR worker_id IN (SELECT id FROM procrastinate_workers WHERE last_heartbeat <= now() - make_interval(secs => %s)))",
            [silent_seconds],
        )
        return int(cursor.rowcount)

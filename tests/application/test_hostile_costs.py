"""What reading a hostile file costs: seconds of the processor and memory of a process of its own, which may die of it."""

from __future__ import annotations

import pytest
from faults.uploads import CPU_SECONDS, MEMORY_MB, hostile, used_by

FILES = hostile(1024 * 1024)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_or_read_within_its_bounds(name: str) -> None:
    # Holds F23.
    said, cpu, memory = used_by(name, FILES[name])
    assert cpu <= CPU_SECONDS and memory <= MEMORY_MB, (said, cpu, memory)

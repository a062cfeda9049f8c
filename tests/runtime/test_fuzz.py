"""Every address, as every role, with every kind of value that no hand types: no fault of ours. Small here; all of it with
`make faults`, which sets NSS_FUZZ=large (F32)."""

from __future__ import annotations

import os

import pytest

from tests.account import world as worlds

from . import fuzzing

pytestmark = pytest.mark.django_db
SHARDS = 4
SEED = int(os.environ.get("NSS_FUZZ_SEED", "1"))


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_value_in_any_field_of_any_form_is_a_fault(shard: int, capsys: pytest.CaptureFixture[str]) -> None:
    # Holds F32.
    world = worlds.build()
    if os.environ.get("NSS_FUZZ") == "large":
        done = fuzzing.large(world, SEED, shard, SHARDS)
        with capsys.disabled():
            print(
                f"\nfigure: {done.asked} requests, {len(done.addresses)} addresses, {len(done.fields)} fields"
            )
    else:
        done = fuzzing.small(world, SEED, shard, SHARDS)
    assert len(done.addresses) > 30
    assert not done.faults, f"{len(done.faults)} faults:\n" + "\n".join(dict.fromkeys(done.faults[:40]))

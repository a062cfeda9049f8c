"""What the processes keep of the machine's memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nss.runtime.memory import give_back_large_blocks

SIGN_INS = """
import os, resource, threading
import nss.runtime.wsgi
from django.contrib.auth.hashers import check_password, make_password

def resident() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()

def sign_in() -> None:
    assert check_password("correct horse", made)

made = make_password("correct horse")
before = resident()
for _ in range(4):
    threads = [threading.Thread(target=sign_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(resident() - before)
"""

PAPERS = """
import resource
import nss.runtime.wsgi
from nss.document import render
from nss.document.data import Section
from tests.document.papers import paper, terminals

def own() -> int:
    with open("/proc/self/statm") as file:
        size, resident, shared = map(int, file.read().split()[:3])
    return (resident - shared) * resource.getpagesize()

before = own()
for n in range(12):
    render.pdf(paper(reason=f"理由{n}", sections=(Section("一般NACCS", terminals(10 + n)),)))
usual = own() - before
render.pdf(paper(reason="𠮷"))
print(usual, own() - before)
"""


def test_what_a_check_of_a_password_took_is_given_back() -> None:
    if not give_back_large_blocks():
        pytest.skip("the C library is not glibc")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SIGN_INS], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 8 * 2**20


def test_a_process_that_sets_papers_keeps_the_small_font_and_little_else() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PAPERS], capture_output=True, text=True, check=True
    )
    usual, with_rare = map(int, done.stdout.split())
    assert usual < 24 * 2**20
    assert with_rare < 32 * 2**20

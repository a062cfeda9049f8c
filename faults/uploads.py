"""F23: hostile files up to the bound of the product, ten at once, on a page that takes files."""

from __future__ import annotations

import http.client
import io
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
import zipfile
from html import unescape

from bench.driver import Browser

from .stage import PORT, ROOT, Outcome, Stage

LIMIT = 10 * 1024 * 1024
CPU_SECONDS, MEMORY_MB = 2.15, 200
"""Two seconds for the file, and by how much the system's own count may be late; the start of the process is taken off."""
WATCHED = """
import json, os, resource, sys
from nss.base import sandbox
body = sys.stdin.buffer.read()
def used():
    of = resource.getrusage(resource.RUSAGE_CHILDREN)
    return of.ru_utime + of.ru_stime
try:
    sandbox.run(sys.argv[1], b"", *sys.argv[2:])
except (sandbox.Overrun, sandbox.Unreadable):
    pass
start = used()
try:
    said = str(sandbox.run(sys.argv[1], body, *sys.argv[2:]))[:40]
except (sandbox.Overrun, sandbox.Unreadable) as error:
    said = type(error).__name__
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(json.dumps([said, used() - 2 * start, memory]))
"""
"""Reads nothing and then one file as the product does, and says what the process of its own used for the file."""


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, body in parts.items():
            z.writestr(name.replace("__", "/").replace("_dot_", "."), body)
    return out.getvalue()


def hostile(size: int = LIMIT) -> dict[str, bytes]:
    """Ten files, each with what its reader would choke on, most of them so large."""
    noise = random.Random(1).randbytes(size - 4096)  # noqa: S311
    book = {"[Content_Types]_dot_xml": b"<Types/>", "xl__workbook_dot_xml": b"<workbook/>"}
    deep = b"<a>" * (size // 7) + b"</a>" * (size // 7)
    many = b"".join(b"%d 0 obj <</Type /X /K [%d 0 R]>> endobj\n" % (n, n + 1) for n in range(1, size // 45))
    return {
        "bomb.xlsx": packed(**book, xl__sharedStrings_dot_xml=b" " * (11 * size)),
        "near.xlsx": packed(
            **book, xl__sharedStrings_dot_xml=b"<sst>" + b"<si><t>a</t></si>" * (size // 2) + b"</sst>"
        ),
        "deep.docx": packed(**{"[Content_Types]_dot_xml": b"<Types/>"}, word__document_dot_xml=deep),
        "noise.xlsx": packed(**book, xl__media__image1_dot_png=noise),
        "objects.pdf": (b"%PDF-1.7\n" + many)[: size - 100]
        + b"\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF",
        "noise.pdf": b"%PDF-1.7\n" + noise + b"\n%%EOF",
        "brackets.pdf": b"%PDF-1.7\n1 0 obj " + b"[" * (size - 200) + b" endobj\n%%EOF",
        "wide.png": b"\x89PNG\r\n\x1a\n"
        + (13).to_bytes(4, "big")
        + b"IHDR"
        + (60000).to_bytes(4, "big") * 2
        + b"\x08\x06\0\0\0"
        + noise,
        "wide.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF"
        + b"\0" * 10
        + b"\xff\xc0\x00\x0b\x08"
        + b"\xfd\xe8\xfd\xe8"
        + b"\x01\x01\x11\x00"
        + noise,
        "chain.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise,
    }


def used_by(name: str, body: bytes) -> tuple[str, float, int]:
    """What reading one file costs: the outcome, seconds of the processor without the start, MB."""
    from nss.application.files import LOOKED_AT_BY

    ending = name.rpartition(".")[2]
    task = f"nss.application.file_kinds.{LOOKED_AT_BY[ending]}:problem"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, task, ending],
        input=body,
        env=env,
        capture_output=True,
        check=True,
    )
    said, cpu, memory = json.loads(done.stdout)
    return said, cpu, memory


def upload(b: Browser, path: str, token: str, name: str, body: bytes) -> tuple[int, float]:
    """Status and seconds of sending one file."""
    mark = "xXfaultsXx"
    head = f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
    head += f'--{mark}\r\nContent-Disposition: form-data; name="upload"\r\n\r\n1\r\n'
    head += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
    whole = head.encode() + body + f"\r\n--{mark}--\r\n".encode()
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    began = time.perf_counter()
    cookie = "; ".join(f"{k}={v}" for k, v in b.cookies.items())
    line.request(
        "POST",
        path,
        whole,
        {
            "Content-Type": f"multipart/form-data; boundary={mark}",
            "Cookie": cookie,
            "Referer": f"http://127.0.0.1:{PORT}/",
        },
    )
    status = line.getresponse().status
    return status, time.perf_counter() - began


def ten_at_once(stage: Stage, times: int) -> Outcome:
    """Each file's process is measured, then all are sent at once to the check page of a draft."""
    from nss.application.models import Attachment

    files = hostile()
    costs = {name: used_by(name, body) for name, body in files.items()}
    b = Browser(PORT)
    b.sign_in("NAC001", "hanako")
    b.get("/apply/change/items/")
    day = re.search(r'name="wish_day"\s+value="(\d[^"]+)"', b.page)
    reason = re.search(r'name="reason_pick"\s+value="([^"]+)"', b.page)
    fields = [("items", "user-code"), ("has_other", "no"), ("wish_day", day[1] if day else "")]
    b.post("/apply/change/items/", [*fields, ("reason_pick", unescape(reason[1]) if reason else "")])
    draft = b.path.split("/")[2]
    path = f"/drafts/{draft}/check/"
    if b.get(path) != 200:
        return False, f"the page that takes files is not there: {path}"
    token = b.hidden("csrfmiddlewaretoken")
    before = set(Attachment.objects.values_list("pk", flat=True))
    took: dict[str, tuple[int, float]] = {}

    def send(name: str, body: bytes) -> None:
        took[name] = upload(b, path, token, name, body)

    threads = [threading.Thread(target=send, args=f) for f in files.items()]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    kept = list(Attachment.objects.exclude(pk__in=before).values_list("name", flat=True))
    faults = {n: s for n, (s, _) in took.items() if s not in (302, 413, 422)}
    cpu = max(c for _, c, _ in costs.values())
    memory = max(m for _, _, m in costs.values())
    wrong = [n for n in kept if costs[n][0] != "None"]
    good = not faults and not wrong and cpu <= CPU_SECONDS and memory <= MEMORY_MB and len(took) == 10
    return good, (
        f"10 files, {sum(map(len, files.values())) // 1024 // 1024} MB, at once: {len(kept)} taken, {10 - len(kept)} refused, the slowest answer "
        f"{max(s for _, s in took.values()):.1f} s; the dearest process {cpu:.1f} s of the processor and {memory} MB; faults: {faults or 'none'}"
        + (f"; kept though refused: {wrong}" if wrong else "")
    )

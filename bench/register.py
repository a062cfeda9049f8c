"""`python -m bench.register [offices]`: a register of 100,000 offices with a million IDs is taken over from CSV files:
refused whole with every hundredth office broken, brought in, and brought in again. Prints seconds and the largest memory
of the command, each in a process of its own, as an operator runs it."""

from __future__ import annotations

import csv
import os
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path

from .__main__ import ROOT
from .offices import short

DATA = Path(os.environ.get("BENCH_DATA") or ROOT / ".nss" / "register")
OFFICES, IDS = 100_000, 10
OF_A_COMPANY = 3
"""Offices of one company; the first of them has a line with two terminals."""
BROKEN = 100
SINCE = "2018/11/01"
ADDRESS = {"postal_code": "105-0022", "phone": "03-5500-1234"}
GOAL = "goal: 600 s"
Lines = Iterator[tuple[str, dict[str, str]]]


def of_office(n: int) -> Lines:
    """The n-th office: each line with the file that it goes into."""
    company, k = short(n // OF_A_COMPANY, 3), n % OF_A_COMPANY
    code, office = f"1{'ABC'[k]}{company}", f"{company}{k + 1:03d}"
    own = {"office_code": office}
    if k == 0:
        name = f"みなと物流{n}株式会社"
        yield "company", {"company_code": company, "name": name, "name_kana": "ミナトブツリュウ"}
        yield "head_office", {"company_code": company, **ADDRESS, "address": f"東京都港区海岸{n}-1"}
        yield from _line(n // OF_A_COMPANY, own)
    yield "contract", {**own, "customs": "1", "system_class": "共用", "billing_code": f"{2_000_000 + n}"}
    yield "office", {**own, **ADDRESS, "name": f"第{k + 1}営業部", "address": f"東京都港区海岸{n}-1"}
    yield "holder", {**own, "name": "港 太郎", "title": "代表取締役"}
    manager = {"name": "管理 一郎", "name_kana": "カンリ イチロウ", "phone": "0355001234"}
    yield "manager", {**own, **manager, "email": f"kanri{n}@minato.example"}
    yield "contractor_class", {**own, "value": "民間利用者"}
    yield "business", {**own, "system_class": "海上", "business": "通関"}
    flags = {"stats_paid": "要", "stats_free": "否", "bonded_storage": "否"}
    yield "user_code", {**own, "system_class": "海上", "code": code, **flags}
    for i in range(IDS):
        number = f"A{i}{'A' if i % 2 else '1'}"
        method = "net" if i % 2 else "インタ"
        yield "user_id", {**own, "business": "通関", "method": method, "code": code, "number": number}
    yield "mailbox", {**own, "name": f"{code}001"}
    yield "plan", {**own, "tab": "netNACCS", "plan": "Bプラン"}
    yield "billing", {**own, "name": "みなと物流", "postal_code": "1050022", "address": "東京都港区"}
    yield "payment", {**own, "method": "口座振替"}
    person = {"family_name": "通関", "given_name": "花子", "kana": "ツウカン ハナコ", "phone": "0120-794-550"}
    yield (
        "people",
        {**own, "login_id": "hanako", **person, "email": f"h{n}@minato.example", "role": "管理責任者"},
    )


def _line(n: int, own: dict[str, str]) -> Lines:
    router = f"{n:05d}"
    line = {"connection": "一般", "edifact": "否", "line_kind": "専用線", "speed": "128kbps"}
    more = {"wiring": "自社手配", "maintenance": "平日", "router": router, "spare_router": "なし"}
    where = {"postal_code": "1050022", "address": "東京都港区海岸1-1"}
    yield "line", {**own, "system_class": "共用", **line, **more, **where}
    block = int(IPv4Address("10.0.0.0")) + 8 * n
    yield "address_block", {**own, "router": router, "network": f"{IPv4Address(block)}/29"}
    for k, (package, letter) in enumerate((("メール", "M"), ("インタ", "C"))):
        terminal = {"system_class": "共用", "device": "PC", "package": package}
        name = {"name": f"{n:05d}{letter}", "address": str(IPv4Address(block + 2 + k))}
        yield "terminal", {**own, "router": router, **terminal, **name}


def write(folder: Path, offices: int, broken: bool = False) -> int:
    """The files; gives how many lines they have."""
    from nss.runtime.register.forms import forms

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    columns = {form.key: [c.name for c in form.columns] for form in forms()}
    files = {key: (folder / f"{key}.csv").open("w", encoding="utf-8", newline="") for key in columns}
    tables = {key: csv.DictWriter(files[key], names, restval="") for key, names in columns.items()}
    for table in tables.values():
        table.writeheader()
    counts = Counter[str]()
    for n in range(offices):
        for key, line in of_office(n):
            if broken and n % BROKEN == 0 and key == "user_code":
                line["system_class"] = "陸上"
            starts = {"starts": SINCE} if "starts" in columns[key] else {}
            tables[key].writerow({**line, **starts})
            counts[key] += 1
    for key, file in files.items():
        file.close()
        if not counts[key]:
            Path(file.name).unlink()
    return counts.total()


def command(what: str, *arguments: str) -> None:
    """The command as an operator runs it, its seconds and memory."""
    began = time.perf_counter()
    run = [sys.executable, "-m", "nss", "import-register", str(DATA / "files"), *arguments]
    made = subprocess.run(run, capture_output=True, text=True)
    said = (made.stdout or made.stderr).strip().splitlines()
    if os.environ.get("BENCH_STEPS"):
        print(made.stderr)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{what}: {time.perf_counter() - began:.1f} s, {largest:.0f} MB at most so far ({GOAL}); "
        f"exit {made.returncode}, {len(said)} lines said, the last: {said[-1][:120] if said else ''}",
        flush=True,
    )


def main(arguments: list[str]) -> int:
    """Write the files and run the command on them."""
    os.environ["NSS_DATA"] = str(DATA)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
    os.environ["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
    from nss.runtime import embedded, prepare

    offices = int(arguments[0]) if arguments else OFFICES
    server = embedded.Server(DATA)
    server.delete()
    DATA.mkdir(parents=True, exist_ok=True)
    with server.use():
        prepare.migrate()
        prepare.set_up_django()
        lines = write(DATA / "files", offices, broken=True)
        print(f"{offices:,} offices, {offices * IDS:,} IDs, {lines:,} lines", flush=True)
        command("refused, every hundredth office wrong")
        write(DATA / "files", offices)
        command("brought in")
        command("again, the same files")
        from django.db import connection

        connection.close()
        connection.close_pool()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

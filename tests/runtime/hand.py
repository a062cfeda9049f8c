"""What an operator's hands and systemd do on the machine of machine.py: run by that machine's own Python, beside hand.json."""

from __future__ import annotations

import json
import os
import shlex
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

TOLD = json.loads(Path(__file__).with_name("hand.json").read_text())
BASE = Path(TOLD["base"])
UNITS = BASE / "etc/systemd/system"


def edit(file: str) -> None:
    """Put the operator's own names into a file; each place must be there."""
    path = Path(file)
    text = path.read_text(encoding="utf-8")
    for old, new in TOLD["words"][path.name].items():
        if old not in text:
            sys.exit(f"{old} is not in {path}")
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def systemctl(verb: str, *names: str) -> None:
    units = [name for name in names if not name.startswith("--")]
    if verb == "daemon-reload":
        return
    if units == ["nginx"]:
        subprocess.run(["nginx"], check=True)
        return
    for name in units:
        unit = name if "." in name else f"{name}.service"
        if not (UNITS / unit).exists():
            sys.exit(f"no unit {unit}")
        if unit.endswith(".service"):
            (end if verb == "stop" else start)(unit)


def start(unit: str) -> None:
    """The commands of a unit with its settings, as its account; what runs already is ended first."""
    lines = [line.partition("=") for line in (UNITS / unit).read_text().splitlines() if "=" in line]
    says = {key: value for key, _, value in lines}
    env = {**os.environ, "PGUSER": says["User"]}
    for line in Path(says["EnvironmentFile"]).read_text().splitlines():
        if line and not line.startswith("#"):
            key, _, value = line.partition("=")
            env[key] = value
    commands = [
        shlex.split(says[key].replace("$$", "$").replace("%%", "%"))
        for key in ("ExecStart", "ExecStartPost")
        if key in says
    ]
    if says["Type"] == "oneshot":
        for command in commands:
            subprocess.run(command, env=env, check=True)
        return
    end(unit)
    command = [word.replace("8000", str(TOLD["pages"])) for word in commands[0]]
    with (BASE / "logs" / unit).open("ab") as log:
        running = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
    (BASE / "pids" / unit).write_text(str(running.pid))


def end(unit: str) -> None:
    """End what runs of a unit, and wait until it has."""
    pid = BASE / "pids" / unit
    if not pid.exists():
        return
    os.kill(int(pid.read_text()), signal.SIGTERM)
    line = Path(f"/proc/{pid.read_text()}/cmdline")
    while line.exists() and line.read_bytes():
        time.sleep(0.05)
    pid.unlink()


def curl(address: str) -> None:
    """Ask until it is there, as --retry does."""
    trust = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=TOLD["cert"]))
    ask = urllib.request.build_opener(urllib.request.ProxyHandler({}), trust).open
    for _ in range(600):
        try:
            print(ask(address, timeout=10).read().decode())
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.exit(f"{address} does not answer")


if __name__ == "__main__":
    {"edit": edit, "systemctl": systemctl, "curl": curl}[sys.argv[1]](*sys.argv[2:])

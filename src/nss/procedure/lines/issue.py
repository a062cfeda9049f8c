"""回線・論理端末: what a decision issues: router numbers, blocks, terminal names, LAN addresses, mail addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings

from nss.application.case import Case
from nss.application.edits import Action, Edit, add
from nss.application.rulebook import IssueJob
from nss.base.compiled_query import CompiledQuery
from nss.base.words import W
from nss.contract.rows.lines import AddressBlock
from nss.issuing import numbers, shapes
from nss.issuing.ahead import Ahead
from nss.procedure.kit.procedure import Suggestion

from .rows import LINE, TERMINAL

LETTER = {("pc", "interactive"): "C", ("pc", "mail"): "M", ("smtp", ""): "S", ("gw", ""): "G"}


def letter_of(edit: Edit) -> str:
    """The last letter of a terminal's name by device and package (D-02)."""
    return LETTER[str(edit.after["device"]), str(edit.after.get("package") or "")]


def blocks_of(router: str) -> list[str]:
    """Every block that a router has or will have, whatever its start day: an address is taken from any of them."""
    return list(dict.fromkeys(NETWORKS(router)))


NETWORKS = CompiledQuery(
    lambda router: (
        AddressBlock.objects.filter(router=router).order_by("starts", "id").values_list("network", flat=True)
    ),
    str,
)


def issue_lines(job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
    """A new line gets its router number and its first block."""
    done: list[Edit] = []
    for e in edits:
        if e.kind != "line" or e.action != Action.ADD.value:
            done.append(e)
            continue
        typed = job.chosen.get(e.ref)
        router = (
            numbers.claim("router", typed, job.office, job.application)
            if typed
            else numbers.router_number(job.office, job.application)
        )
        job.numbers[e.ref] = router
        network = job.numbers[f"block:{router}"] = numbers.block(job.office, job.application)
        done.append(replace(e, after={**e.after, "router": router}))
        done.append(add(LINE, "address_block", {"router": router, "network": network}, derived=True))
    return done


def issue_terminals(job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
    """One edit a terminal with its name and address; a full router gets another block, on record as a row of its own. Mail
    addresses of new servers go to one after the other, so that none is left without while another has two."""
    done: list[Edit] = []
    networks: dict[str, list[str]] = {}
    names: dict[str, list[str]] = {}
    for router in sorted(
        {_router(job, e) for e in edits if e.kind == "terminal" and e.action == Action.ADD.value}
    ):
        numbers.lock_router(router)
        networks[router] = [*blocks_of(router), *_fresh(job, router)]
    for n, e in enumerate(edits):
        if e.action != Action.ADD.value:
            done.append(e)
        elif e.kind == "mail_address":
            servers = [str(e.after["terminal"])] if e.after["terminal"] else names[e.parent]
            for k in range(e.count):
                name = servers[k % len(servers)]
                value = numbers.mail_address(name, settings.SMTP_TERMINAL_DOMAIN, job.office, job.application)
                done.append(replace(e, count=1, after={"terminal": name, "address": value}))
        else:
            router = _router(job, e)
            for k in range(e.count):
                name = _name(job, e, f"t{n}.{k}")
                address = numbers.address(networks[router], router, job.office, job.application)
                if address is None:
                    network = numbers.block(job.office, job.application)
                    networks[router].append(network)
                    after = {"router": router, "network": network}
                    done.append(add(TERMINAL, "address_block", after, derived=True))
                    address = numbers.address([network], router, job.office, job.application)
                done.append(
                    replace(e, count=1, after={**e.after, "router": router, "name": name, "address": address})
                )
                names.setdefault(e.ref, []).append(name)
                if k == 0:
                    job.numbers[e.ref] = name
    return done


def _name(job: IssueJob, edit: Edit, key: str) -> str:
    typed = job.chosen.get(key)
    if typed:
        shape = shapes.terminal_of(letter_of(edit))
        return numbers.claim("terminal", typed, job.office, job.application, shape)
    return numbers.terminal_name(letter_of(edit), job.office, job.application)


def _router(job: IssueJob, edit: Edit) -> str:
    return str(edit.after.get("router") or job.numbers[str(edit.options.get("line") or edit.parent)])


def _fresh(job: IssueJob, router: str) -> list[str]:
    """The first block of a line that this same decision adds: not a row yet."""
    network = job.numbers.get(f"block:{router}")
    return [network] if network else []


def suggest_lines(case: Case, ahead: Ahead) -> list[Suggestion]:
    """The router numbers that a decision would issue now."""
    new = [e for e in case.of(LINE) if e.kind == "line" and e.action == Action.ADD.value]
    return [Suggestion(e.ref, W("ルータ番号", "Router number"), ahead.router(), shapes.ROUTER) for e in new]


def suggest_terminals(case: Case, ahead: Ahead) -> list[Suggestion]:
    """Names by kind; addresses follow from the router's blocks and are not typed."""
    edits = [
        (n, e)
        for n, e in enumerate(case.of(TERMINAL))
        if e.kind == "terminal" and e.action == Action.ADD.value
    ]
    routers = {str(e.after.get("router") or "") for _, e in edits}
    blocks = {router: blocks_of(router) for router in routers}
    found: list[Suggestion] = []
    for n, e in edits:
        router = str(e.after.get("router") or "")
        for k in range(e.count):
            label = W("論理端末名", "Logical terminal name")
            if address := ahead.address(router, blocks[router]):
                label += f"（IP {address}）"
            shape = shapes.terminal_of(letter_of(e))
            found.append(Suggestion(f"t{n}.{k}", label, ahead.terminal(letter_of(e)), shape))
    return found

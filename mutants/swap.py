"""Puts a fault into a process that has already read everything: the code of live functions is exchanged.

That needs no import and so takes milliseconds. It reaches what stands in functions; what runs when a module is read
(tables, classes, defaults) has happened already, and `swap` says so instead of doing half.
"""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterator
from types import CodeType, FunctionType

KEPT = functools._lru_cache_wrapper
OPTIMIZED = 0x1
"""The flag of a function's code; modules and bodies of classes have it not."""


def swap(path: str, before: str, after: str) -> bool:
    """Exchange the code that differs between the two texts of `path`; False if a fresh process has to do it."""
    try:
        old, new = (compile(text, path, "exec", dont_inherit=True) for text in (before, after))
    except SyntaxError:
        return False
    changed = list(differing(old, new))
    if not changed or any(not way[0][0].co_flags & OPTIMIZED for way in changed):
        return False
    alive: dict[Key, list[FunctionType]] = {}
    gc.unfreeze()  # what is frozen would not be among the objects
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename == path:
            alive.setdefault(_key(thing.__code__), []).append(thing)
        elif isinstance(thing, KEPT) and thing.__module__.startswith("nss."):
            thing.cache_clear()  # what it answers may come from the code that is exchanged
    if any(_key(old) not in alive for (old, _), *_ in changed):
        return False
    try:
        for way in changed:
            for old, new in way:  # the outer ones make inner ones anew, from constants of theirs
                for function in alive.get(_key(old), ()):
                    function.__code__ = new
    except ValueError:  # it uses another number of names from around it
        return False
    return True


Key = tuple[str, int, bytes]


def _key(code: CodeType) -> Key:
    """Which code this is. The object itself will not do: its hash changes when it has run some times (Python 3.11)."""
    return code.co_qualname, code.co_firstlineno, code.co_code


def differing(old: CodeType, new: CodeType) -> Iterator[list[tuple[CodeType, CodeType]]]:
    """The ways to each piece of code that differs: the outermost function first, or that which is no function."""
    for way in _ways(old, new):
        functions = [pair for pair in way if pair[0].co_flags & OPTIMIZED]
        yield functions if way[-1] in functions else [way[-1]]


def _ways(old: CodeType, new: CodeType) -> Iterator[list[tuple[CodeType, CodeType]]]:
    inner_old, inner_new = _inner(old), _inner(new)
    if len(inner_old) != len(inner_new) or not _alike(old, new):
        yield [(old, new)]
        return
    for a, b in zip(inner_old, inner_new, strict=True):
        for way in _ways(a, b):
            yield [(old, new), *way]


def _inner(code: CodeType) -> list[CodeType]:
    return [c for c in code.co_consts if isinstance(c, CodeType)]


def _alike(old: CodeType, new: CodeType) -> bool:
    """Whether these do the same but for the code within; lines may have moved."""
    return (
        all(getattr(old, name) == getattr(new, name) for name in PARTS)
        and len(old.co_consts) == len(new.co_consts)
        and all(_same(a, b) for a, b in zip(old.co_consts, new.co_consts, strict=True))
    )


PARTS = (
    *("co_name", "co_code", "co_names", "co_varnames", "co_freevars", "co_cellvars", "co_flags"),
    *("co_argcount", "co_kwonlyargcount", "co_posonlyargcount", "co_exceptiontable"),
)


def _same(a: object, b: object) -> bool:
    """Equal, and of the same type all the way: True is not 1. Code within is looked at by itself."""
    if type(a) is not type(b):
        return False
    if isinstance(a, CodeType):
        return True
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
    return a == b

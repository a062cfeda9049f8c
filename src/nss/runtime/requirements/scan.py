"""Who cites which number: comments and docstrings of code, comments of templates, the text of the docs.

Values are not citations, except where the value is the number itself: kinds of mail (`"M07"`) and rows of `faults/`.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[4]
"""The folder of the repository; an installed wheel has neither tests nor docs beside it."""
PAGE = "docs/requirements.md"
OWN = ("src/nss/runtime/requirements/", "tests/runtime/test_requirements.py", PAGE)
"""What would cite everything."""
FOLDERS = ("src", "tests", "bench", "faults", "docs")
COMMENTS = {
    ".html": re.compile(r"\{#.*?#\}", re.DOTALL),
    ".typ": re.compile(r"//[^\n]*"),
    ".css": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".js": re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL),
}
NUMBER = re.compile(r"(?<![\w.\-#])(?:[SCNMP]\d{1,2}|[DTXF]-\d{1,2}|[EF]\d{1,2})(?![\w\-]*\w)")
SPAN = re.compile(r"(?<![\w.\-#])([SCNMPF])(\d{1,2})\s?[-–]\s?\1?(\d{1,2})(?!\w)")
VALUE = re.compile(r"M\d\d|F\d{1,2}")


def numbers(text: str) -> set[str]:
    """The numbers that a text names; `C14-C16` and `S07-11` name everything between, too."""
    found = set()
    for letter, first, last in SPAN.findall(text):
        found |= {f"{letter}{n:0{len(first)}d}" for n in range(int(first), int(last) + 1)}
    return found | set(NUMBER.findall(SPAN.sub(" ", text)))


def parsed(text: str) -> ast.AST:
    """The tree of a module. CPython 3.11 refused one once with `SystemError: AST constructor recursion depth mismatch`, in a process
    that had driven a browser before; why is not known. Asked once more: a module that cannot be read fails then."""
    try:
        return ast.parse(text)
    except SystemError:
        return ast.parse(text)


def of_python(text: str) -> Iterator[str]:
    """Comments, docstrings (of values, too), and values that are a number."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and VALUE.fullmatch(node.value):
            yield node.value


@cache
def prose(path: Path) -> str:
    """What a file says to its readers."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return "\n".join(of_python(text))
    if path.suffix in COMMENTS:
        return "\n".join(COMMENTS[path.suffix].findall(text))
    return text if path.suffix == ".md" else ""


def files(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """Every file that may cite, by its path from the root, in order."""
    tops = [root / "README.md", root / "CHANGELOG.md"]
    below = [p for folder in FOLDERS for p in sorted((root / folder).rglob("*")) if p.is_file()]
    for path in [*tops, *below]:
        name = path.relative_to(root).as_posix()
        if path.suffix in {".py", ".md", *COMMENTS} and not name.startswith(OWN):
            yield name, path


def cited(root: Path = ROOT) -> dict[str, list[str]]:
    """Number -> the files that cite it, in order."""
    found: dict[str, list[str]] = {}
    for name, path in files(root):
        for number in sorted(numbers(prose(path))):
            found.setdefault(number, []).append(name)
    return found


def below(names: Iterable[str], folder: str) -> list[str]:
    """Those of the files that lie in a folder, named from there."""
    return [n.removeprefix(folder) for n in names if n.startswith(folder)]

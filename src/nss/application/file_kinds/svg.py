"""SVG: well-formed, without script, handlers, entities or anything fetched. A plain DOCTYPE (draw.io, Illustrator and Visio
write one) is harmless and taken; so are UTF-16 and the Japanese encodings."""

from __future__ import annotations

import re

from defusedxml import ElementTree as safe_xml

from . import Finding

SVG_BAD = frozenset(
    (
        "script",
        "foreignobject",
        "iframe",
        "embed",
        "object",
        "audio",
        "video",
        "handler",
        "listener",
        "set",
        "animate",
        "animatetransform",
        "animatemotion",
    )
)
"""Elements that can do something (SVG 2, 15.2 and others)."""
NAMESPACE = "http://www.w3.org/2000/svg"
DECLARED = re.compile(r"""^<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]{1,40})["'][^>]{0,200}\?>""")
ENCODINGS = frozenset(
    (
        "utf-8",
        "utf8",
        "utf-16",
        "us-ascii",
        "ascii",
        "iso-8859-1",
        "windows-1252",
        "shift_jis",
        "windows-31j",
        "euc-jp",
    )
)
FETCHED = re.compile(r"url\((?!['\"]?(?:#|data:image/(?:png|jpeg|gif)[;,]))|@import|javascript:|expression\(")
PICTURES = ("data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif")


def problem(body: bytes, ending: str) -> Finding:
    """What is wrong with an SVG file; see the package for the codes."""
    root = safe_xml.fromstring(text_of(body).encode(), forbid_dtd=False)
    if str(root.tag) not in (f"{{{NAMESPACE}}}svg", "svg"):
        return "unreadable", ""
    return ("active", "") if any(_acts(node.tag, node.attrib, node.text) for node in root.iter()) else None


def text_of(body: bytes) -> str:
    """The text in whichever encoding it says, without its declaration."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = body.decode("utf-16")
    else:
        body = body.removeprefix(b"\xef\xbb\xbf").lstrip()
        said = DECLARED.match(body[:300].decode("ascii", "replace"))
        name = said[1].lower() if said else "utf-8"
        if name not in ENCODINGS:
            raise LookupError(name)
        text = body.decode("cp932" if name in ("shift_jis", "windows-31j") else name)
    text = text.lstrip("\ufeff").lstrip()
    if "[" in text.partition("<svg")[0]:
        raise ValueError("declarations of its own")
    return text.partition("?>")[2] if text.startswith("<?xml") else text


def _acts(tag: object, attributes: dict[str, str], text: str | None) -> bool:
    name = str(tag).rpartition("}")[2].lower()
    if name in SVG_BAD:
        return True
    for key, value in attributes.items():
        plain, packed = key.rpartition("}")[2].lower(), "".join(value.split()).lower()
        outside = plain in ("href", "src") and not packed.startswith(("#", *PICTURES))
        if (
            plain.startswith("on")
            or outside
            or FETCHED.search(packed)
            or (plain == "style" and "\\" in value)
        ):
            return True
    rules = "".join((text or "").split()).lower() if name == "style" else ""
    return "\\" in rules or bool(FETCHED.search(rules))  # an escape can spell any of these

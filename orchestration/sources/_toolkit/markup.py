"""Parses the XML and HTML of vendors, without entities, network or scripts."""

from __future__ import annotations

import json
import re
from html import escape as html_escape
from html import unescape
from typing import Any

import lxml.etree
import lxml.html

from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.surrogates import fix_surrogates

Element = lxml.etree._Element
# What follows a name that is set: X = {, "X": [, window["X"] = JSON.parse(".
_SET = re.compile(r"""["']?\s*\]?\s*(?:=(?!=)|:)\s*(?:JSON\.parse\(\s*(?=")|(?=[\[{]))""")
_NEXT_DATA = re.compile(r"""<script\b[^>]{0,200}\bid=["']__NEXT_DATA__["'][^>]{0,200}>""")
_OPEN = re.compile(r"\s*(?=[\[{])")
_DECLARATION = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*<\?xml\b(?:[^>]{0,100}?encoding=["']([\w.-]{1,40}))?[^>]{0,100}>"""
)
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.S)
_REFERENCE = re.compile(r"&(?:#(\d{1,7}|x[0-9a-f]{1,6});|(\w{1,32};))?", re.I)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_xml(content: bytes, what: str, *roots: str) -> Element:
    """The root of an XML document. Raises Unreadable when it is not XML or has another root.

    One posting with a character that XML does not allow, a bare `&` or an entity of HTML ends no
    feed: these have one meaning. Tags that do not match are not guessed.
    """
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
    try:
        root = lxml.etree.fromstring(content, parser)
    except (lxml.etree.XMLSyntaxError, ValueError) as error:
        try:
            root = lxml.etree.fromstring(_repaired(content), parser)
        except (lxml.etree.XMLSyntaxError, ValueError):
            raise Unreadable(f"{what}: not XML ({str(error)[:80]})") from error
    name = lxml.etree.QName(root).localname
    if roots and name not in roots:
        raise Unreadable(f"{what}: <{name}> where <{'> or <'.join(roots)}> is expected")
    return root


def _repaired(content: bytes) -> bytes:
    """XML as UTF-8, without the characters and references that XML does not allow."""
    declared = _DECLARATION.match(content)
    encoding = declared[1].decode("ascii") if declared and declared[1] else "utf-8"
    try:
        text = content[declared.end() if declared else 0 :].decode(encoding, "replace")
    except LookupError as error:
        raise ValueError(f"unknown encoding {encoding}") from error
    text = text.removeprefix("\ufeff").lstrip()
    parts = _CDATA.split(_NOT_XML.sub("", text))
    parts[::2] = (_REFERENCE.sub(_allowed, part) for part in parts[::2])
    return "".join(parts).encode()


def _allowed(reference: re.Match[str]) -> str:
    """A reference as XML allows it: a bare `&` is one, and a character that is not allowed is
    nothing."""
    number, name = reference.groups()
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        return "" if code > 0x10FFFF or _NOT_XML.match(chr(code)) else reference[0]
    if name in ("amp;", "lt;", "gt;", "quot;", "apos;"):
        return reference[0]
    meant = unescape(reference[0]) if name else "&"
    return html_escape(meant, quote=False)


def parse_html(text: str, what: str) -> Element:
    """The root of an HTML page. Raises Unreadable when the page is empty."""
    try:
        root: Element = lxml.html.document_fromstring(text.replace("\0", ""))
    except (lxml.etree.ParserError, ValueError) as error:
        raise Unreadable(f"{what}: not a page ({str(error)[:80]})") from error
    return root


def is_truncated(text: str) -> bool:
    """Whether a page opens its body and never closes it, so that an unknown part is missing."""
    return "<body" in text and "</body" not in text and "</html" not in text


def select(element: Element, path: str) -> list[Element]:
    """The elements that an XPath finds, in the order of the page."""
    found = element.xpath(path)
    return [item for item in found if isinstance(item, Element)] if isinstance(found, list) else []


def elements_by_class(element: Element, name: str) -> list[Element]:
    """The elements of a class inside an element."""
    return select(element, f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")


def text_of_class(element: Element, name: str) -> str | None:
    """The text of the first element of a class; None when there is none."""
    return next(map(element_text, elements_by_class(element, name)), None)


def element_text(element: Element | None) -> str | None:
    """The text of an element with white space as on the screen; None when there is none."""
    if element is None:
        return None
    return " ".join("".join(str(piece) for piece in element.itertext()).split()) or None


def inner_html(element: Element) -> str | None:
    """The markup inside an element; None when there is none."""
    pieces = [html_escape(element.text or "", quote=False)]
    pieces += [lxml.etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(filter(None, pieces)).strip() or None


def next_data(text: str, what: str) -> Any:
    """The JSON that a page of Next.js is made from, whatever the attributes of its script. Raises
    Unreadable."""
    if found := _NEXT_DATA.search(text):
        return extract_embedded_json(text, found[0], what)
    raise Unreadable(f"{what}: no data of Next.js in the page")


def extract_embedded_json(text: str, before: str, what: str) -> Any:
    """The JSON object or list to which a page sets the name `before`. Raises Unreadable.

    A name may be declared, compared or set to something empty before, so the last value counts. A
    value that cannot be parsed is Unreadable, since an earlier one would be taken for it.
    """
    name = before.strip()[:40]
    if before not in text:
        raise Unreadable(f"{what}: no {name!r} in the page")
    opens = before.rstrip()[-1:] in "(>"  # the value follows directly
    value: Any = None
    start = text.find(before)
    while start >= 0:
        start += len(before)
        found = (_OPEN if opens else _SET).match(text, start)
        if found:
            try:
                value, start = json.JSONDecoder(strict=False).raw_decode(text, found.end())
                value = json.loads(value, strict=False) if isinstance(value, str) else value
            except (ValueError, RecursionError) as error:
                raise Unreadable(f"{what}: no JSON after {name!r}") from error
        start = text.find(before, start)
    if not isinstance(value, dict | list):
        raise Unreadable(f"{what}: no JSON after {name!r}")
    return fix_surrogates(value)

"""Parses the XML and HTML of vendors, without entities, network or scripts."""

from __future__ import annotations

import json
import re
from html import escape as html_escape
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


def parse_xml(content: bytes, what: str, *roots: str) -> Element:
    """The root of an XML document. Raises Unreadable when it is not XML or has another root."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
    try:
        root = lxml.etree.fromstring(content, parser)
    except (lxml.etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"{what}: not XML ({str(error)[:80]})") from error
    name = lxml.etree.QName(root).localname
    if roots and name not in roots:
        raise Unreadable(f"{what}: <{name}> where <{'> or <'.join(roots)}> is expected")
    return root


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

"""XML and HTML as vendors send them: parsed without entities, network or scripts."""

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
# X = {, "X": [, window["X"] = JSON.parse(": what follows a name that is set.
_SET = re.compile(r"""["']?\s*\]?\s*(?:=(?!=)|:)\s*(?:JSON\.parse\(\s*(?=")|(?=[\[{]))""")
_OPEN = re.compile(r"\s*(?=[\[{])")


def parse_xml(content: bytes, what: str, *roots: str) -> Element:
    """The root of an XML document; Unreadable when it is none, or has another root name."""
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
    """The root of an HTML page; Unreadable when there is nothing in it."""
    try:
        root: Element = lxml.html.document_fromstring(text.replace("\0", ""))
    except (lxml.etree.ParserError, ValueError) as error:
        raise Unreadable(f"{what}: not a page ({str(error)[:80]})") from error
    return root


def is_truncated(text: str) -> bool:
    """A page that opens its body and never closes it, nor itself: what is missing is not known."""
    return "<body" in text and "</body" not in text and "</html" not in text


def select(element: Element, path: str) -> list[Element]:
    """The elements that an XPath finds, in the order of the page."""
    found = element.xpath(path)
    return [item for item in found if isinstance(item, Element)] if isinstance(found, list) else []


def elements_by_class(element: Element, name: str) -> list[Element]:
    """The elements inside that are of a class."""
    return select(element, f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")


def text_of_class(element: Element, name: str) -> str | None:
    """The words in the first element of a class; null when there is none."""
    return next(map(element_text, elements_by_class(element, name)), None)


def element_text(element: Element | None) -> str | None:
    """The text in an element, white space as on the screen; null when there is none."""
    if element is None:
        return None
    return " ".join("".join(str(piece) for piece in element.itertext()).split()) or None


def inner_html(element: Element) -> str | None:
    """The markup inside an element; null when there is none."""
    pieces = [html_escape(element.text or "", quote=False)]
    pieces += [lxml.etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(filter(None, pieces)).strip() or None


def extract_embedded_json(text: str, before: str, what: str) -> Any:
    """The JSON object or list that `before` is set to in a page; Unreadable when there is none.

    A name may be declared, compared or set to something empty first: the last value holds. One
    that begins and cannot be read is Unreadable, for an earlier one would pass for it.
    """
    said = before.strip()[:40]
    if before not in text:
        raise Unreadable(f"{what}: no {said!r} in the page")
    opens = before.rstrip()[-1:] in "(>"  # the text itself says that the value follows
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
                raise Unreadable(f"{what}: no JSON after {said!r}") from error
        start = text.find(before, start)
    if not isinstance(value, dict | list):
        raise Unreadable(f"{what}: no JSON after {said!r}")
    return fix_surrogates(value)

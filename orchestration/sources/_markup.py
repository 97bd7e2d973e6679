"""XML and HTML as vendors send them: parsed without entities, network or scripts."""

from __future__ import annotations

import json
from html import escape as html_escape
from typing import Any

import lxml.etree
import lxml.html

from orchestration.sources._listing import Unreadable, paired

Element = lxml.etree._Element


def xml(content: bytes, what: str, *roots: str) -> Element:
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


def html(text: str, what: str) -> Element:
    """The root of an HTML page; Unreadable when there is nothing in it."""
    try:
        root: Element = lxml.html.document_fromstring(text.replace("\0", ""))
    except (lxml.etree.ParserError, ValueError) as error:
        raise Unreadable(f"{what}: not a page ({str(error)[:80]})") from error
    return root


def select(element: Element, path: str) -> list[Element]:
    """The elements that an XPath finds, in the order of the page."""
    found = element.xpath(path)
    return [item for item in found if isinstance(item, Element)] if isinstance(found, list) else []


def classed(element: Element, name: str) -> list[Element]:
    """The elements inside that are of a class."""
    return select(element, f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")


def words_of(element: Element, name: str) -> str | None:
    """The words in the first element of a class; null when there is none."""
    return next(map(words, classed(element, name)), None)


def words(element: Element | None) -> str | None:
    """The text in an element, white space as on the screen; null when there is none."""
    if element is None:
        return None
    return " ".join("".join(str(piece) for piece in element.itertext()).split()) or None


def inner(element: Element) -> str | None:
    """The markup inside an element; null when there is none."""
    pieces = [html_escape(element.text or "", quote=False)]
    pieces += [lxml.etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(filter(None, pieces)).strip() or None


def embedded(text: str, before: str, what: str) -> Any:
    """The JSON value that follows the text `before` in a page; Unreadable when there is none."""
    start = text.find(before)
    if start < 0:
        raise Unreadable(f"{what}: no {before.strip()[:40]!r} in the page")
    start += len(before)
    while start < len(text) and text[start] in " \t\r\n=:":
        start += 1
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
        return paired(value)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{what}: no JSON after {before.strip()[:40]!r}") from error

"""schema.org items written as microdata (itemscope, itemtype, itemprop) in a page's own markup.

https://html.spec.whatwg.org/multipage/microdata.html. Gives what the same items would be as
JSON-LD, so that one reader serves both (`_schema_org`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orchestration.sources._toolkit.markup import Element, element_text, inner_html, select

_LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "source": "src",
          "embed": "src", "iframe": "src", "object": "data"}  # fmt: skip
_VALUES = {"meta": "content", "time": "datetime", "data": "value", "meter": "value"}
_MARKUP = frozenset({"description", "responsibilities", "qualifications", "skills", "jobBenefits",
                     "experienceRequirements", "educationRequirements"})  # fmt: skip
"""Properties whose value is text with lists and headings: as markup, not as bare words."""
DEEPEST = 8


def items(root: Element, kind: str) -> list[dict[str, Any]]:
    """The items of a type, by its last word, in the order of the page; none inside another."""
    found = [e for e in select(root, "//*[@itemscope and @itemtype]") if kind in _types(e)]
    inside = {id(e) for item in found for e in select(item, ".//*[@itemscope and @itemtype]")}
    return [_item(e, root, 0) for e in found if id(e) not in inside]


def _types(element: Element) -> list[str]:
    return [
        name.rstrip("/#").rpartition("/")[2] for name in _attribute(element, "itemtype").split()
    ]


def _item(element: Element, root: Element, depth: int) -> dict[str, Any]:
    """An item as JSON-LD would have it: a property once as its value, several times as a list."""
    said: dict[str, Any] = {"@type": next(iter(_types(element)), "Thing")}
    for prop in _properties(element, root):
        value = _value(prop, root, depth)
        if value in (None, ""):
            continue
        for name in _attribute(prop, "itemprop").split():
            name = name.rstrip("/").rpartition("/")[2]
            if name in said and said[name] != value:
                before = said[name] if isinstance(said[name], list) else [said[name]]
                said[name] = [*before, value]
            else:
                said[name] = value
    return said


def _properties(element: Element, root: Element) -> Iterator[Element]:
    """The elements with a property of an item, not those of items inside it."""
    todo = list(element)[::-1]
    for name in _attribute(element, "itemref").split()[:20]:
        todo += [e for e in select(root, "//*[@id and @itemprop]") if e.get("id") == name]
    while todo:
        child = todo.pop()
        if not isinstance(child.tag, str):
            continue
        if child.get("itemprop"):
            yield child
        if child.get("itemscope") is None:
            todo += list(child)[::-1]


def _value(element: Element, root: Element, depth: int) -> Any:
    if element.get("itemscope") is not None:
        return _item(element, root, depth + 1) if depth < DEEPEST else None
    tag = str(element.tag)
    if (content := element.get("content")) is not None:
        return content.strip()
    names = _attribute(element, "itemprop").split()
    if tag in _LINKS and (names == ["url"] or tag != "a"):
        return _attribute(element, _LINKS[tag]).strip()
    if tag in _VALUES and element.get(_VALUES[tag]) is not None:
        return _attribute(element, _VALUES[tag]).strip()
    return inner_html(element) if _MARKUP.intersection(names) else element_text(element)


def _attribute(element: Element, name: str) -> str:
    return str(element.get(name) or "")

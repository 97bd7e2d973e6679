"""schema.org items written as microdata (itemscope, itemtype, itemprop) in a page's own markup.

https://html.spec.whatwg.org/multipage/microdata.html. Returns items in the form of JSON-LD, so that
`schema_org` reads both.
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
"""Properties with lists and headings, whose value is kept as markup."""
DEEPEST = 8


def items(root: Element, kind: str) -> list[dict[str, Any]]:
    """The items of a type in the order of the page, without those inside another item of the type.

    `kind` is the last part of the type's address.
    """
    found = [e for e in select(root, "//*[@itemscope and @itemtype]") if kind in _types(e)]
    inside = {id(e) for item in found for e in select(item, ".//*[@itemscope and @itemtype]")}
    return [_item(e, root, 0) for e in found if id(e) not in inside]


def _types(element: Element) -> list[str]:
    return [
        name.rstrip("/#").rpartition("/")[2] for name in _attribute(element, "itemtype").split()
    ]


def _item(element: Element, root: Element, depth: int) -> dict[str, Any]:
    """An item as in JSON-LD: a property is a value, or a list when it occurs several times."""
    found: dict[str, Any] = {"@type": next(iter(_types(element)), "Thing")}
    for prop in _properties(element, root):
        value = _value(prop, root, depth)
        if value in (None, ""):
            continue
        for name in _attribute(prop, "itemprop").split():
            name = name.rstrip("/").rpartition("/")[2]
            if name in found and found[name] != value:
                before = found[name] if isinstance(found[name], list) else [found[name]]
                found[name] = [*before, value]
            else:
                found[name] = value
    return found


def _properties(element: Element, root: Element) -> Iterator[Element]:
    """The elements that hold the properties of an item, without those of items inside it."""
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

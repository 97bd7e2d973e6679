"""Walking the pages of a list until it proves whole. Knows no vendor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from orchestration.sources._toolkit.errors import Incomplete, NotFound
from orchestration.sources._toolkit.listing import Posting

MAX_PAGES = 2_000

Page = tuple[Sequence[Posting], object]
"""The rows of one page, and the number of rows that the whole list is announced to have."""


def get_path(answer: object, *keys: str) -> object:
    """What an answer announces under nested keys; a value in the way of them stands for it."""
    for key in keys:
        if not isinstance(answer, Mapping):
            break
        answer = answer.get(key)
    return answer


def row_key(value: object) -> str | None:
    """A row's key as text, whatever it is in JSON; null for a row without one."""
    return value if value is None or isinstance(value, str) else repr(value)


def walk_pages(
    ask: Callable[[int], Page],
    key: str | Callable[[Posting], Any],
    size: int,
    what: str,
    cap: int | None = None,
    announces: bool = True,
) -> Iterator[Posting]:
    """The rows of `ask(0)`, `ask(1)`… in pages of `size`; a row whose key came already is left out.

    The first page's total counts; without one a page that is not full is the last. A row counts
    once, but twice on one page where a vendor has a row for each place. Rows without a key are
    passed on: they cannot be read. Raises `Incomplete` at the end when other than the total came,
    when the total is no number or stands at the vendor's `cap`, when a vendor that `announces` one
    has none (a short page proves nothing: the size may not be the one asked for), or when a page
    only repeats earlier ones.
    """
    seen: set[str | None] = set()
    announced: object = None
    total: int | None = None
    count = 0
    for number in range(MAX_PAGES):
        try:
            rows, also = ask(number)
        except NotFound:
            if number and count == total:
                break  # some vendors have no page past the end
            raise
        if number == 0:
            announced, total = also, also if type(also) is int else None
        keys = [row_key(key(row) if callable(key) else row.get(key)) for row in rows]
        fresh = [(k, row) for k, row in zip(keys, rows, strict=True) if k not in seen]
        if rows and not fresh:
            if count == total:
                break  # past the end some vendors begin again
            raise Incomplete(f"{what}: page {number + 1} repeats earlier ones, {count} rows sent")
        count += len(fresh)
        for k, row in fresh:
            if k is None or k not in seen:
                seen.add(k)
                yield row
        reached = total is None or (number + 1) * size >= total
        if not rows or (reached and len(rows) < size):
            break
    else:
        raise Incomplete(f"{what}: not at an end after {MAX_PAGES} pages")
    if cap is not None and total is not None and total >= cap:
        raise Incomplete(f"{what}: {total} announced, where the vendor's list ends")
    if total is None and announced is not None:
        raise Incomplete(f"{what}: the number of postings announced is no number")
    if total is None and announces:
        raise Incomplete(f"{what}: {count} postings sent, no number announced")
    if total is not None and count != total:
        raise Incomplete(f"{what}: {count} postings sent, {total} announced")

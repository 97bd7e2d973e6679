"""Reads the pages of a list until it is complete. Knows no vendor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from orchestration.sources._toolkit.errors import Incomplete, NotFound
from orchestration.sources._toolkit.listing import Posting

MAX_PAGES = 2_000

Page = tuple[Sequence[Posting], object]
"""The rows of one page, and the announced number of rows of the whole list."""


def get_path(answer: object, *keys: str) -> object:
    """The value under nested keys; a value that is not an object ends the path and is returned."""
    for key in keys:
        if not isinstance(answer, Mapping):
            break
        answer = answer.get(key)
    return answer


def row_key(value: object) -> str | None:
    """The key of a row as text, whatever its JSON type; None for a row without one."""
    return value if value is None or isinstance(value, str) else repr(value)


def walk_pages(
    fetch_page: Callable[[int], Page],
    key: str | Callable[[Posting], Any],
    size: int,
    what: str,
    cap: int | None = None,
    announces: bool = True,
) -> Iterator[Posting]:
    """The rows of `fetch_page(0)`, `fetch_page(1)`… in pages of `size`, each key once.

    The total on the first page counts; without one a page that is not full is the last. A repeated
    key on a later page is not counted; on the same page it is, since some vendors send a row for
    each place. Rows without a key are yielded, and `read` rejects them.

    Raises `Incomplete` at the end when the number of rows is not the total; when the total is not a
    number or has reached the vendor's `cap`; when a vendor that `announces` a total has none (a
    short page proves nothing, since the page size may differ from the requested one); or when a
    page only repeats earlier ones.
    """
    seen: set[str | None] = set()
    announced: object = None
    total: int | None = None
    count = 0
    for number in range(MAX_PAGES):
        try:
            rows, page_total = fetch_page(number)
        except NotFound:
            if number and count == total:
                break  # some vendors answer 404 after the last page
            raise
        if number == 0:
            announced = page_total
            total = page_total if type(page_total) is int else None
        keys = [row_key(key(row) if callable(key) else row.get(key)) for row in rows]
        fresh = [(k, row) for k, row in zip(keys, rows, strict=True) if k not in seen]
        if rows and not fresh:
            if count == total:
                break  # after the last page some vendors begin again
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
        raise Incomplete(f"{what}: more than {MAX_PAGES} pages")
    if cap is not None and total is not None and total >= cap:
        raise Incomplete(f"{what}: {total} announced, where the vendor's list ends")
    if total is None and announced is not None:
        raise Incomplete(f"{what}: the announced number of postings is not a number")
    if total is None and announces:
        raise Incomplete(f"{what}: {count} postings sent, no number announced")
    if total is not None and count != total:
        raise Incomplete(f"{what}: {count} postings sent, {total} announced")

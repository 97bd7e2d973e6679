"""What a browser would find in a page: its elements, and its words."""

import html
import re
from html.parser import HTMLParser


class Reader(HTMLParser):
    """What a browser would find: elements with their attributes, and the rows' texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def of(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.elements if tag in tags]


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def row_of(text: str, segment_id: str, after: str = "<main") -> str:
    """The words of the first row of a segment in or after a section."""
    rest = text[text.index(after) :]
    at = rest.index(f'data-segment="{html.escape(segment_id)}"')
    return words(rest[rest.rindex("<tr", 0, at) : rest.index("</tr>", at)])

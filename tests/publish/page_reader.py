"""What a browser would find in a page: its elements, and its words."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path


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
    text = re.sub(r"</?(a|span)\b[^>]*>", "", text)  # a number in a sentence, not a word apart
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def row_of(text: str, segment_id: str, after: str = "<main") -> str:
    """The words of the first row of a segment in or after a section."""
    rest = text[text.index(after) :]
    at = rest.index(f'data-segment="{html.escape(segment_id)}"')
    return words(rest[rest.rindex("<tr", 0, at) : rest.index("</tr>", at)])


def bars(site: Path) -> dict[str, float]:
    """The number of every bar of the explore pages of a site, by the id of its figure."""
    found = {}
    for page in sorted((site / "explore").rglob("*.html")):
        for table in page.read_text("utf-8").split('<table class="bars">')[1:]:
            rows = table.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
            for row in rows:
                (cell,) = [a for a in Reader(row).of("td") if a.get("class") == "n"]
                text = words(
                    row.partition('<td class="n"')[2].partition(">")[2].partition("</td>")[0]
                )
                found[str(cell["data-figure"])] = float(text.replace(",", ""))
    return found


class Numbers(HTMLParser):
    """The numbers in cells of a page: the text of each, and the attributes that say what it is.

    Cells are those of class `n` or `number`; with `is_every`, each cell of a table and each
    description of a list, but for files, licence and citation of a panel. On a page of passports
    the id in `code` says it: of the row, or of the passport that the list is in.
    """

    def __init__(self, text: str, is_every: bool = False) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._is_every = is_every
        self._around: dict[str, dict[str, str]] = {}
        self._cell: dict[str, str] | None = None
        self._cell_tag = self._text = ""
        self._code: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        classes = set(attributes.get("class", "").split())
        if tag in ("td", "th", "tr", "dd", "dt"):
            self._close()  # an end tag may be left out
        if self._cell is not None and tag in ("a", "span"):
            self._cell |= {k: v for k, v in attributes.items() if k.startswith("data-")}
        if tag == "section" or (
            tag == "details" and classes
        ):  # not the further facts of a passport
            self._around.pop("passport", None)
        if tag in ("table", "tr", "dl"):
            self._around[tag] = attributes
        if tag == "div" and "passport" in classes:
            self._around["passport"] = attributes
        if tag == "code":
            self._code = ""
        is_about = self._around.get("dl", {}).get("class") == "about"
        is_shown = self._is_every and (not is_about or "passport" in self._around)
        is_cell = tag in ("td", "dd") and (is_shown or classes & {"n", "number"})
        if is_cell or (tag == "span" and "number" in classes):
            self._cell, self._cell_tag, self._text = attributes, tag, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "code" and self._code is not None:
            for around in ("tr", "passport"):
                if self._cell is None and "id" in self._around.get(around, {}):
                    self._around[around].setdefault("code", self._code)
            self._code = None
        if tag in ("table", "tr", "dl", "tbody", self._cell_tag):
            self._close()
            self._around.pop(tag, None)

    def handle_data(self, data: str) -> None:
        self._text += data
        if self._code is not None:
            self._code += data

    def _close(self) -> None:
        if self._cell is not None and any(character.isdigit() for character in self._text):
            outer = {k: v for of in self._around.values() for k, v in of.items()}
            self.found.append((" ".join(self._text.split()), {**outer, **self._cell}))
        self._cell = None


class Sentences(HTMLParser):
    """The sentences of a page that have numbers: what of each says of no digit what it is of.

    Sentences are the lead of the page and of each panel, the findings, and the bases of tiles.
    """

    KEPT = ("data-figure", "data-table", "data-file")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._tag = ""
        self._said: list[bool] = []
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        classes = set((attributes.get("class") or "").split())
        if self._tag:
            if tag in ("a", "span"):
                self._said.append(any(name in attributes for name in self.KEPT))
        elif "hidden" not in attributes and self._is_sentence(tag, classes):
            self._tag, self._said = tag, []
            self.found.append("")
        if tag in ("ol", "section", "nav", "details"):
            self._inside.append("findings" if "findings" in classes else tag)

    def _is_sentence(self, tag: str, classes: set[str]) -> bool:
        """A paragraph of a panel has no class; below it, in its closed part, are notes."""
        if tag == "p" and classes & {"lead", "trust"}:
            return True
        if tag == "li":
            return self._inside[-1:] == ["findings"]
        is_panel = tag == "p" and not classes and self._inside[-1:] == ["section"]
        return is_panel or (tag == "dd" and bool(classes & {"base", "number"}))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._tag:
            self._tag = ""
        elif self._tag and tag in ("a", "span") and self._said:
            self._said.pop()
        if tag in ("ol", "section", "nav", "details") and self._inside:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._tag and not any(self._said):
            self.found[-1] += data

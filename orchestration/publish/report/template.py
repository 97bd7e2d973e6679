"""The templates of a release's pages, and the style sheet and script that each page includes."""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from orchestration import plain_text
from orchestration.publish.report import addresses, names, rounding, sentences, typography

HERE = Path(__file__).parent
PAGES = (
    ("index.html", "Overview"),
    ("report/index.html", "AI report"),
    ("explore/index.html", "Explore"),
    ("methodology/index.html", "Methodology"),
    ("coverage/index.html", "Coverage"),
    ("quality/index.html", "Quality"),
    ("docs/index.html", "Tables"),
)
"""The pages that every page leads to."""
CARDS = "cards"
KINDS = {
    **{address.partition("/")[0].removesuffix(".html"): name for address, name in PAGES[:-1]},
    addresses.PASSPORTS: "Passports",
}
"""The kinds of pages that have a card, by the first part of their addresses."""
SOURCE = "job postings that employers published, read by Hiring Ledger"
LICENCE = (
    "Figures and tables: CC BY 4.0. Code: MIT. Places: GeoNames, CC BY 4.0. "
    "Exchange rates: European Central Bank."
)


def page(name: str, manifest: Mapping[str, Any], root: str, **values: Any) -> str:
    """A page of a release; `root` is the path from the page to the folder of the release.

    The value `subjects` has the explore page of each segment that has one, relative to that folder.
    """
    night = rounding.day(manifest["night"])
    card = here_card(str(values["here"]), root, manifest.get("base_url") or "")
    shared = {"manifest": manifest, "night": night, "root": root, "pages": PAGES} | card
    return typography.joined(template(name).render({"subjects": {}} | shared | values).lstrip())


def card(kind: str) -> str:
    """The card of a kind of page, relative to the folder of a release."""
    return f"{CARDS}/{kind}.png"


def here_card(here: str, root: str, base_url: str) -> dict[str, str]:
    """The addresses of a page and its card, for those who show a link to it.

    They are absolute where the address of the site is known; a page has no address otherwise.
    """
    image = card(here.partition("/")[0].removesuffix(".html"))
    return {
        "card_url": f"{base_url}{image}" if base_url else f"{root}{image}",
        "page_url": f"{base_url}{here}" if base_url else "",
    }


def template(name: str) -> jinja2.Template:
    """A template of this folder."""
    return environment().get_template(name)


@cache
def environment() -> jinja2.Environment:
    """The Jinja environment: values are escaped, and control characters removed."""
    # Each page has both, so they have no space that a browser does not need.
    css = re.sub(r"\s+", " ", (HERE / "page.css").read_text("utf-8"))
    css = re.sub(r" ?([{};,]) ?|(:) ", r"\1\2", css)
    script = re.sub(r"\n\s+", "\n", (HERE / "page.js").read_text("utf-8"))
    filled = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        finalize=plain_text.shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Our own files; the policy of a page allows only their hashes.
    filled.globals |= {"css": Markup(css), "css_hash": _hash(css)}
    filled.globals |= {"script": Markup(script), "script_hash": _hash(script)}
    filled.globals |= {"source": SOURCE, "licence": LICENCE}
    filled.filters |= {"passport": addresses.passport, "anchor": addresses.anchor}
    filled.filters |= {"total": sentences.total, "sentence": sentences.html, "source": names.source}
    filled.filters["rule"] = names.rule
    filled.globals |= {"no_data": rounding.NO_DATA, "not_read": rounding.NOT_READ}
    filled.globals["empty_words"] = (rounding.NO_DATA, rounding.NOT_READ, rounding.SUPPRESSED)
    return filled


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

"""The templates of a release's pages, and the style sheet that each page includes."""

import base64
import hashlib
from pathlib import Path

import jinja2
from markupsafe import Markup

from orchestration import plain_text
from orchestration.publish.report import rounding

HERE = Path(__file__).parent


def template(name: str) -> jinja2.Template:
    """A template of this folder."""
    return environment().get_template(name)


def environment() -> jinja2.Environment:
    """The Jinja environment: values are escaped, and control characters removed."""
    css = (HERE / "page.css").read_text("utf-8")
    filled = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        finalize=plain_text.shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filled.globals |= {
        "css": Markup(css),  # our own file; the page's policy allows only its hash
        "css_hash": base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
        "empty_words": (rounding.NO_DATA, rounding.NOT_READ),
    }
    return filled

"""The sources: every public module in this package is one, and its name is the ats."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterable
from typing import cast

from orchestration.sources._toolkit.listing import Source


def all_sources() -> dict[str, Source]:
    """All sources by ats name, in alphabetical order."""
    return {name: cast(Source, importlib.import_module(f"{__name__}.{name}")) for name in _names()}


def require_sources(names: Iterable[str]) -> None:
    """ValueError that names those that are no source: a misspelt one must not mean "none"."""
    if unknown := sorted({*names} - {*_names()}):
        raise ValueError(f"no such source: {', '.join(unknown)}; there are {', '.join(_names())}")


@functools.cache
def _names() -> tuple[str, ...]:
    modules = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in modules if not name.startswith("_")))


def disabled_sources() -> dict[str, str]:
    """The sources that are off by default, with the reason."""
    reasons = {ats: getattr(source, "OFF", None) for ats, source in all_sources().items()}
    return {ats: reason for ats, reason in reasons.items() if reason}

"""The vendors: every public module renders postings in one vendor's format and exports `VENDOR`.

A module has the name of its source. To add a vendor, add a module with one function.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection
from dataclasses import replace

from orchestration.simulator.posting import Vendor


def all_vendors() -> dict[str, Vendor]:
    """All vendors by ats name, in alphabetical order."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return {name: importlib.import_module(f"{__name__}.{name}").VENDOR for name in names}


def of_market(names: Collection[str] = ()) -> dict[str, Vendor]:
    """The vendors of a market: those with a share, or the named ones, each with the same share."""
    vendors = all_vendors()
    if names:
        return {name: replace(vendors[name], share=1.0) for name in sorted(names)}
    return {name: vendor for name, vendor in vendors.items() if vendor.share}

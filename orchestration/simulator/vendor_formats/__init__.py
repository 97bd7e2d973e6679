"""Discovery: every public module here draws one vendor's wire shape and exports `VENDOR`.

A module is named like its source. Adding a vendor is adding a module with one function.
"""

from __future__ import annotations

import importlib
import pkgutil

from orchestration.simulator.posting import Vendor


def discover() -> dict[str, Vendor]:
    """All vendors by ats name, in alphabetical order."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return {name: importlib.import_module(f"{__name__}.{name}").VENDOR for name in names}

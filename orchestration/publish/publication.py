"""Whether a sample may be published, by the seed `publication_rules`, as the models say it.

The models say it for all figures at once (macro `publication`); a test compares both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.publish.seeds import seed

STATUSES = ("ok", "low", "suppressed")
"""From the best to the worst."""
WORDS = {"ok": "published", "low": "low sample", "suppressed": "suppressed"}
"""What readers call a status."""
_RULES = {rule["publish_status"]: rule for rule in seed("publication_rules")}


def status(sample: Mapping[str, Any], is_of_one_company: bool) -> tuple[str, str | None]:
    """The status of a sample, and what it lacks of a better one.

    A sample has role_count, company_count, effective_company_count and top_company_share.
    """
    for_ok, for_low = (_lacking(sample, is_of_one_company, name) for name in ("ok", "low"))
    if not for_ok:
        return "ok", None
    return ("low", for_ok) if not for_low else ("suppressed", for_low)


def _lacking(sample: Mapping[str, Any], is_of_one_company: bool, name: str) -> str:
    rule = _RULES[name]
    found = []
    if sample["role_count"] < int(rule["min_roles"]):
        found.append(f"fewer than {rule['min_roles']} roles")
    if not is_of_one_company:
        if sample["company_count"] < int(rule["min_companies"]):
            found.append(f"fewer than {rule['min_companies']} companies")
        if sample["effective_company_count"] < float(rule["min_effective_companies"]):
            found.append(f"fewer than {rule['min_effective_companies']} effective companies")
        if sample["top_company_share"] > float(rule["max_top_company_share"]):
            most = round(100 * float(rule["max_top_company_share"]))
            found.append(f"one company has more than {most} %")
    return "; ".join(found)

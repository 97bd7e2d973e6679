"""Sentences of an explore page about pay that it does not show."""

from collections.abc import Sequence

from orchestration.publish.report import rounding, sentences
from orchestration.publish.report.parts import Record


def paid_elsewhere(subject: Record, salaries: Sequence[Record]) -> str:
    """Why fewer listings have a pay on the page of a country or state than disclose one."""
    disclosing = subject["with_salary_count"]
    missing = disclosing - sum(row["listing_count"] for row in salaries)
    if subject["dimension"] not in ("country", "state") or missing <= 0:
        return ""

    def number(value: int) -> str:
        segment_id = f"{subject['dimension']}={subject['key']}"
        return sentences.number(rounding.count(value), f"{segment_id}/disclosure_share/report")

    return (
        f"Of the {number(disclosing)} that disclose pay, {number(missing)} "
        f"{'states' if missing == 1 else 'state'} it for another country or in the currency of "
        f"another country. {'It does' if missing == 1 else 'They do'} not count in the pay figures "
        "of this page."
    )


def without_pay(subject: Record, elsewhere: str) -> str:
    """Why a page has no chart of pay; `elsewhere` says whose pay it does not count."""
    if elsewhere:
        return "No listing states pay for this place."
    if subject["with_text_count"]:
        return "No listing discloses pay."
    return "Unknown: no text of these listings was read."

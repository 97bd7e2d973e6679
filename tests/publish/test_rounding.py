"""The one rounding rule, the one threshold of a low sample, and which addresses are linked."""

import pytest

from orchestration.publish.report import rounding
from tests.paths import SEEDS


def test_figures_and_pages_have_one_threshold() -> None:
    seed = SEEDS / "publication_rules.csv"
    assert "low,20,10,0,0.5" in seed.read_text("utf-8").split()
    assert (rounding.MIN_LISTINGS, rounding.MIN_COMPANIES) == (20, 10)
    statuses = ("ok", "low", "suppressed", None)
    small = [rounding.is_low_sample_pay({"salary_publish_status": s}) for s in statuses]
    assert small == [False, True, True, False], "nothing counted is no data"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (rounding.money(212_500.5), "$212,501"),
        (rounding.money(-3.2), "−$3"),
        (rounding.money(float("nan")), "no data"),
        (rounding.thousands(212_500), "$213K"),
        (rounding.share(0.255), "26%"),
        (rounding.share(0.0), "0%"),
        (rounding.share(0.001), "<1%"),
        (rounding.share(0.999), ">99%"),
        (rounding.share(None), "no data"),
        (rounding.sample(0), "no data"),
        (rounding.count(0), "0"),
        (rounding.signed_money(10_001), "+$10,001"),
        (rounding.signed_money(-0.4), "$0"),
        (rounding.signed_money(0.4), "$0"),
        (rounding.signed_share(0.587), "+59%"),
        (rounding.signed_share(-0.9), "−90%"),
        (rounding.signed_share(0.0), "0%"),
    ],
)
def test_one_rounding_rule(value: str, expected: str) -> None:
    assert value == expected


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://jobs.example.org/1", True),
        ("http://jobs.example.org/1", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("//jobs.example.org/1", False),
        ("https:///nowhere", False),
        ("https://[broken", False),
        ("https://jobs.example.org/@acme", True),
        ("https://jobs.example.org@203.0.113.7/1", False),
        ("https://evil\\jobs.example.org/1", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(address: str | None, is_kept: bool) -> None:
    assert (rounding.web_address(address) == address) is is_kept or address is None
    if address is None:
        assert rounding.web_address(address) is None

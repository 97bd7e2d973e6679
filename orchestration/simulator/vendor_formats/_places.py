"""Places in parts, for vendors without a label or with a label beside the parts."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from orchestration.simulator.places import Place
from orchestration.simulator.posting import Posting

_ISO3 = (
    "US=USA GB=GBR DE=DEU CA=CAN IN=IND FR=FRA NL=NLD IE=IRL ES=ESP PT=PRT PL=POL SE=SWE CH=CHE "
    "DK=DNK CZ=CZE RO=ROU IT=ITA IL=ISR AU=AUS NZ=NZL SG=SGP JP=JPN BR=BRA MX=MEX ZA=ZAF"
)
ISO3 = dict(pair.split("=") for pair in _ISO3.split())


class Parts(NamedTuple):
    """One place. A vendor without labels puts the work model of the label into the city."""

    label: str
    city: str | None
    region: str | None
    country: str | None
    code: str | None
    is_remote: bool

    @property
    def said(self) -> str | None:
        """The city field of a vendor without a field for a label."""
        if self.is_remote:
            return "Remote"
        return f"Hybrid - {self.city}" if self.label.startswith("Hybrid") else self.city

    @property
    def iso3(self) -> str | None:
        """The country code of three letters; its name for a rare country."""
        return ISO3.get(self.code or "", self.country)


def parts_of(posting: Posting) -> tuple[Parts, ...]:
    """Every place of a posting in order; a place for remote work has no city."""
    return _parts(posting.labels, posting.places)


@lru_cache(1 << 14)
def _parts(labels: tuple[str, ...], places: tuple[Place, ...]) -> tuple[Parts, ...]:
    found = []
    for label, place in zip_longest(labels, places):
        remote = (label or "").startswith("Remote")
        if place is None:
            found.append(Parts(label, None, None, None, None, remote))
            continue
        city, region = (None, None) if remote else (place.city, place.region)
        country = "United States" if place.code == "US" else place.country
        found.append(Parts(label or place.label, city, region, country, place.code, remote))
    return tuple(found)

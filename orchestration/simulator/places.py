"""The cities of listings as boards write them, with currency and pay level. No geocoding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.simulator.world import WORLD


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One city, a key of caches by identity. The label ends with `country`; `level` is pay relative
    to the US."""

    city: str
    region: str | None
    country: str
    code: str
    currency: str
    level: float

    @property
    def label(self) -> str:
        """The city as boards write it."""
        return f"{self.city}, {self.region or self.country}"


USD_PER: dict[str, float] = {
    "USD": 1.0, "EUR": 1.09, "GBP": 1.28, "CAD": 0.73, "AUD": 0.66, "INR": 0.0118, "PLN": 0.255,
    "CHF": 1.14, "SEK": 0.097, "JPY": 0.0067, "BRL": 0.178, "SGD": 0.75, "MXN": 0.053,
    "DKK": 0.146, "CZK": 0.044, "ILS": 0.27, "RON": 0.219, "NZD": 0.60, "ZAR": 0.055,
}  # fmt: skip
"""US dollars for one unit of a currency: plausible values, used only for the level of pay."""
CURRENCIES = list(USD_PER)

_COUNTRIES = """
US|United States|USD|1.00|46|San Francisco, CA*9; New York, NY*9; Seattle, WA*5; Austin, TX*4; \
Boston, MA*3; Chicago, IL*2; Denver, CO*2; Los Angeles, CA*2; Mountain View, CA*2; \
Palo Alto, CA*1; San Diego, CA*1; Atlanta, GA*1; Washington, DC*1; Portland, OR*1; \
Pittsburgh, PA*1; Raleigh, NC*1; Salt Lake City, UT*1; Miami, FL*1
GB|UK|GBP|0.68|8|London*8; Manchester*1; Edinburgh*1; Bristol*1; Cambridge*1
DE|Germany|EUR|0.60|6|Berlin*5; Munich*3; Hamburg*1; Cologne*1
CA|Canada|CAD|0.66|6|Toronto*5; Vancouver*3; Montreal*2; Ottawa*1
IN|India|INR|0.32|8|Bengaluru*6; Hyderabad*3; Pune*2; Gurugram*1
FR|France|EUR|0.55|3|Paris*6; Lyon*1
NL|Netherlands|EUR|0.60|2|Amsterdam*4; Rotterdam*1
IE|Ireland|EUR|0.62|2|Dublin*5; Cork*1
ES|Spain|EUR|0.46|2|Madrid*2; Barcelona*3
PT|Portugal|EUR|0.42|1|Lisbon*3; Porto*1
PL|Poland|PLN|0.48|3|Warsaw*4; Kraków*3; Wrocław*1
SE|Sweden|SEK|0.52|1|Stockholm*4; Gothenburg*1
CH|Switzerland|CHF|0.95|1|Zurich*4; Geneva*1
DK|Denmark|DKK|0.60|1|Copenhagen*1
CZ|Czechia|CZK|0.45|0.5|Prague*1
RO|Romania|RON|0.42|0.7|Bucharest*2; Cluj-Napoca*1
IT|Italy|EUR|0.45|0.7|Milan*2; Rome*1
IL|Israel|ILS|0.75|1.2|Tel Aviv*1
AU|Australia|AUD|0.68|2|Sydney*4; Melbourne*3; Brisbane*1
NZ|New Zealand|NZD|0.52|0.4|Auckland*1
SG|Singapore|SGD|0.62|1.5|Singapore*1
JP|Japan|JPY|0.50|1.2|Tokyo*4; Osaka*1
BR|Brazil|BRL|0.36|1.5|São Paulo*4; Rio de Janeiro*1
MX|Mexico|MXN|0.36|1|Mexico City*3; Guadalajara*1
ZA|South Africa|ZAR|0.36|0.4|Cape Town*1
"""


def _read() -> tuple[list[Place], list[float]]:
    places, weights = [], []
    for line in _COUNTRIES.replace("\\\n", "").strip().splitlines():
        code, name, currency, level, weight, cities = line.split("|")
        parts = [item.strip().rsplit("*", 1) for item in cities.split(";")]
        total = sum(float(share) for _, share in parts)
        for label, share in parts:
            city, _, region = label.partition(", ")
            places.append(Place(city, region or None, name, code, currency, float(level)))
            weights.append(float(weight) * float(share) / total)
    return places, weights


CITIES, WEIGHTS = _read()
RARE = [
    Place(city, None, name, code, "USD", 0.35)
    for code, city, name in (
        (code, *label.split(", ", 1))
        for code, label in (item.strip().split("=") for item in WORLD.split(";") if item.strip())
    )
    if code not in {place.code for place in CITIES}
]
"""One city in each other country: never drawn, used only to meet a figure on countries."""
PLACES = CITIES + RARE
CUMULATED = np.cumsum(WEIGHTS) / np.sum(WEIGHTS)
COUNTRY = np.array([place.code for place in PLACES])
CURRENCY = np.array([CURRENCIES.index(place.currency) for place in PLACES])
LEVEL = np.array([place.level for place in PLACES])
OF_COUNTRY = {
    code: np.flatnonzero(COUNTRY[: len(CITIES)] == code) for code in dict.fromkeys(COUNTRY.tolist())
}

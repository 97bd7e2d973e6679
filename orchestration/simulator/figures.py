"""Bending a market until its true figures are the published ones.

First who belongs where (companies, industries, technologies), then who states pay and who works
where, last how much (`fit`). Only listings without copies change sides, so that the copies of an
opening stay alike.
"""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np

from orchestration.simulator import targets as published
from orchestration.simulator.chance import Bools, Ints, bits
from orchestration.simulator.companies import BANDS, INDUSTRY_IDS, NAMED
from orchestration.simulator.fit import Group, fit
from orchestration.simulator.market import Firms, Market, Sequence, draw, sequence
from orchestration.simulator.places import CITIES, COUNTRY, LEVEL, OF_COUNTRY, PLACES
from orchestration.simulator.targets import Target, industry, members
from orchestration.simulator.technologies import AI_UNION, COLUMN, FAMILIES

log = logging.getLogger(__name__)
Met = list[tuple[str, str, str, str]]


def bend(
    seed: int, until: int, listings: int, firm: Firms, path: Path, vendors: int
) -> tuple[Market, Met]:
    """The listings [0, until); those before `listings` meet the figures. Changes `firm`."""
    targets = published.read(path, listings)
    openings = sequence(seed, until, firm)
    _own(seed, openings, listings, targets)
    _profile(openings, listings, firm, targets)
    whole = draw(seed, openings, 0, until, firm)
    market = whole.take(slice(0, listings))
    change = _Change(seed, market, firm, targets)
    change.technologies()
    change.pay_stated()
    change.workplaces()
    change.countries()
    change.pay()
    for name in ("priced", "exact", "mid", "workplace", "place", "second", "uses"):
        getattr(whole, name)[:listings] = getattr(market, name)
    met = published.judge(targets, market, firm, vendors)
    missed = [f"{figure} ({true}, not {target})" for figure, target, true, ok in met if ok != "yes"]
    if missed:
        log.warning("figures not met: %s", "; ".join(missed))
    return whole, met


def _own(seed: int, openings: Sequence, listings: int, targets: list[Target]) -> None:
    """Give the named companies as many listings as the figures say."""
    ends = openings.ends
    inside = np.flatnonzero(ends <= listings)
    shuffled = inside[np.argsort(bits(seed, "moved", inside), kind="stable")]
    shuffled = shuffled[np.argsort(openings.copies[shuffled] == 1, kind="stable")]  # copies first
    for target in targets:
        name = target.segment.removeprefix("company=")
        if name not in NAMED or target.measure != "listing_count":
            continue
        own, copies = NAMED[name], openings.copies
        have = int(copies[inside][openings.company[inside] == own].sum())
        have += (
            int(listings - ends[inside[-1]]) if openings.company[inside[-1] + 1 :][:1] == own else 0
        )
        missing = int(target.value) - have
        for opening in shuffled:
            mine = openings.company[opening] == own
            size = int(copies[opening])
            if missing > 0 and size <= missing and openings.company[opening] >= len(NAMED):
                openings.company[opening] = own
                missing -= size
            elif missing < 0 and mine and size <= -missing:
                openings.company[opening] = len(NAMED) + opening % 40
                missing += size
            if not missing:
                break


def _profile(openings: Sequence, listings: int, firm: Firms, targets: list[Target]) -> None:
    """Move companies into or out of an industry until its listings are as many as published."""
    owner = np.repeat(openings.company, openings.copies)[:listings]
    size = np.bincount(owner, minlength=len(firm.weight))
    for target in targets:
        name = target.segment.removeprefix("industry=")
        if name not in INDUSTRY_IDS or target.measure != "listing_count":
            continue
        number, other = INDUSTRY_IDS.index(name), INDUSTRY_IDS.index("healthcare")
        inside = (firm.industry == number) | (firm.second == number)
        missing = int(target.value) - int(size[inside].sum())
        movable = np.flatnonzero((size > 0) & (inside == (missing < 0)))
        movable = movable[movable >= len(NAMED)]
        for company in movable[np.argsort(-size[movable], kind="stable")]:
            if 0 < size[company] <= abs(missing):
                firm.industry[company] = number if missing > 0 else other
                firm.second[company] = -1
                missing -= int(size[company]) * (1 if missing > 0 else -1)


class _Change:
    """The steps that change a market in place; each leaves what the earlier ones settled."""

    def __init__(self, seed: int, market: Market, firm: Firms, targets: list[Target]) -> None:
        self.market, self.firm, self.targets = market, firm, targets
        self.single = market.copies == 1
        self.rank = bits(seed, "bent", market.number)

    def _some(self, mask: Bools, count: int) -> Ints:
        """So many listings of a mask, always the same ones."""
        rows = np.flatnonzero(mask)
        return rows[np.argsort(self.rank[rows], kind="stable")][: max(count, 0)]

    def _members(self, segment: str) -> Bools:
        return members(segment, self.market, self.firm)

    def technologies(self) -> None:
        """Counts of single technologies, then of the union of the AI ones."""
        market, uses = self.market, self.market.uses
        expert = np.isin(market.family, [FAMILIES.index("ml"), FAMILIES.index("ai")])
        for target in self.targets:
            kind, _, name = target.segment.partition("=")
            if kind != "technology" or target.measure != "listing_count":
                continue
            has, column = uses[:, COLUMN[name]], COLUMN[name]
            extra = int(has.sum() - target.value)
            uses[self._some(has & self.single, extra), column] = False
            uses[self._some(~has & self.single & uses[:, COLUMN["llm"]], -extra), column] = True
        for target in self.targets:
            if target.segment != "segment=ai_union" or target.measure != "listing_count":
                continue
            union = self._members("segment=ai_union")
            extra = int(union.sum() - target.value)
            loose = union & self.single & ~market.priced & ~uses[:, COLUMN["openai"]]
            loose &= ~industry("ai-ml", market, self.firm)
            extra -= self._forget(self._some(loose & ~expert, extra * 9), extra)
            extra -= self._forget(self._some(loose & expert, extra * 9), extra)
            new = ~self._members("segment=ai_union") & self.single & (market.family <= 2)
            uses[self._some(new, -extra), COLUMN["llm"]] = True

    def _forget(self, rows: Ints, count: int) -> int:
        """Take the AI technologies out of so many listings; enough stay to state pay."""
        uses, columns = self.market.uses, [COLUMN[name] for name in AI_UNION]
        least = {segment: 1.1 * target.n for segment, target in self._pay_groups() if target.n}
        floor = np.array([least.get(f"technology={name}", 0.0) for name in AI_UNION])
        have, gone = uses[:, columns].sum(axis=0), 0
        for row in rows:
            if gone == count:
                break
            used = uses[row, columns]
            if (have - used >= floor)[used].all():
                uses[row, columns] = False
                have, gone = have - used, gone + 1
        return gone

    def _pay_groups(self) -> list[tuple[str, Target]]:
        """The segments whose pay is published, without `has_salary`."""
        pairs = []
        for target in self.targets:
            if target.measure in ("mean_usd", "median_usd"):
                pairs.append((target.segment.replace(" & has_salary", ""), target))
            elif target.measure == "mean_difference_usd":
                pairs += [(side, target) for side in target.segment.split(" - ")]
        return pairs

    def pay_stated(self) -> None:
        """Who states pay: dollars a year in US cities for every member of a published group."""
        market = self.market
        numbers = {
            segment: target.n for segment, target in self._pay_groups() if target.n is not None
        }
        core = {name: n for name, n in numbers.items() if name != "technology=python"}
        kinds = np.array([self._members(name) for name in core])
        bent = np.any([self._members(name) for name, _ in self._pay_groups()], axis=0)
        at_home = (market.place >= 0) & (COUNTRY[market.place] == "US")
        if len(kinds):
            market.priced &= ~bent | at_home | (kinds.any(axis=0) & self.single)
            self._balance(kinds, np.array(list(core.values())))
            market.priced &= ~bent | at_home | (kinds.any(axis=0) & self.single)
        for name, n in numbers.items():
            if name in core:
                continue
            mask = self._members(name)
            pool = mask & self.single & ~kinds.any(axis=0)
            extra = int((mask & market.priced).sum()) - n
            market.priced[self._some(pool & market.priced, extra)] = False
            market.priced[self._some(pool & ~market.priced & at_home, -extra)] = True
        market.exact[:] = market.priced & bent
        moved = np.flatnonzero(market.exact & ~at_home)
        cities = OF_COUNTRY["US"]
        market.mid[moved] /= LEVEL[np.maximum(market.place[moved], 0)]
        market.place[moved] = cities[(self.rank[moved] % np.uint64(len(cities))).astype(np.int64)]
        market.second[moved] = -1

    def _balance(self, kinds: Bools, wanted: Ints) -> None:
        """Switch single listings on or off, always the kind, or the two kinds, that help most."""
        priced = self.market.priced
        code = (kinds * (1 << np.arange(len(kinds)))[:, None]).sum(axis=0)
        stock: list[list[int]] = [[]]  # the first move is to do nothing
        effects = [np.zeros(len(kinds), np.int64)]
        for kind in np.unique(code[code > 0]).tolist():
            for on in (True, False):
                rows = self._some(self.single & (code == kind) & (priced == on), len(code))
                stock.append(rows.tolist())
                effects.append(((kind >> np.arange(len(kinds))) & 1) * (-1 if on else 1))
        effect = np.array(effects)
        pairs = effect[:, None, :] + effect[None, :, :]
        gap = wanted - (kinds & priced).sum(axis=1)
        while gap.any():
            cost = np.abs(gap - pairs).sum(axis=2).astype(np.float64)
            empty = np.array([not rows for rows in stock])
            empty[0] = False
            cost[empty, :] = cost[:, empty] = np.inf
            np.fill_diagonal(cost, np.inf)
            one, other = np.unravel_index(int(cost.argmin()), cost.shape)
            if cost[one, other] >= np.abs(gap).sum():
                return
            for move in (int(one), int(other)):
                if move:
                    row = stock[move].pop()
                    priced[row] = not priced[row]
            gap = gap - pairs[one, other]

    def workplaces(self) -> None:
        """Remote counts of the AI union by size of company, then of industries outside it."""
        union = self._members("segment=ai_union")
        whole = sum(
            int(t.value) for t in self.targets
            if t.segment == "segment=ai_union & workplace=remote" and t.measure == "listing_count"
        )  # fmt: skip
        shares = {
            t.segment.partition("company_size")[2].removeprefix("="): t.value
            for t in self.targets
            if t.segment.startswith("segment=ai_union & company_size")
        }
        bands = self.firm.band[self.market.company]
        for band, share in shares.items():
            rows = union & (bands == BANDS.index(band))
            self._remote(rows, rows, round(share * int(rows.sum())))
        if whole:
            rest = union & (bands == BANDS.index("unknown")) if shares else union
            known = int((union & ~rest & (self.market.workplace == 0)).sum())
            self._remote(rest, rest, min(max(whole - known, 0), int(rest.sum())))
            left = whole - int((union & (self.market.workplace == 0)).sum())
            big = union & ~rest
            self._remote(big, big, int((big & (self.market.workplace == 0)).sum()) + left)
        settled = union.copy()
        for target in self.targets:
            if target.measure == "remote_share" and target.segment.startswith("industry="):
                rows = self._members(target.segment)
                self._remote(rows, rows & ~settled, round(target.value * int(rows.sum())))
                settled |= rows

    def _remote(self, rows: Bools, pool: Bools, count: int) -> None:
        work = self.market.workplace
        extra = int((rows & (work == 0)).sum()) - count
        stop = self._some(pool & self.single & (work == 0), extra)
        work[stop] = 1 + (self.rank[stop] % np.uint64(3)).astype(np.int64)
        work[self._some(pool & self.single & (work != 0), -extra)] = 0

    def countries(self) -> None:
        """Two listings without pay in each of as many more countries as are missing."""
        market = self.market
        for target in self.targets:
            if target.measure != "country_count":
                continue
            have = len(np.unique(COUNTRY[market.place[market.place >= 0]]))
            more = np.arange(len(CITIES), len(PLACES))[: max(int(target.value) - have, 0)]
            pool = self.single & ~market.priced & (market.place >= 0)
            rows = self._some(pool, 2 * len(more))
            market.place[rows] = np.resize(more, len(rows))
            market.second[rows] = -1

    def pay(self) -> None:
        """Means and medians."""
        market = self.market
        means: dict[str, float] = {}
        dollar, medians = set(), {}
        for segment, target in self._pay_groups():
            if target.measure == "mean_usd":
                means[segment] = target.value
                if target.rounding <= 1:
                    dollar.add(segment)
            elif target.measure == "median_usd":
                medians[segment] = target.value
        for target in self.targets:
            if target.measure == "mean_difference_usd":
                one, other = target.segment.split(" - ")
                if one in means and other not in means:
                    means[other] = means[one] - target.value
        groups = [
            Group(name, self._members(name) & market.exact, mean, name in dollar, medians.get(name))
            for name, mean in means.items()
        ]
        groups += self._guards(means)
        groups = [group for group in groups if group.rows.any()]
        market.mid[:] = fit(market.mid, groups)

    def _guards(self, means: dict[str, float]) -> list[Group]:
        """Industries without a figure must not outrank those with one."""
        market = self.market
        ranked = [
            t.segment.removeprefix("industry=") for t in self.targets if t.measure == "salary_rank"
        ]
        guards = []
        for name in INDUSTRY_IDS:
            rows = industry(name, market, self.firm) & market.exact if name else market.exact
            ceiling = min((means[f"industry={top}"] for top in ranked), default=0.0) * 0.96
            if ranked and name and f"industry={name}" not in means and rows.any():
                guards.append(Group(name, rows, min(ceiling, float(market.mid[rows].mean()))))
        for segment, mean in list(means.items()):
            if "seniority>=senior" in segment:
                wider = segment.replace(" & seniority>=senior", "")
                above = np.isin(market.seniority, (7, 8))  # managers and directors
                guards.append(Group("wider", self._members(wider) & market.exact & above, mean))
        return guards

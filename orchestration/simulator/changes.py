"""Changes a market to meet published figures: technologies, stated pay, workplaces, countries, pay.

The texts change only of listings without copies, so that the copies of an opening stay the same.
"""

from __future__ import annotations

import numpy as np

from orchestration.simulator.companies import BANDS, INDUSTRY_IDS
from orchestration.simulator.draws import Bools, Ints, bits
from orchestration.simulator.fit import Group, balance, fit
from orchestration.simulator.market import LEVELS, Market
from orchestration.simulator.places import CITIES, COUNTRY, LEVEL, OF_COUNTRY, PLACES
from orchestration.simulator.sequence import Firms
from orchestration.simulator.targets import Target, industry, members
from orchestration.simulator.technologies import AI_UNION, COLUMN, FAMILIES

_HEADS = [LEVELS.index("manager"), LEVELS.index("director")]
_SOFTWARE = ("graphql", "mysql", "postgresql", "redis")
"""As many as the rules on titles count as a sign of software work (`int_titles__listings`)."""
_NO_SIGN = ("linux", "embedded", "llm", "openai", "anthropic", "rag", "langchain")
"""Technologies that also other work names, so that these rules do not count them."""


class Change:
    """Changes a market in place, in steps; a step keeps the figures of the steps before it."""

    def __init__(self, seed: int, market: Market, firm: Firms, targets: list[Target]) -> None:
        self.market, self.firm, self.targets = market, firm, targets
        self.single = market.copies == 1
        self.rank = bits(seed, "bent", market.number)

    def _some(self, mask: Bools, count: int) -> Ints:
        """`count` listings of a mask, always the same ones."""
        rows = np.flatnonzero(mask)
        return rows[np.argsort(self.rank[rows], kind="stable")][: max(count, 0)]

    def _members(self, segment: str) -> Bools:
        return members(segment, self.market, self.firm)

    def technologies(self) -> None:
        """Fit the counts of single technologies, then of the union of AI technologies."""
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
            extra -= self._forget(self._some(loose & ~expert, extra * 30), extra)
            extra -= self._forget(self._some(loose & expert, extra * 30), extra)
            loose = union & self.single & ~industry("ai-ml", market, self.firm)
            loose &= ~uses[:, COLUMN["openai"]]
            extra -= self._forget(
                self._some(loose & self._members("segment=ai_union"), extra * 30), extra
            )
            new = ~self._members("segment=ai_union") & self.single & (market.family <= 2)
            uses[self._some(new, -extra), COLUMN["llm"]] = True
        self._say_software()

    def _say_software(self) -> None:
        """Let a text say that it is software work where a title alone may not, such as "Quality
        Assurance Engineer" or "Engineering Manager, Clinical Data": by technologies that no figure
        counts."""
        market = self.market
        unclear = np.isin(market.family, [FAMILIES.index("quality"), FAMILIES.index("platform")])
        unclear |= np.isin(market.seniority, _HEADS)
        signs = np.delete(market.uses, [COLUMN[name] for name in _NO_SIGN], axis=1).sum(axis=1)
        rows = np.flatnonzero(unclear & (signs < len(_SOFTWARE)))
        for name in _SOFTWARE:
            market.uses[rows, COLUMN[name]] = True

    def _forget(self, rows: Ints, count: int) -> int:
        """Remove the AI technologies from up to `count` listings, keeping enough for the pay
        groups; the number of changed listings."""
        uses, columns = self.market.uses, [COLUMN[name] for name in AI_UNION]
        least = {segment: 1.03 * target.n for segment, target in self._pay_groups() if target.n}
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
        """The segments with a published pay figure, without `has_salary`."""
        pairs = []
        for target in self.targets:
            if target.measure in ("mean_usd", "median_usd"):
                pairs.append((target.segment.replace(" & has_salary", ""), target))
            elif target.measure == "mean_difference_usd":
                pairs += [(side, target) for side in target.segment.split(" - ")]
        return pairs

    def pay_stated(self) -> None:
        """Fit the number of listings that state pay; members of a published group do so in US
        cities."""
        market = self.market
        numbers = {
            segment: target.n for segment, target in self._pay_groups() if target.n is not None
        }
        core = {name: n for name, n in numbers.items() if name != "technology=python"}
        kinds = np.array([self._members(name) for name in core])
        published = np.any([self._members(name) for name, _ in self._pay_groups()], axis=0)
        at_home = (market.place >= 0) & (COUNTRY[market.place] == "US")
        if len(kinds):
            balance(market.priced, kinds, np.array(list(core.values())), self.rank)
            market.priced &= ~published | at_home | kinds.any(axis=0)
        for name, n in numbers.items():
            if name in core:
                continue
            mask = self._members(name)
            pool = mask & ~kinds.any(axis=0)
            extra = int((mask & market.priced).sum()) - n
            market.priced[self._some(pool & market.priced, extra)] = False
            market.priced[self._some(pool & ~market.priced & at_home, -extra)] = True
        market.exact[:] = market.priced & published
        moved = np.flatnonzero(market.exact & ~at_home)
        cities = OF_COUNTRY["US"]
        market.mid[moved] /= LEVEL[np.maximum(market.place[moved], 0)]
        market.place[moved] = cities[(self.rank[moved] % np.uint64(len(cities))).astype(np.int64)]
        market.second[moved] = -1

    def workplaces(self) -> None:
        """Fit the remote counts of the AI union by company size, then of industries outside it."""
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
        """Fit the number of countries: two listings without pay in each additional country."""
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
        """Fit the means and medians of pay."""
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
        """Groups that keep industries without a figure below those with a rank."""
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
                above = np.isin(market.seniority, _HEADS)
                guards.append(Group("wider", self._members(wider) & market.exact & above, mean))
        return guards

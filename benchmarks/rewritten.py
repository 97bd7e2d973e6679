"""Whether a posting that is written otherwise gets the same answers. No label is needed.

`python -m benchmarks.rewritten --real DIR [--each N] [--only RULE ...] [--show N]` takes up to N
postings of each recorded board of `DIR`, without the employer's own fields, writes each again by
every rule of `REWRITES`, builds one warehouse and compares: other markup, signs or spellings of the
same words must not change what is read. It prints for each rule how many postings it changed, and
of how many of these each field differs, by half of the employers (see `quality`).
"""

from __future__ import annotations

import argparse
import hashlib
import re
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.quality import is_teaching
from benchmarks.quality._data import HIDDEN, Data, Given
from benchmarks.quality._warehouse import build
from orchestration.sources._toolkit.listing import Listing

TAG = re.compile(r"(<[^>]*>)")
HEADING = re.compile(r"(<h[1-6][^>]*>)(.*?)(</h[1-6]>)", re.I | re.S)
ITEM = re.compile(r"<li[^>]*>(.*?)</li>", re.I | re.S)
LIST = re.compile(r"</?[ou]l[^>]*>", re.I)
BLOCK = re.compile(r"<(p|li)\b[^>]*>(.*?)</\1>", re.I | re.S)
THOUSANDS = re.compile(r"([$€£]\s?\d{2,3})[,.]000\b(?![.,]\d)")
SHORT = re.compile(r"([$€£]\s?\d{2,3})\s?[kK]\b")
BETWEEN_NUMBERS = re.compile(r"(?<=[\dkK])\s*[-–—]\s*(?=[$€£]?\d)")
MODELS = ("fct_listings", "fct_listing_places", "fct_listing_pay_ranges",
          "fct_listing_technologies")  # fmt: skip


def _texts(change: Callable[[str], str]) -> Callable[[str], str]:
    """A change of what is between tags."""
    return lambda html: "".join(
        piece if piece.startswith("<") else change(piece) for piece in TAG.split(html)
    )


def _of_text(change: Callable[[str], str]) -> Callable[[Listing], Listing]:
    return lambda listing: replace(listing, description_html=change(listing.description_html or ""))


def _of_title(change: Callable[[str], str]) -> Callable[[Listing], Listing]:
    return lambda listing: replace(listing, title=change(listing.title))


def _of_places(change: Callable[[str], str]) -> Callable[[Listing], Listing]:
    def changed(listing: Listing) -> Listing:
        places = [replace(p, text=change(p.text) if p.text else p.text) for p in listing.places]
        return replace(listing, places=tuple(places))

    return changed


def _entities(text: str) -> str:
    """Signs as numeric references; a reference that is there stays."""
    return re.sub(r"&[#\w]+;|[^\w\s;&]", lambda m: m[0] if m[0][0] == "&" else f"&#{ord(m[0])};", text)


def _plain(html: str) -> str:
    """Lines without markup, as a form field has them."""
    html = re.sub(r"<li[^>]*>", "\n- ", html, flags=re.I)
    html = re.sub(r"<br\s*/?>|</?(p|div|h[1-6]|ul|ol|tr|section)\b[^>]*>", "\n", html, flags=re.I)
    return re.sub(r"\n\s*\n+", "\n\n", TAG.sub("", html)).strip()


AMOUNT = r"[$€£]\s?\d[\d.,]*\d(?:\s?[kK]\b)?"
RANGE = re.compile(rf"({AMOUNT})\s*(?:-|–|—|&ndash;|&mdash;|to)\s*({AMOUNT})(?! ?\d)")
NUMBERS = "zero one two three four five six seven eight nine ten".split()
CODE = {"$": "USD", "€": "EUR", "£": "GBP"}


def _words(pairs: Mapping[str, str]) -> Callable[[Listing], Listing]:
    """Words for words, in their case."""
    pattern = re.compile(rf"\b(?:{'|'.join(pairs)})\b", re.I)
    known = {re.sub(r"\\", "", key).casefold(): value for key, value in pairs.items()}

    def change(found: re.Match[str]) -> str:
        new = known[found[0].casefold()]
        return new.capitalize() if found[0][0].isupper() else new

    return _of_text(_texts(lambda t: pattern.sub(change, t)))


def _sentences(html: str) -> str:
    """A paragraph for each sentence of a paragraph."""
    return re.sub(
        r"<p[^>]*>(.*?)</p>",
        lambda m: m[0]
        if re.search(r"<(?!/?(b|strong|em|i|span|a|u)\b)", m[1])
        else "".join(f"<p>{part}</p>" for part in re.split(r"(?<=[a-z)]{3}[.!?])\s+(?=[A-Z][a-z]+ )", m[1])),
        html,
        flags=re.S | re.I,
    )


BESIDE = (
    "We raised $150 million from Initech Ventures and Globex Capital.",
    "Our customers save $120,000 a year on average.",
    "You get a learning budget of $1,500 per year and a $2,000 home office stipend.",
    "A signing bonus of $10,000 is possible.",
    "Our 401(k) plan matches up to $23,000.",
    "We were founded 12 years ago and have over 100 years of combined experience.",
    "Our platform handles 10,000 requests per second for 300,000 users in 30 countries.",
    "Once a year the whole company meets for a week in Lisbon.",
    "Our colleagues at Initech write COBOL and work from their office in Tulsa.",
    "We have offices in Tulsa, Lisbon and Osaka.",
    "Parents get 16 weeks of paid leave, and everyone 25 days of vacation.",
    "Applicants with disabilities can ask for accommodation at jobs@example.com.",
    "We do not discriminate on the basis of race, religion, citizenship or veteran status.",
    "Please beware of fraud: we never ask candidates for money.",
    "This posting is about one of several open positions; others are for a Data Scientist in Osaka and a Sales Manager.",
    "The interview takes four weeks: a call, a take-home task of 3 hours and a day on site.",
    "Our founders hold PhDs from Tulsa University and worked at Globex for ten years.",
    "A company like ours replaces Perl scripts of banks.",
    "Employees may bring dogs to the office on Fridays.",
    "The office is two minutes from the station.",
    "Our mission is to make bread for 5 to 7 million people by 2030.",
    "By applying you agree that your data are kept for 2 years.",
    "Gehalt, Urlaub und Arbeitszeit regelt der Betriebsrat.",
    "Equity of 0.05% to 0.25% is part of the offer.",
)
"""Sentences that say nothing of the job itself."""


def _beside(sentence: str, first: bool) -> Callable[[Listing], Listing]:
    return _of_text(lambda h: f"<p>{sentence}</p>\n{h}" if first else f"{h}\n<p>{sentence}</p>")


REWRITES: Mapping[str, Callable[[Listing], Listing]] = {
    "same": lambda listing: listing,
    "dash between numbers": _of_text(_texts(lambda t: BETWEEN_NUMBERS.sub(" – ", t))),
    "hyphen between numbers": _of_text(_texts(lambda t: BETWEEN_NUMBERS.sub("-", t))),
    "em dash for dash": _of_text(_texts(lambda t: re.sub(r" [-–] ", " — ", t))),
    "straight quotes": _of_text(_texts(lambda t: re.sub("[‘’]|&rsquo;|&lsquo;", "'", re.sub("[“”]|&[lr]dquo;", '"', t)))),
    "curly apostrophe": _of_text(_texts(lambda t: re.sub(r"(?<=\w)('|&#39;|&#x27;)(?=\w)", "’", t))),
    "no-break spaces": _of_text(_texts(lambda t: re.sub(r"(?<=\S) (?=\S)", "&nbsp;", t))),
    "wrapped lines": _of_text(_texts(lambda t: re.sub(r"(?<=\S) (?=\S)", "\n   ", t)) ),
    "references for signs": _of_text(_texts(_entities)),
    "spans": _of_text(_texts(lambda t: f'<span style="color:#333">{t}</span>' if t.strip() else t)),
    "list as paragraphs": _of_text(lambda h: LIST.sub("", ITEM.sub(r"<p>• \1</p>", h))),
    "list as breaks": _of_text(lambda h: LIST.sub("", ITEM.sub(r"<br>- \1", h))),
    "paragraph headings": _of_text(lambda h: HEADING.sub(r"<p><strong>\2</strong></p>", h)),
    "upper-case headings": _of_text(lambda h: HEADING.sub(lambda m: m[1] + _texts(str.upper)(m[2]) + m[3] if "&" not in m[2] else m[0], h)),
    "divisions": _of_text(lambda h: re.sub(r"<(/?)p\b[^>]*>", r"<\1div>", h, flags=re.I)),
    "table": _of_text(lambda h: "<table>" + LIST.sub("", BLOCK.sub(r"<tr><td>\2</td></tr>", h)) + "</table>"),
    "plain text": _of_text(_plain),
    "thousands as k": _of_text(_texts(lambda t: THOUSANDS.sub(r"\1k", t))),
    "k as thousands": _of_text(_texts(lambda t: SHORT.sub(r"\1,000", t))),
    "range: a to b": _of_text(_texts(lambda t: RANGE.sub(r"\1 to \2", t))),
    "range: between a and b": _of_text(_texts(lambda t: RANGE.sub(r"between \1 and \2", t))),
    "range: from a to b": _of_text(_texts(lambda t: RANGE.sub(r"from \1 to \2", t))),
    "range: a-b": _of_text(_texts(lambda t: RANGE.sub(r"\1-\2", t))),
    "range: one sign": _of_text(_texts(lambda t: RANGE.sub(lambda m: f"{m[1]} - {m[2][1:].strip()}", t))),
    "range: minimum and maximum": _of_text(_texts(lambda t: RANGE.sub(r"minimum \1, maximum \2", t))),
    "range: code before": _of_text(_texts(lambda t: RANGE.sub(lambda m: f"{CODE[m[1][0]]} {m[1][1:].strip()} - {m[2][1:].strip()}" if m[1][0] != "$" else m[0], t))),
    "range: code behind": _of_text(_texts(lambda t: RANGE.sub(lambda m: f"{m[1][1:].strip()} - {m[2][1:].strip()} {CODE[m[1][0]]}" if m[1][0] != "$" else m[0], t))),
    "range: sign behind": _of_text(_texts(lambda t: RANGE.sub(lambda m: f"{m[1][1:].strip()}{m[1][0]} - {m[2][1:].strip()}{m[1][0]}" if m[1][0] == "€" else m[0], t))),
    "words for numbers": _of_text(_texts(lambda t: re.sub(r"(?<![-–—.,\d])(?<!\d [-–—] )(?<!to )(?<!and )\b([2-9]|10)(?=\+? (?:or more )?years\b)", lambda m: NUMBERS[int(m[1])], t))),
    "at least for plus": _of_text(_texts(lambda t: re.sub(r"(?<![-–—.,\d])(?<!\d [-–—] )(?<!to )(?<!least )(?<!imum )(?<!of )\b(\d+)\+ (years)", r"at least \1 \2", t))),
    "or more for plus": _of_text(_texts(lambda t: re.sub(r"(?<![-–—.,\d])(?<!\d [-–—] )(?<!to )(?<!least )(?<!imum )(?<!of )\b(\d+)\+ (years)", r"\1 or more \2", t))),
    "minimum for plus": _of_text(_texts(lambda t: re.sub(r"(?<![-–—.,\d])(?<!\d [-–—] )(?<!to )(?<!least )(?<!imum )(?<!of )\b(\d+)\+ (years)", r"minimum of \1 \2", t))),
    "yrs for years": _of_text(_texts(lambda t: re.sub(r"\b(\d+\+?) years\b", r"\1 yrs", t))),
    "contractions": _words({"we are": "we're", "you will": "you'll", "you are": "you're", "do not": "don't", "cannot": "can't", "will not": "won't", "is not": "isn't", "are not": "aren't", "does not": "doesn't", "we have": "we've", "you have": "you've"}),
    "no contractions": _of_text(_texts(lambda t: re.sub(r"n['’]t\b", " not", re.sub(r"\b(can|won)['’]t\b", lambda m: {"can": "cannot", "won": "will not"}[m[1].casefold()], re.sub(r"\b(we|you|they)['’](re|ll|ve)\b", lambda m: f"{m[1]} { {'re': 'are', 'll': 'will', 've': 'have'}[m[2].lower()]}", t, flags=re.I), flags=re.I)))),
    "candidate for you": _words({"you will": "the candidate will", "you have": "the candidate has", "you'll": "the candidate will", "you’ll": "the candidate will"}),
    "pay words": _words({"salary range": "pay range", "base salary": "base pay", "pay range": "salary range", "compensation range": "salary range"}),
    "yearly words": _words({"per year": "annually", "annually": "per year", "per annum": "a year"}),
    "degree words": _words({"bachelor's degree": "bachelor degree", "bachelor’s degree": "bachelor degree", "master's degree": "master degree", "master’s degree": "master degree", "bachelor's": "bachelors", "bachelor’s": "bachelors"}),
    "experience words": _words({"proficiency in": "proficiency with", "familiarity with": "familiar with", "knowledge of": "understanding of", "strong": "solid", "proficient in": "skilled in"}),
    "requirement words": _words({"requirements": "what you need", "qualifications": "requirements", "nice to have": "bonus points", "nice to haves": "bonus points", "what you'll do": "responsibilities", "what you’ll do": "responsibilities", "responsibilities": "what you will do"}),
    "no serial comma": _of_text(_texts(lambda t: re.sub(r", (and|or) ", r" \1 ", t))),
    "ampersand": _of_text(_texts(lambda t: re.sub(r"(?<=\w) and (?=\w)", " &amp; ", t))),
    "slashes in lists": _of_text(_texts(lambda t: re.sub(r"\b([A-Z]\w+), ([A-Z]\w+)(?:,)? (?:and|or) ([A-Z]\w+)", r"\1/\2/\3", t))),
    "sentences as paragraphs": _of_text(_sentences),
    "items end in semicolons": _of_text(lambda h: ITEM.sub(lambda m: f"<li>{m[1].rstrip(' .;')};</li>" if "<p" not in m[1] else m[0], h)),
    "items end in stops": _of_text(lambda h: ITEM.sub(lambda m: f"<li>{m[1].rstrip(' .;')}.</li>" if "<p" not in m[1] else m[0], h)),
    "bold first words": _of_text(lambda h: re.sub(r"<li>(\w+ \w+)", r"<li><strong>\1</strong>", h)),
    "bold everything": _of_text(lambda h: BLOCK.sub(r"<\1><strong>\2</strong></\1>", h)),
    "all small letters": _of_text(_texts(str.lower)),
    "twice": _of_text(lambda h: f"{h}\n<hr>\n{h}"),
    "decomposed letters": _of_text(lambda h: unicodedata.normalize("NFD", h)),
    "invisible signs": _of_text(_texts(lambda t: re.sub(r"(?<=\S) (?=\S)", " \u200b", t))),
    "title in capitals": _of_title(str.upper),
    "title in small letters": _of_title(str.lower),
    "title for all genders": _of_title(lambda t: f"{t} (m/f/d)"),
    "title with number": _of_title(lambda t: f"{t} - R0012345"),
    "title with blanks": _of_title(lambda t: "  " + t.replace(" ", "  ")),
    "title: sr for senior": _of_title(lambda t: re.sub(r"\bSenior\b", "Sr.", t)),
    "title: senior for sr": _of_title(lambda t: re.sub(r"\bSr\b\.?", "Senior", t)),
    "title: senior behind comma": _of_title(lambda t: re.sub(r"^Senior (.+)$", r"\1, Senior", t)),
    "title: senior behind dash": _of_title(lambda t: re.sub(r"^Senior ([^-–]+)$", r"\1 - Senior", t)),
    "title: senior in brackets": _of_title(lambda t: re.sub(r"^Senior ([^()]+)$", r"\1 (Senior)", t)),
    "title: staff behind comma": _of_title(lambda t: re.sub(r"^(Staff|Principal|Lead|Junior) ([^,]+)$", r"\2, \1", t)),
    "title: numbers": _of_title(lambda t: re.sub(r"\b(II|III)\b", lambda m: str(len(m[1])), t)),
    "title: developer": _of_title(lambda t: re.sub(r"\b(Software|Backend|Frontend|Full[- ]?[Ss]tack|Mobile|iOS|Android|Web) Engineer\b", r"\1 Developer", t)),
    "title: fullstack": _of_title(lambda t: re.sub(r"\bFull[ -]?[Ss]tack\b", "Fullstack", t)),
    "title: full-stack": _of_title(lambda t: re.sub(r"\bFull[ -]?[Ss]tack\b", "Full-Stack", t)),
    "title: front end": _of_title(lambda t: re.sub(r"\b(Front|Back)[ -]?[Ee]nd\b", r"\1 End", t)),
    "title: front-end": _of_title(lambda t: re.sub(r"\b(Front|Back)[ -]?[Ee]nd\b", r"\1-end", t)),
    "title: ml": _of_title(lambda t: re.sub(r"\bMachine Learning\b", "ML", t)),
    "title: machine learning": _of_title(lambda t: re.sub(r"\bML\b", "Machine Learning", t)),
    "title: eng": _of_title(lambda t: re.sub(r"\bEngineering Manager\b", "Manager, Engineering", t)),
    "title: vp": _of_title(lambda t: re.sub(r"\bVP\b", "Vice President", t)),
    "title: engineer, area": _of_title(lambda t: re.sub(r"^(Senior |Staff |Principal |)(\w+) Engineer$", r"\1Engineer, \2", t)),
    "title: engineer - area": _of_title(lambda t: re.sub(r"^((?:Senior |Staff |Principal |)Software Engineer), (.+)$", r"\1 - \2", t)),
    "title: engineer (area)": _of_title(lambda t: re.sub(r"^((?:Senior |Staff |Principal |)Software Engineer)(?:,| -| –) ([^()]+)$", r"\1 (\2)", t)),
    "title: team behind bar": _of_title(lambda t: f"{t} | Payments"),
    "title: remote behind dash": _of_title(lambda t: f"{t} - 2026 Start"),
    "title: urgent": _of_title(lambda t: f"[New] {t}!"),
    "place: state in full": _of_places(lambda t: re.sub(r", (CA|NY|TX|WA|MA)\b", lambda m: ", " + {"CA": "California", "NY": "New York", "TX": "Texas", "WA": "Washington", "MA": "Massachusetts"}[m[1]], t)),
    "place: with country": _of_places(lambda t: re.sub(r"^(.+, (?:CA|NY|TX|WA|MA))$", r"\1, USA", t)),
    "place: with United States": _of_places(lambda t: re.sub(r"^(.+, (?:CA|NY|TX|WA|MA))$", r"\1, United States", t)),
    "place: country first": _of_places(lambda t: re.sub(r"^(\w[\w ]+), (CA|NY|TX|WA|MA)$", r"US-\2-\1", t)),
    "place: uk": _of_places(lambda t: t.replace("United Kingdom", "UK")),
    "place: united kingdom": _of_places(lambda t: re.sub(r"\bUK\b", "United Kingdom", t)),
    "place: usa": _of_places(lambda t: re.sub(r"\bUnited States\b|\bUS\b", "USA", t)),
    "place: U.S.": _of_places(lambda t: re.sub(r"\bUnited States\b|\bUS\b|\bUSA\b", "U.S.", t)),
    "place: slashes": _of_places(lambda t: re.sub(r"(?: or | \| |; )", " / ", t)),
    "place: bars": _of_places(lambda t: re.sub(r"(?: or | / |; )", " | ", t)),
    "place: remote (x)": _of_places(lambda t: re.sub(r"^Remote\W+([A-Z][\w ]+)\)?$", r"Remote (\1)", t)),
    "place: remote - x": _of_places(lambda t: re.sub(r"^Remote\W+([A-Z][\w ]+)\)?$", r"Remote - \1", t)),
    "place: remote, x": _of_places(lambda t: re.sub(r"^Remote\W+([A-Z][\w ]+)\)?$", r"Remote, \1", t)),
    "place: x (remote)": _of_places(lambda t: re.sub(r"^Remote\W+([A-Z][\w ]+)\)?$", r"\1 (Remote)", t)),
    "place: x - remote": _of_places(lambda t: re.sub(r"^Remote\W+([A-Z][\w ]+)\)?$", r"\1 - Remote", t)),
    "place: remote in x": _of_places(lambda t: re.sub(r"^Remote\W+([A-Z][\w ]+)\)?$", r"Remote in \1", t)),
    "place: x remote": _of_places(lambda t: re.sub(r"^Remote\W+([A-Z][\w ]+)\)?$", r"\1 Remote", t)),
    "fully remote": _words({"fully remote": "100% remote", "100% remote": "fully remote", "remote-first": "remote first", "fully-remote": "fully remote"}),
    "on-site": _words({"on-site": "onsite", "onsite": "on-site", "in-person": "in person", "in person": "in-person", "in-office": "in office"}),
    "days a week": _of_text(_texts(lambda t: re.sub(r"\b([1-5]) days (?:per|a|each) week\b", r"\1 days/week", t))),
    "days per week in words": _of_text(_texts(lambda t: re.sub(r"\b([2-5]) days (per|a|each) week\b", lambda m: f"{NUMBERS[int(m[1])]} days a week", t))),
    "days weekly": _of_text(_texts(lambda t: re.sub(r"\b(\w+) days (?:per|a|each) week\b", r"\1 days weekly", t))),
    "unable for not": _words({"do not offer": "are unable to offer", "do not sponsor": "are unable to sponsor", "cannot sponsor": "are not able to sponsor", "unable to sponsor": "not able to sponsor", "not able to sponsor": "unable to sponsor", "does not sponsor": "is unable to sponsor"}),
    "places in capitals": _of_places(str.upper),
    "places with blanks": _of_places(lambda t: t.replace(", ", " , ")),
    **{
        f"{'before' if first else 'behind'}: {sentence}": _beside(sentence, first)
        for sentence in BESIDE
        for first in (True, False)
    },
}
"""How a posting is written otherwise, each without changing what it says."""


def _key(listing_id: str) -> str:
    return hashlib.sha256(listing_id.encode()).hexdigest()


def chosen(data: Data, each: int) -> list[Given]:
    """Up to `each` postings with a text of every board, by the hash of their ids."""
    boards: dict[tuple[str, str], list[Given]] = defaultdict(list)
    for given in data.hidden:
        if given[2].description_html:
            boards[given[:2]].append(given)
    return [
        given
        for found in boards.values()
        for given in islice(sorted(found, key=lambda g: _key(g[2].native_id)), each)
    ]


def rewritten(postings: Iterable[Given], rules: Iterable[str]) -> Iterator[Given]:
    """Each posting by each rule, on boards of its own for each rule: what all postings of a board
    share counts, so a board has all of them, changed or not."""
    for ats, board, listing in postings:
        for number, rule in enumerate(REWRITES):
            if rule in rules:
                yield ats, f"w{number}_{board}", REWRITES[rule](listing)


ANSWERS = """
    select
        ats,
        split_part(listing_id, ':', 2) as board,
        split_part(listing_id, ':', 3) as native_id,
        {
            'software': is_software, 'family': role_family, 'seniority': seniority,
            'workplace': workplace, 'visa': visa_sponsorship, 'degree': degree || coalesce(degree_level, ''),
            'clearance': security_clearance, 'years': experience_years::varchar,
            'pay': (
                select list_sort(list(distinct concat_ws(' ', salary_min, salary_max, salary_currency, salary_interval, exclusion_reason)))
                from core.fct_listing_pay_ranges as p where p.listing_id = l.listing_id
            )::varchar,
            'places': (
                select list_sort(list(distinct concat_ws(' ', city_name, region_code, country_code, world_region)))
                from core.fct_listing_places as p where p.listing_id = l.listing_id
            )::varchar,
            'technologies': (
                select list_sort(list(distinct technology_id) filter (where is_counted))
                from core.fct_listing_technologies as t where t.listing_id = l.listing_id
            )::varchar
        } as answers
    from core.fct_listings as l
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--real", type=Path, required=True)
    parser.add_argument("--each", type=int, default=4, help="postings of a board")
    parser.add_argument("--only", nargs="*", default=list(REWRITES), help="these rules")
    parser.add_argument("--show", type=int, default=0, help="print so many differences of a rule and field")
    parser.add_argument("--work", type=Path)
    parsed = parser.parse_args()
    postings = chosen(Data(parsed.real, None), parsed.each)
    rules = {"same", *parsed.only}
    work = parsed.work or Path(tempfile.mkdtemp(prefix="rewritten-"))
    with closing(build(rewritten(postings, rules), work / "home", list(MODELS))) as warehouse:
        compare(warehouse, parsed.show)


def compare(warehouse: duckdb.DuckDBPyConnection, show: int) -> None:
    names = list(REWRITES)
    answers: dict[int, dict[tuple[str, str, str], Mapping[str, Any]]] = defaultdict(dict)
    for ats, board, native, found in warehouse.execute(ANSWERS).fetchall():
        number, _, own = board.partition("_")
        answers[int(number[1:])][ats, own, native] = found
    same = answers[0]
    for number, found in sorted(answers.items()):
        differs: dict[str, list[Any]] = defaultdict(list)
        for key, said in found.items():
            for field, value in said.items():
                if value != same[key][field]:
                    differs[field].append((key, same[key][field], value))
        counts = ", ".join(
            f"{field} {len(rows)} ({sum(not is_teaching(key[1].removeprefix(HIDDEN)) for key, _, _ in rows)})"
            for field, rows in sorted(differs.items(), key=lambda item: -len(item[1]))
        )
        print(f"{names[number]:24s} {len(found):5d}  {counts or '-'}", flush=True)
        for field, rows in differs.items():
            for key, before, after in rows[:show]:
                print(f"      {field} {':'.join(key)}: {before}  ->  {after}")


if __name__ == "__main__":
    main()

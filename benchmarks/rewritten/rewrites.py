"""Rewrites of a posting: other markup, signs or words, the same meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from benchmarks.rewritten.abroad import ABROAD, BESIDE_ABROAD
from benchmarks.rewritten.beside import SENTENCES
from benchmarks.rewritten.changes import (
    TAG,
    Change,
    Rewrite,
    beside,
    of_places,
    of_text,
    of_title,
    of_words,
    sub,
    words,
)

HEADING = re.compile(r"(<h[1-6][^>]*>)(.*?)(</h[1-6]>)", re.I | re.S)
ITEM = re.compile(r"<li[^>]*>(.*?)</li>", re.I | re.S)
LIST = re.compile(r"</?[ou]l[^>]*>", re.I)
BLOCK = re.compile(r"<(p|li)\b[^>]*>(.*?)</\1>", re.I | re.S)
BLANK = re.compile(r"(?<=\S) (?=\S)")
AMOUNT = r"[$€£]\s?\d[\d.,]*\d(?:\s?[kK]\b)?"
RANGE = re.compile(rf"({AMOUNT})\s*(?:-|–|—|&ndash;|&mdash;|to)\s*({AMOUNT})(?! ?\d)")
THOUSANDS = re.compile(r"([$€£]\s?\d{2,3})[,.]000\b(?![.,]\d)")
SHORT = re.compile(r"([$€£]\s?\d{2,3})\s?[kK]\b")
BETWEEN_NUMBERS = re.compile(r"(?<=[\dkK])\s*[-–—]\s*(?=[$€£]?\d)")
NO_RANGE = r"(?<![-–—~.,\d])(?<!\d [-–—] )(?<!to )(?<!and )(?<!least )(?<!imum )(?<!of )"
PLUS_YEARS = re.compile(rf"{NO_RANGE}\b(\d+)\+ (years)")
FEW_YEARS = re.compile(rf"{NO_RANGE}\b([2-9]|10)(?=\+? (?:or more )?years\b)")
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
CODES = {"$": "USD", "€": "EUR", "£": "GBP"}
REMOTE_IN = re.compile(r"^Remote\W+([A-Z][\w ]+?)\)?$")
STATES = {"CA": "California", "NY": "New York", "TX": "Texas", "WA": "Washington"}
STATE = re.compile(rf", ({'|'.join(STATES)})$")


def _references(text: str) -> str:
    """Signs as numeric references; a reference that is there stays."""
    sign = re.compile(r"&[#\w]+;|[^\w\s;&]")
    return sign.sub(lambda m: m[0] if m[0][0] == "&" else f"&#{ord(m[0])};", text)


def _plain(html: str) -> str:
    """Lines without markup, as a form field has them."""
    html = re.sub(r"<li[^>]*>", "\n- ", html, flags=re.I)
    html = re.sub(r"<br\s*/?>|</?(p|div|h[1-6]|ul|ol|tr|section)\b[^>]*>", "\n", html, flags=re.I)
    html = re.sub(r"\n- \s+", "\n- ", TAG.sub("", html))  # a paragraph in an item
    return re.sub(r"\n\s*\n+", "\n\n", html).strip()


def _sentences(html: str) -> str:
    """A paragraph for each sentence of a paragraph."""
    end = re.compile(r"(?<=[a-z)]{3}[.!?])\s+(?=[A-Z][a-z]+ )")

    def split(found: re.Match[str]) -> str:
        if TAG.search(found[1]):
            return found[0]
        return "".join(f"<p>{sentence}</p>" for sentence in end.split(found[1]))

    return re.sub(r"<p[^>]*>(.*?)</p>", split, html, flags=re.S | re.I)


def _codes(before: bool) -> Change:
    """Euro and pound ranges with the code of the currency; a dollar sign may stand for others."""

    def new(found: re.Match[str]) -> str:
        low, high = (amount[1:].strip() for amount in found.groups())
        code = CODES[found[1][0]]
        if code == "USD":
            return found[0]
        return f"{code} {low} - {high}" if before else f"{low} - {high} {code}"

    return sub(RANGE, new)


def _full_forms(text: str) -> str:
    """Contractions in full."""
    long = {"re": "are", "ll": "will", "ve": "have"}
    text = re.sub(
        r"\b(we|you|they)['’](re|ll|ve)\b",
        lambda m: f"{m[1]} {long[m[2].casefold()]}",
        text,
        flags=re.I,
    )
    text = re.sub(r"\b(?:can['’]t)\b", "cannot", re.sub(r"\bwon['’]t\b", "will not", text))
    return re.sub(r"n['’]t\b", " not", text)


MARKUP: Mapping[str, Rewrite] = {
    "no-break spaces": of_words(sub(BLANK, "&nbsp;")),
    "wrapped lines": of_words(sub(BLANK, "\n   ")),
    "invisible signs": of_words(sub(BLANK, " \u200b")),
    "references for signs": of_words(_references),
    "decomposed letters": of_text(lambda html: unicodedata.normalize("NFD", html)),
    "spans": of_words(lambda t: f'<span style="color:#333">{t}</span>' if t.strip() else t),
    "list as paragraphs": of_text(lambda html: LIST.sub("", ITEM.sub(r"<p>• \1</p>", html))),
    "list as breaks": of_text(lambda html: LIST.sub("", ITEM.sub(r"<br>- \1", html))),
    "headings as paragraphs": of_text(sub(HEADING, r"<p><strong>\2</strong></p>")),
    "headings in capitals": of_text(
        sub(HEADING, lambda m: m[0] if re.search("[&<]", m[2]) else m[1] + m[2].upper() + m[3])
    ),
    "divisions": of_text(lambda html: re.sub(r"<(/?)p\b[^>]*>", r"<\1div>", html, flags=re.I)),
    "table": of_text(
        lambda html: "<table>" + LIST.sub("", BLOCK.sub(r"<tr><td>\2</td></tr>", html)) + "</table>"
    ),
    "plain text": of_text(_plain),
    "items end in stops": of_text(
        sub(ITEM, lambda m: m[0] if TAG.search(m[1]) else f"<li>{m[1].rstrip(' .;')}.</li>")
    ),
    "items end in semicolons": of_text(
        sub(ITEM, lambda m: m[0] if TAG.search(m[1]) else f"<li>{m[1].rstrip(' .;')};</li>")
    ),
    "first words in bold": of_text(sub(r"<li>(\w+ \w+)", r"<li><strong>\1</strong>")),
    "sentences as paragraphs": of_text(_sentences),
    "text twice": of_text(lambda html: f"{html}\n<hr>\n{html}"),
}  # fmt: skip
SIGNS: Mapping[str, Rewrite] = {
    "dash between numbers": of_words(sub(BETWEEN_NUMBERS, " – ")),
    "hyphen between numbers": of_words(sub(BETWEEN_NUMBERS, "-")),
    "em dash for dash": of_words(sub(r" [-–] ", " — ")),
    "non-breaking hyphens": of_words(sub(r"(?<=[A-Za-z])-(?=[A-Za-z])", "\u2011")),
    "straight quotes": of_words(sub("[‘’]|&rsquo;|&lsquo;", "'")),
    "curly apostrophes": of_words(sub(r"(?<=\w)('|&#39;|&#x27;)(?=\w)", "’")),
    "ampersand for and": of_words(sub(r"(?<=\w) and (?=\w)", " &amp; ")),
    "no serial comma": of_words(sub(r", (and|or) ", r" \1 ")),
    "slashes in lists": of_words(
        sub(r"\b([A-Z]\w+), ([A-Z]\w+),? (?:and|or) ([A-Z]\w+)", r"\1/\2/\3")
    ),
    "thousands as k": of_words(sub(THOUSANDS, r"\1k")),
    "k as thousands": of_words(sub(SHORT, r"\1,000")),
    "range: a to b": of_words(sub(RANGE, r"\1 to \2")),
    "range: between a and b": of_words(sub(RANGE, r"between \1 and \2")),
    "range: from a to b": of_words(sub(RANGE, r"from \1 to \2")),
    "range: minimum, maximum": of_words(sub(RANGE, r"minimum \1, maximum \2")),
    "range: one sign": of_words(sub(RANGE, lambda m: f"{m[1]} - {m[2][1:].strip()}")),
    "range: code before": of_words(_codes(before=True)),
    "range: code behind": of_words(_codes(before=False)),
}
WORDS: Mapping[str, Rewrite] = {
    "numbers in words": of_words(sub(FEW_YEARS, lambda m: NUMBERS[int(m[1])])),
    "at least for plus": of_words(sub(PLUS_YEARS, r"at least \1 \2")),
    "or more for plus": of_words(sub(PLUS_YEARS, r"\1 or more \2")),
    "no fewer than for plus": of_words(sub(PLUS_YEARS, r"no fewer than \1 \2")),
    "minimum for plus": of_words(sub(PLUS_YEARS, r"minimum of \1 \2")),
    "yrs for years": of_words(sub(r"\b(\d+\+?) years\b", r"\1 yrs")),
    "contractions": words({
        "we are": "we're", "you will": "you'll", "do not": "don't", "cannot": "can't",
        "will not": "won't", "is not": "isn't", "are not": "aren't", "does not": "doesn't",
    }),
    "full forms": of_words(_full_forms),
    "words for pay": words({"salary range": "pay range", "base salary": "base pay"}),
    "words for a year": words({"per year": "annually", "annually": "per annum"}),
    "words for degrees": words({
        "bachelor's degree": "bachelor degree", "bachelor’s degree": "bachelor degree",
        "master's degree": "master degree", "master’s degree": "master degree",
    }),
    "words for skill": words({
        "proficiency in": "proficiency with", "familiarity with": "familiar with",
        "knowledge of": "understanding of", "strong": "solid", "proficient in": "skilled in",
    }),
    "words for headings": words({
        "requirements": "what you need", "qualifications": "requirements",
        "nice to have": "bonus points", "responsibilities": "what you will do",
    }),
    "words for remote": words({
        "fully remote": "100% remote", "remote-first": "remote first",
    }),
    "words for on site": words({
        "on-site": "onsite", "onsite": "on-site", "in-person": "in person",
        "in person": "in-person", "in-office": "in office",
    }),
    "days/week": of_words(sub(r"\b([1-5]) days (?:per|a|each) week\b", r"\1 days/week")),
    "days weekly": of_words(sub(r"\b(\w+) days (?:per|a|each) week\b", r"\1 days weekly")),
    "days in words": of_words(
        sub(r"\b([2-5]) days (?:per|a|each) week\b", lambda m: f"{NUMBERS[int(m[1])]} days a week")
    ),
    "unable for not": words({
        "do not offer": "are unable to offer", "do not sponsor": "are unable to sponsor",
        "cannot sponsor": "are not able to sponsor", "unable to sponsor": "not able to sponsor",
    }),
}  # fmt: skip
TITLES: Mapping[str, Rewrite] = {
    "title in capitals": of_title(str.upper),
    "title in small letters": of_title(str.lower),
    "title for all genders": of_title(lambda t: f"{t} (m/f/d)"),
    "title with number": of_title(lambda t: f"{t} - R0012345"),
    "title with a cry": of_title(lambda t: f"[New] {t}!"),
    "title with blanks": of_title(lambda t: "  " + t.replace(" ", "  ")),
    "title: Sr.": of_title(sub(r"\bSenior\b", "Sr.")),
    "title: Senior": of_title(sub(r"\bSr\b\.?", "Senior")),
    "title: , Senior": of_title(sub(r"^Senior (?!Manager|/)(.+)$", r"\1, Senior")),
    "title: (Senior)": of_title(sub(r"^Senior (?!Manager|/)([^()]+)$", r"\1 (Senior)")),
    "title: Mgr": of_title(sub(r"\bManager\b", "Mgr")),
    "title: 2 for II": of_title(sub(r"\b(II|III)\b", lambda m: str(len(m[1])))),
    "title: Fullstack": of_title(sub(r"\bFull[ -]?[Ss]tack\b", "Fullstack")),
    "title: Full-Stack": of_title(sub(r"\bFull[ -]?[Ss]tack\b", "Full-Stack")),
    "title: Front End": of_title(sub(r"\b(Front|Back)[ -]?[Ee]nd\b", r"\1 End")),
    "title: ML": of_title(sub(r"\bMachine Learning\b", "ML")),
    "title: Developer": of_title(
        sub(r"\b(Software|Backend|Frontend|Mobile|iOS|Android|Web) Engineer\b", r"\1 Developer")
    ),
    "title: Manager, Engineering": of_title(
        sub(r"\bEngineering Manager\b", "Manager, Engineering")
    ),
    "title: Engineer, Area": of_title(sub(r"^(Senior |Staff |)(\w+) Engineer$", r"\1Engineer, \2")),
    "title: Engineer (Area)": of_title(
        sub(r"^((?:Senior |Staff |)Software Engineer)(?:,| -| –) ([^()]+)$", r"\1 (\2)")
    ),
}
PLACES: Mapping[str, Rewrite] = {
    "places in capitals": of_places(str.upper),
    "places with blanks": of_places(lambda t: t.replace(", ", " , ")),
    "place: state in full": of_places(sub(STATE, lambda m: f", {STATES[m[1]]}")),
    "place: with USA": of_places(sub(STATE, r", \1, USA")),
    "place: with United States": of_places(sub(STATE, r", \1, United States")),
    "place: UK": of_places(lambda t: t.replace("United Kingdom", "UK")),
    "place: USA": of_places(sub(r"\bUnited States\b|\bUS\b", "USA")),
    "place: U.S.": of_places(sub(r"\bUnited States\b|\bUSA?\b", "U.S.")),
    "place: slashes": of_places(sub(r" or | \| |; ", " / ")),
    "place: bars": of_places(sub(r" or | / |; ", " | ")),
    "place: Remote (X)": of_places(sub(REMOTE_IN, r"Remote (\1)")),
    "place: Remote - X": of_places(sub(REMOTE_IN, r"Remote - \1")),
    "place: Remote in X": of_places(sub(REMOTE_IN, r"Remote in \1")),
    "place: X (Remote)": of_places(sub(REMOTE_IN, r"\1 (Remote)")),
    "place: X Remote": of_places(sub(REMOTE_IN, r"\1 Remote")),
}


BESIDE: Mapping[str, Rewrite] = {sentence: beside(sentence) for sentence in SENTENCES}
GROUPS = {
    "markup": MARKUP, "signs": SIGNS, "words": WORDS, "titles": TITLES, "places": PLACES,
    "beside": BESIDE, "abroad": ABROAD, "beside abroad": BESIDE_ABROAD,
}  # fmt: skip

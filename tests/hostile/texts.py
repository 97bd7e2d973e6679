"""Hostile texts: unusual characters, amounts and broken or huge HTML from a random generator."""

from __future__ import annotations

import random
from collections.abc import Sequence

GOOD_TITLE = "Senior Software Engineer"


GOOD_HTML = (
    "<p>We write Python and Rust on Kubernetes.</p><p>Base salary: $150,000 - $180,000 a year.</p>"
)


CONTROL = [chr(c) for c in [*range(1, 32), 127, *range(128, 160)]]


UNSEEN = list(
    "\u200b\u200e\u200f\u202a\u202b\u202d\u202e\u2060\u2066\u2069\ufeff\u00ad\u2028\u2029\ufffe"
)


SCRIPTS = list("Ünïcödé Ж中あ한ئ𝔘🧨ﬃ①½ßİı\u0301\u0336\u20dd")


MARKS = [
    "\x01",
    "\x02",
    "\x00",
    "#",
    "|",
    "~",
    "{batch}",
    "{{ 1 }}",
    "'",
    '"',
    ";--",
    "\\0",
    "\\1",
    "%",
]


CURRENCIES = ["$", "€", "£", "USD ", "kr", "¥", "CHF ", "R$", "₹", "zł", "", "$$", "US$", "C$", "Ƀ"]


PERIODS = [
    "",
    " a year",
    "/hr",
    " per month",
    "/week",
    " semi-monthly",
    " pro Jahr",
    " once",
    " p.a.",
    "/day",
]


TAILS = [
    "",
    "+",
    " + bonus",
    " or more",
    " and up",
    "k+",
    "%",
    " million",
    " bn",
    " OTE",
    " * 3",
    ".",
    "–",
]


HEADS = [
    "Salary: ",
    "Base salary up to ",
    "Pay from ",
    "up to ",
    "Gehalt ab ",
    "OTE ",
    "Budget of ",
    "",
]


WORDS = [
    "Python",
    "Rust",
    "Go",
    "React",
    "remote",
    "hybrid",
    "on-site",
    "C++",
    "R",
    "$1",
    "k",
    "Java",
    "AI",
    "LLM",
]


TAGS = [
    "p",
    "div",
    "li",
    "ul",
    "b",
    "h2",
    "td",
    "table",
    "script",
    "style",
    "a href='x'",
    "br/",
    "svg",
    "x-y",
]


MAILS = [
    "jane@corp.example",
    "jane&#x40;corp.example",
    "jane＠corp.example",
    "jane [at] corp [dot] example",
]


def text(r: random.Random, most: int = 80) -> str:
    """Random Unicode: words, marks, scripts, control and invisible characters."""
    pools: Sequence[Sequence[str]] = (
        CONTROL,
        UNSEEN,
        SCRIPTS,
        MARKS,
        WORDS,
        MAILS,
        [" ", "\n", "\t"],
    )
    return "".join(r.choice(r.choice(pools)) for _ in range(r.randint(0, most)))


def number(r: random.Random) -> str:
    """An amount in some spelling, possible or not."""
    return r.choice(
        [
            str(r.randint(0, 10**6)),
            f"{r.randint(1, 999)},{r.randint(0, 999):03}",
            f"{r.randint(1, 400)}k",
            f"{r.randint(1, 99)}.{r.randint(0, 999):03}.{r.randint(0, 999):03}",
            f"{r.randint(1, 99)},{r.randint(0, 9)}",
            "9" * r.randint(10, 400),
            "0",
            "00,000",
            "1e5",
            "½",
            "1 000 000",
            "12,34,567",
            "-5",
            "NaN",
            "١٢٣",
        ]
    )


def amount(r: random.Random) -> str:
    return r.choice(CURRENCIES) + number(r) + r.choice(CURRENCIES)


def pay_sentence(r: random.Random) -> str:
    """One or more amounts, joined by any dash or word, with any period and tail."""
    joined = r.choice([" - ", "–", " to ", " bis ", "/", " | ", " & ", "…", " and up to ", "~", ""])
    amounts = joined.join(amount(r) for _ in range(r.randint(1, 3)))
    return r.choice(HEADS) + amounts + r.choice(PERIODS) + r.choice(TAILS)


def nested(r: random.Random) -> str:
    tag = r.choice(TAGS)
    depth = r.choice([1, 5, 300, 20_000])
    closed = f"</{tag.split()[0]}>" * r.choice([0, 1, depth])
    return f"<{tag}>" * depth + GOOD_HTML + closed


def broken(r: random.Random) -> str:
    parts = [
        r.choice(
            [
                f"<{r.choice(TAGS)}>",
                f"</{r.choice(TAGS)}",
                "<",
                ">",
                "&",
                "&amp;",
                "&#",
                "&lt;p&gt;",
                "<!--",
                "-->",
                "<![CDATA[",
                "&#x110000;",
                "&#0;",
                "&#1;",
                "&#55296;",
                text(r, 12),
            ]
        )
        for _ in range(r.randint(1, 60))
    ]
    return "".join(parts)


def long_line(r: random.Random) -> str:
    word = r.choice(
        [
            "Python, ",
            "React and ",
            "$100k - ",
            "remote ",
            "a",
            "Go/",
            "&amp;",
            "C++C#",
            "9",
            "$",
            "€1 ",
        ]
    )
    return "<p>" + word * (r.choice([30_000, 120_000, 500_000]) // len(word)) + "</p>"


def many_lines(r: random.Random) -> str:
    line = r.choice(
        ["Python {}", "Salary: ${},000 a year", "remote {}", "<b>Heading {}:</b>", "x{}"]
    )
    return "".join(f"<li>{line.format(i)}</li>" for i in range(r.choice([2_000, 100_000])))


def huge(r: random.Random) -> str:
    return "<p>" + "word " * r.choice([60_000, 2_000_000]) + "</p>" + GOOD_HTML

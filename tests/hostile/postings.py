"""A grammar of hostile postings, with one or several kinds of trouble.

A posting here is a plain dict (title, html, places, pays, pay_text, url, department, dates and
flags); `vendor_formats` renders it in the format of a vendor. Every value is drawn from a given
random generator.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

Posting = dict[str, Any]

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


def whole_text(r: random.Random) -> Posting:
    return {"html": r.choice([nested, broken, long_line, many_lines])(r)}


def fields(r: random.Random) -> Posting:
    """Hostile text in every field."""
    return {
        "title": text(r) or "x",
        "html": f"<p>{text(r, 300)}</p>",
        "places": [text(r) for _ in range(r.randint(0, 5))],
        "pay_text": text(r),
        "url": r.choice(["https://x.example/" + text(r, 9), text(r)]),
        "department": text(r),
        "team": text(r),
        "workplace": text(r),
        "employment": text(r),
    }


def pays(r: random.Random) -> Posting:
    values = [
        0,
        -1,
        1e-300,
        1e305,
        10**400,
        5,
        150_000,
        15_000_000,
        0.5,
        None,
        "x",
        "120000",
        True,
        33333.333333333336,
    ]
    intervals = [
        "per-year-salary",
        "per-hour-wage",
        "1 YEAR",
        "once",
        "",
        None,
        "NEVER",
        text(r, 3),
    ]
    return {
        "pays": [
            {
                "min": r.choice(values),
                "max": r.choice(values),
                "interval": r.choice(intervals),
                "currency": r.choice(
                    ["USD", "EUR", "usd", "$", "XXX", "", None, "JPY", text(r, 3)]
                ),
            }
            for _ in range(r.choice([1, 2, 3, 500]))
        ],
        "pay_text": r.choice([None, "", pay_sentence(r)]),
    }


def pay_words(r: random.Random) -> Posting:
    lines = [pay_sentence(r) for _ in range(r.randint(1, 12))]
    return {
        "html": "".join(f"<p>{line}</p>" for line in lines),
        "pay_text": r.choice([None, pay_sentence(r)]),
    }


def places(r: random.Random) -> Posting:
    names = [
        "Berlin",
        "Paris, Texas",
        "Remote",
        "US-CA-San Jose",
        "北京",
        "CA",
        "DE - Remote",
        ",,,",
        "a" * 9_000,
        "Austin, " * 900,
        "Berlin; " * 900,
        "not in Germany",
        "Earth",
        "-",
        "(((",
        "London or Paris or " * 300,
    ]
    count = r.choice([0, 1, 3, 5_000])
    return {
        "places": [r.choice(names) + r.choice(["", f" {r.randint(0, 9999)}"]) for _ in range(count)]
    }


def titles(r: random.Random) -> Posting:
    return {
        "title": r.choice(
            [
                "Engineer " * 22_000,
                "x" * 200_000,
                "",
                " ",
                "!!!",
                "\u200b",
                "(" * 500,
                ", " * 2_000,
                "Software Engineer - " * 90,
                "Principal/Staff/Senior/Junior Engineer, " * 50,
                text(r, 20),
                "=cmd|' /C calc'!A0",
                "<script>alert(1)</script>",
                "</script><!--",
                "{{ 7*7 }}",
                "Engineer\x07\x1b[31m",
                "Engineer, write to jane@corp.example",
            ]
        )
    }


def dates(r: random.Random) -> Posting:
    return {
        "date": r.choice(
            [
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "2026-02-30T00:00:00Z",
                "",
                "soon",
                "1970-01-01T00:00:00+14:00",
                "2026-10-01T00:00:00.123456789Z",
                "-1",
                None,
            ]
        )
    }


def shared_text(r: random.Random) -> Posting:
    """One text in several postings, each with another sentence on pay, or none."""
    return {
        "html": f"<p>Shared text {r.randint(0, 9)}.</p>" + GOOD_HTML,
        "pay_text": r.choice([None, "", pay_sentence(r)]),
    }


def pay_is_the_text(r: random.Random) -> Posting:
    said = pay_sentence(r)
    return {"html": r.choice([said, f"<p>Salary: {said}</p>"]), "pay_text": said}


def contact(r: random.Random) -> Posting:
    said = r.choice(MAILS)
    return {
        "title": f"Engineer {said}",
        "html": f"<p>Write to {said}</p>",
        "places": [said],
        "pay_text": said,
        "url": f"https://x.example/{said}",
        "department": said,
    }


def nothing(r: random.Random) -> Posting:
    blank = {name: r.choice([None, ""]) for name in ("html", "pay_text", "url", "department")}
    return blank | {name: r.choice([None, []]) for name in ("places", "pays")}


KINDS: tuple[Callable[[random.Random], Posting], ...] = (
    whole_text,
    fields,
    pays,
    pay_words,
    places,
    titles,
    dates,
    shared_text,
    pay_is_the_text,
    contact,
    nothing,
)


def posting(r: random.Random, wordings: Sequence[Posting] = ()) -> Posting:
    """A good posting with one to three kinds of trouble, or a real text with one."""
    made: Posting = {
        "title": GOOD_TITLE,
        "html": f"<p>Number {r.random()}</p>{GOOD_HTML}",
        "places": ["Berlin, Germany"],
        "pays": [],
        "pay_text": None,
        "url": "https://x.example/job",
        "department": "Engineering",
        "date": "2026-10-01T00:00:00Z",
        "is_remote": r.choice([True, False, None, "yes"]),
    }
    if wordings and r.random() < 0.4:
        made |= r.choice(wordings)
    elif r.random() < 0.002:
        made["html"] = huge(r)
    for kind in r.sample(KINDS, r.choice([1, 1, 2, 3])):
        made |= kind(r)
    return made

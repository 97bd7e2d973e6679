"""A grammar of hostile postings, with one or several kinds of trouble.

A posting here is a plain dict (title, html, places, pays, pay_text, url, department, dates and
flags); `vendor_formats` renders it in the format of a vendor. Every value is drawn from a given
random generator.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from tests.hostile.texts import (
    GOOD_HTML,
    GOOD_TITLE,
    MAILS,
    broken,
    huge,
    long_line,
    many_lines,
    nested,
    pay_sentence,
    text,
)

Posting = dict[str, Any]


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
    sentence = pay_sentence(r)
    return {"html": r.choice([sentence, f"<p>Salary: {sentence}</p>"]), "pay_text": sentence}


def contact(r: random.Random) -> Posting:
    mail = r.choice(MAILS)
    return {
        "title": f"Engineer {mail}",
        "html": f"<p>Write to {mail}</p>",
        "places": [mail],
        "pay_text": mail,
        "url": f"https://x.example/{mail}",
        "department": mail,
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

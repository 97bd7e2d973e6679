"""Removes contact data of people and invisible characters from texts: one SQL query over JSON.

The patterns (`contact_patterns`) are narrow on purpose, so that pay ranges, dates, sizes,
requisition numbers and teams stay. One pattern finds the texts with a sign of contact data; only
those go through the steps. Not here: keys that name people, which are not stored
(`payload_filter`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from orchestration.plain_text import sql_literal
from orchestration.storage.contact_patterns import (
    ANY,
    AT_IN_WORDS,
    DOT_COM,
    MAIL,
    MAIL_IN_WORDS,
    MAIL_SPACED,
    NAMES,
    NO_NAMES,
    PHONE,
    PROFILE,
    TITLED_NAME,
)
from orchestration.storage.set_aside import INVISIBLE

Step = Callable[[str], str]
_GUARD = "chr(64976)"  # a code point that is not a character
_ESCAPED = r"\\u00(?:0[0-8BbCcEeFf]|1[0-9A-Fa-f]|7[Ff]|85)|\\[bf]"


def redaction_query(source: str, columns: Collection[str]) -> str:
    """SQL: a table or query `source` whose `columns`, texts in JSON, have no contact data.

    A text that is not valid JSON after the steps becomes null; none is known.
    """
    flags = ", ".join(f"{has_sign(c)} as has_sign_{c}" for c in columns)
    query = f"(select *, {flags} from {source})"
    for step in STEPS:
        by = ", ".join(f"if(has_sign_{c}, {step(c)}, {c}) as {c}" for c in columns)
        query = f"(select * replace ({by}) from {query})"
    valid = ", ".join(
        f"if(has_sign_{c} and not json_valid({c}), null, {c}) as {c}" for c in columns
    )
    dropped = ", ".join(f"has_sign_{c}" for c in columns)
    return f"(select * exclude ({dropped}) replace ({valid}) from {query})"


def has_sign(text: str) -> str:
    """SQL: whether a text in JSON may have contact data; no step changes one that has no sign."""
    return _matches(text, f"{ANY}|{INVISIBLE}|{_ESCAPED}")


def _matches(text: str, pattern: str) -> str:
    return f"regexp_matches({text}, {sql_literal(pattern)})"


def _replace(text: str, pattern: str, by: str, groups: int = 1) -> str:
    groups_sql = "".join(f"\\{number}" for number in range(1, groups + 1))
    return f"regexp_replace({text}, {sql_literal(pattern)}, '{groups_sql}{by}', 'g')"


def _without_invisible(text: str) -> str:
    """Without invisible characters; those that separate words become a blank. An escaped backslash
    (two of them) does not begin an escape."""
    seen = f"replace(replace({text}, '\\\\', {_GUARD}), chr(133), ' ')"
    for parting in (r"\f", r"\u000b", r"\u000B", r"\u0085"):
        seen = f"replace({seen}, '{parting}', ' ')"
    seen = f"replace({_replace(seen, f'{_ESCAPED}|{INVISIBLE}', '', 0)}, {_GUARD}, '\\\\')"
    return f"if({_matches(text, f'{_ESCAPED}|{INVISIBLE}')}, {seen}, {text})"


def _without_name(name: str, no_name: str) -> Step:
    """A team or role after the words is marked first, because RE2 has no lookahead."""

    def step(text: str) -> str:
        guarded = f"regexp_replace({text}, {sql_literal(no_name)}, '\\1' || {_GUARD} || '\\2', 'g')"
        without = f"replace({_replace(guarded, name, '[name removed]')}, {_GUARD}, '')"
        return f"if({_matches(text, name)}, {without}, {text})"

    return step


def _if_any(text: str, signs: Collection[str], without: str) -> str:
    """Searching for a few characters takes a tenth of the time of matching a pattern."""
    has = " or ".join(f"contains({text}, {sql_literal(sign)})" for sign in signs)
    return f"if({has}, {without}, {text})"


def _without_titled_name(text: str) -> str:
    return _if_any(text, ("Herr", "Frau"), _replace(text, TITLED_NAME, "[name removed]"))


def _without_mail(text: str) -> str:
    signs = ("@", "＠", "﹫", "64", "x40", "X40", "x0", "X0", "commat", "%40", "%25")
    return _if_any(text, signs, _replace(text, MAIL, "[e-mail removed]"))


def _without_spaced_mail(text: str) -> str:
    signs = (" @", "@ ", "@&", ";@", "\u00a0@", "@\u00a0", "64; ", "; &#", "commat")
    return _if_any(text, signs, _replace(text, MAIL_SPACED, "[e-mail removed]", 2))


def _without_mail_in_words(text: str) -> str:
    without = _replace(text, MAIL_IN_WORDS, "[e-mail removed]")
    spoken = f"contains({text}, ' dot ') and not {_matches(text, DOT_COM)}"
    return f"if({_matches(text, AT_IN_WORDS)} or {spoken}, {without}, {text})"


def _without_profile(text: str) -> str:
    without = _replace(text, PROFILE, "[profile removed]")
    return f"if({_matches(text, PROFILE)}, {without}, {text})"


def _without_phone(text: str) -> str:
    return _replace(text, PHONE, "[phone removed]", 2)


STEPS: tuple[Step, ...] = (
    _without_invisible,
    *map(_without_name, NAMES, NO_NAMES),
    _without_titled_name,
    _without_mail,
    _without_spaced_mail,
    _without_mail_in_words,
    _without_profile,
    _without_phone,
)

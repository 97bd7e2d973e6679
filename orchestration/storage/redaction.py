"""Contact data of people is taken out of every text on the way in, and characters that nobody sees:
one SQL query over texts in JSON.

The forms (`contact_forms`) are narrow on purpose: pay ranges, dates, sizes, requisition numbers and
teams must survive. A text is read once; only one with a sign of any form goes through the steps.
Not here: keys that name people, which are not stored (sources/_kept).
"""

from __future__ import annotations

from collections.abc import Callable, Collection

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
_GUARD = "chr(64976)"  # a code point that is no character
_ESCAPED = r"\\u00(?:0[0-8BbCcEeFf]|1[0-9A-Fa-f]|7[Ff]|85)|\\[bf]"


def redaction_query(source: str, columns: Collection[str]) -> str:
    """A query of a table or query whose `columns`, texts in JSON, are without contact data.

    A text that is no JSON any more, which no posting has achieved yet, is null.
    """
    told = ", ".join(f"{_matches(c, f'{ANY}|{INVISIBLE}|{_ESCAPED}')} as told_{c}" for c in columns)
    query = f"(select *, {told} from {source})"
    for step in STEPS:
        by = ", ".join(f"if(told_{c}, {step(c)}, {c}) as {c}" for c in columns)
        query = f"(select * replace ({by}) from {query})"
    whole = ", ".join(f"if(told_{c} and not json_valid({c}), null, {c}) as {c}" for c in columns)
    left_out = ", ".join(f"told_{c}" for c in columns)
    return f"(select * exclude ({left_out}) replace ({whole}) from {query})"


def _literal(pattern: str) -> str:
    return "'" + pattern.replace("'", "''") + "'"


def _matches(text: str, pattern: str) -> str:
    return f"regexp_matches({text}, {_literal(pattern)})"


def _replace(text: str, pattern: str, by: str, groups: int = 1) -> str:
    kept = "".join(f"\\{number}" for number in range(1, groups + 1))
    return f"regexp_replace({text}, {_literal(pattern)}, '{kept}{by}', 'g')"


def _without_invisible(text: str) -> str:
    """Without characters that are not seen; those that part words as a blank. A backslash that is
    written as two is no beginning of an escape."""
    seen = f"replace(replace({text}, '\\\\', {_GUARD}), chr(133), ' ')"
    for parting in (r"\f", r"\u000b", r"\u000B", r"\u0085"):
        seen = f"replace({seen}, '{parting}', ' ')"
    seen = f"replace({_replace(seen, f'{_ESCAPED}|{INVISIBLE}', '', 0)}, {_GUARD}, '\\\\')"
    return f"if({_matches(text, f'{_ESCAPED}|{INVISIBLE}')}, {seen}, {text})"


def _without_name(name: str, no_name: str) -> Step:
    """A team or a role beside the words is guarded first: these expressions cannot look ahead."""

    def step(text: str) -> str:
        guarded = f"regexp_replace({text}, {_literal(no_name)}, '\\1' || {_GUARD} || '\\2', 'g')"
        without = f"replace({_replace(guarded, name, '[name removed]')}, {_GUARD}, '')"
        return f"if({_matches(text, name)}, {without}, {text})"

    return step


def _if_any(text: str, signs: Collection[str], without: str) -> str:
    """Looking for a few characters costs a tenth of matching a form."""
    has = " or ".join(f"contains({text}, {_literal(sign)})" for sign in signs)
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

"""The errors that a source and its getter raise. Not here: HTTP, and the outcome of a board."""

from __future__ import annotations

PARSE_ERRORS = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""The errors that a source raises for a posting that is not in the vendor's shape."""


class NotAnswered(Exception):
    """No 2xx answer to a request; the message is one line naming status, host and path."""


class NotFound(NotAnswered):
    """404 or 410. The only error of the getter that a source may catch, to try another address."""


class BudgetExhausted(NotAnswered):
    """The night's budget of detail pages is used up."""


class Unreadable(Exception):
    """An answer that is not in the vendor's form; the board fails with this reason."""


class Incomplete(Exception):
    """Raised by `postings` after the last posting, when the board is not complete."""

"""What a source and its getter raise. Not here: HTTP, and what a failure means for a board."""

from __future__ import annotations

PARSE_ERRORS = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What a source raises on a posting that is not in the vendor's shape."""


class NotAnswered(Exception):
    """No 2xx answer to a request; the message is one line naming status, host and path."""


class NotFound(NotAnswered):
    """404 or 410. The one error of the getter that a source may catch, to ask elsewhere."""


class BudgetExhausted(NotAnswered):
    """The night's budget of requests for details is used up."""


class Unreadable(Exception):
    """An answer that is not what the vendor documents; the board fails with this reason."""


class Incomplete(Exception):
    """Raised by `postings` after its last posting when the board proved not to be whole."""

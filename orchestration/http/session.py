"""The getter of one board: counts its requests and keeps the validators of its answer.

Sources get a `Session` and import nothing of this package.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from orchestration.http.responses import HttpAnswer
from orchestration.sources._toolkit.errors import BudgetExhausted
from orchestration.sources._toolkit.listing import Pace

if TYPE_CHECKING:
    from orchestration.http.client import Client

VALIDATORS = ("If-None-Match", "If-Modified-Since")


class Session:
    """The getter of one board."""

    def __init__(
        self,
        client: Client,
        etag: str | None = None,
        last_modified: str | None = None,
        vendor: str | None = None,
        pace: Pace = Pace(),  # noqa: B008 - frozen
    ) -> None:
        self.vendor, self.pace = vendor, pace
        self.request_count = 0
        self.recorded_on: set[str] = set()
        """The days on which the answers were recorded, when they come from a recording."""
        self.etag: str | None = None
        self.last_modified: str | None = None
        self._client = client
        self._validators = dict(zip(VALIDATORS, (etag, last_modified), strict=True))
        self.answer_count = 0
        """Answers without detail pages. Validators describe the board only if there is just one."""

    def __call__(
        self, url: str, *, headers: Mapping[str, str] | None = None, json: Any = None
    ) -> HttpAnswer:
        """Request a page of the board's list; the first request is conditional if it can be."""
        sent = dict(headers or {})
        # A recording holds every answer.
        if not self.answer_count and self._client.recorder is None:
            sent |= {
                k: v for k, v in self._validators.items() if v and v.isascii() and v.isprintable()
            }
        answer = self._client.request(url, sent, json, self)
        if urlsplit(url).path != "/robots.txt":
            self.answer_count += 1
            is_only = self.answer_count == 1
            self.etag = answer.headers.get("etag") if is_only else None
            self.last_modified = answer.headers.get("last-modified") if is_only else None
        return answer

    def detail(
        self, url: str, *, headers: Mapping[str, str] | None = None, json: Any = None
    ) -> HttpAnswer:
        """Request a detail page; raises BudgetExhausted when the night's budget is used up."""
        if not self._client.limits.consume_budget(self.vendor or urlsplit(url).netloc):
            raise BudgetExhausted(f"{self.vendor}: the night's budget of detail pages is used up")
        return self._client.request(url, dict(headers or {}), json, self)

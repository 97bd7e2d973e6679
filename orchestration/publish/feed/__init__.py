"""The change feed: what each release adds to the one before it, for programs that mirror it.

`changes`: the rows, from the tables of two releases. `log`: the chain of releases, kept in the data
directory. `verify`: whether a log is whole. Not here: when a release is published (`release`).
"""

from orchestration.publish.feed.log import keep, write
from orchestration.publish.feed.verify import verify_feed, verify_log

__all__ = ["keep", "verify_feed", "verify_log", "write"]

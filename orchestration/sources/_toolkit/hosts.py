"""Boards that are a subdomain of their vendor."""

import re

from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import LABEL


def board_host(board: str, domain: str) -> str:
    """The host of a board. Raises Unreadable when the board is not one label of a host name, so
    that no board leads to the host of another."""
    if not re.fullmatch(LABEL, board):
        raise Unreadable(f"{board:.60}: not a board of {domain}")
    return f"{board}.{domain}"

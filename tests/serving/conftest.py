"""A client of `hiring-ledger mcp`, by the SDK, over stdin and stdout."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.paths import ROOT

if TYPE_CHECKING:
    from mcp import Client

Asked = Callable[..., Any]


@pytest.fixture(scope="module")
def ask(sample_home: Path) -> Iterator[Asked]:
    """Makes some calls of tools, each a name and its arguments; the answers, or the reason of a
    failure as text. Without a call it lists the tools. One server answers the tests of a file, as
    it does an assistant that works all day: its imports take a second, as do the client's."""
    from anyio.from_thread import start_blocking_portal
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "orchestration.cli.main", "mcp", "--home", str(sample_home)],
        env={"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        cwd=str(ROOT),
    )
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(stdio_client(parameters))) as client,
    ):
        yield lambda *calls: portal.call(_answers, client, calls)


async def _answers(client: Client, calls: tuple[tuple[str, dict[str, Any]], ...]) -> list[Any]:
    if not calls:
        return (await client.list_tools()).tools
    answers = []
    for name, arguments in calls:
        result = await client.call_tool(name, arguments)
        text = result.content[0].text if result.content else "[]"  # type: ignore[union-attr]
        if result.is_error:
            answers.append(text)
        elif result.structured_content is not None:
            found = result.structured_content
            answers.append(found.get("result", found))
        else:
            answers.append(json.loads(text))
    return answers

"""Dagster's web server behind `OwnPage`, as a module with the arguments PORT SOCKET LOCATION.

Dagster's /graphql accepts mutations by GET and as plain text, with any Host and Origin.
"""

from __future__ import annotations

import sys

import uvicorn
from dagster import DagsterInstance
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import GrpcServerTarget
from dagster_webserver.app import create_app_from_workspace_process_context

from orchestration.serving.same_origin import OwnPage

POLL = 2_000
"""Milliseconds between two looks of a page at what changed, as `dagster dev` sets it."""


def main() -> None:
    """Serve until the process gets a signal."""
    port, socket, location = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    target = GrpcServerTarget(host="localhost", port=None, socket=socket, location_name=location)
    with (
        DagsterInstance.get() as instance,
        WorkspaceProcessContext(instance, workspace_load_target=target) as context,
    ):
        app = create_app_from_workspace_process_context(context, live_data_poll_rate=POLL)
        uvicorn.run(
            OwnPage(app, port),
            host="127.0.0.1",
            port=port,
            log_level="warning",
            timeout_graceful_shutdown=1,
        )


if __name__ == "__main__":
    main()

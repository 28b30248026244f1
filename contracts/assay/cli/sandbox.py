"""``assay sandbox``: serve a vendor's sandbox on a port."""

from typing import Annotated

import typer

from assay import discover
from assay.cli.app import app, progress


@app.command("sandbox")
def sandbox_command(
    connector: str,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Loopback port.")] = 8080,
) -> None:
    """Serve a vendor sandbox on a port, until Ctrl-C."""
    address = f"http://127.0.0.1:{port}"
    sandbox = discover.sandbox(connector)
    application = sandbox.create_app(public_url=address)
    progress().print(
        f"{connector} sandbox at {address} (API: {address}/openapi.json, control: {address}/_sandbox/state)"
    )
    discover.sandbox_core().serve(application, port)

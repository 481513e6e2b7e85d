"""The four replica portals: build them, serve them; `python -m demo.replicas` serves them until ^C."""

import threading
from contextlib import suppress

import click

from demo import dongtou, wendeng, wenxian, zhanhe
from demo.messages import Portal
from demo.server import Exchange, Replicas, serve

__all__ = ["Exchange", "Portal", "Replicas", "main", "portals", "serve"]


def portals() -> tuple[Portal, ...]:
    """Every replica, each with its own loopback address."""
    return wendeng.portal(), wenxian.portal(), dongtou.portal(), zhanhe.portal()


@click.command()
@click.option("--port", default=0, show_default="a free one for each", help="Port to listen on, on four addresses.")
def main(port: int) -> None:
    """Serve the replica portals on loopback until ^C."""
    built = portals()
    with serve(built, port) as replicas, suppress(KeyboardInterrupt):
        for portal in built:
            click.echo(f"{portal.slug:8} {replicas[portal.slug]}  {portal.name}")
        threading.Event().wait()


if __name__ == "__main__":
    main()

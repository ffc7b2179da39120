"""``danghe serve``."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from ..archive import Archive
from ..errors import UsageError
from ..messages import translate
from .options import archive_option

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PORT = 8421
_ANY = ("0.0.0.0", "::")
_PATH = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("serve", help=translate("cli.serve.help"))
@archive_option
@click.option("--host", default=_LOOPBACK[0], show_default=True, help=translate("cli.serve.host"))
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=_PORT,
    show_default=True,
    help=translate("cli.serve.port"),
)
@click.option("--open-to-network", is_flag=True, help=translate("cli.serve.open"))
@click.option("--name", "names", multiple=True, help=translate("cli.serve.name"))
@click.option("--certificate", type=_PATH, help=translate("cli.serve.certificate"))
@click.option("--key", type=_PATH, help=translate("cli.serve.key"))
@click.option(
    "--import-root", "roots", multiple=True, help=translate("cli.serve.root"),
    type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True),
)  # fmt: skip
def command(
    directory: Path,
    host: str,
    port: int,
    open_to_network: bool,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    roots: tuple[Path, ...],
) -> None:
    """Serve the pages."""
    is_local = host in _LOOPBACK
    if not is_local and not open_to_network:
        raise UsageError("cli.serve.network", host=host)
    if (certificate is None) != (key is None):
        raise UsageError("cli.serve.half")
    if host in _ANY and not names:
        raise UsageError("cli.serve.no_name", host=host)
    with Archive.open(directory) as archive:
        token = None if archive.catalogue.has_users() else secrets.token_urlsafe(24)
    hosts = _hosts(host, names)
    shown = names[0] if host in _ANY else f"[{host}]" if ":" in host else host
    base = f"{'https' if certificate else 'http'}://{shown}:{port}"
    if not is_local:
        click.echo(translate("cli.serve.warning", host=host), err=True)
        if not certificate:
            click.echo(translate("cli.serve.plain"), err=True)
    if token:
        click.echo(translate("cli.serve.set_up", url=f"{base}/set-up?token={token}"))
    click.echo(translate("cli.serve.at", url=f"{base}/"))
    _serve(directory, host, port, certificate, key, hosts, roots, token)


def _hosts(host: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Names by which a browser may call the server."""
    own = () if host in _ANY else (f"[{host}]" if ":" in host else host,)
    loopback = ("127.0.0.1", "localhost", "[::1]")
    return tuple(dict.fromkeys((*loopback, *own, *names)))


def _serve(
    directory: Path,
    host: str,
    port: int,
    certificate: Path | None,
    key: Path | None,
    hosts: tuple[str, ...],
    roots: tuple[Path, ...],
    token: str | None,
) -> None:
    # Imported here: the other commands need none of it.
    import uvicorn

    from ..web.app import create_app
    from ..web.settings import Settings

    settings = Settings(
        hosts=hosts,
        secure=certificate is not None,
        warm=True,
        import_roots=roots,
        setup_token=token,
    )
    uvicorn.run(
        create_app(directory, settings),
        host=host,
        port=port,
        ssl_certfile=str(certificate) if certificate else None,
        ssl_keyfile=str(key) if key else None,
        http="h11",
        ws="none",
        # An address that a browser made up must not pass for another's.
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=10,
    )

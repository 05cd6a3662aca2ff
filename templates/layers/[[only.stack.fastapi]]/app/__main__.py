"""Run the server: `python -m app`, or `python -m app --reload` in development."""

import errno
import logging
import signal
import socket
import sys

import uvicorn
from uvicorn.supervisors import ChangeReload, Multiprocess

from app.http_protocol import MOST_HEAD, HttpProtocol
from app.logs import configure_logs
from app.routes import load_settings, server_options

logger = logging.getLogger("app")


def main() -> None:
    settings = load_settings()
    configure_logs(settings)
    reload = "--reload" in sys.argv[1:]
    config = uvicorn.Config(
        "app.main:create_app",
        factory=True,
        reload=reload,
        reload_dirs=["app"] if reload else None,
        workers=settings.web_concurrency,
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        http=HttpProtocol,
        h11_max_incomplete_event_size=MOST_HEAD,
        timeout_keep_alive=75,  # longer than the reverse proxy's, which has to close the connection first
        timeout_graceful_shutdown=10,
        timeout_worker_healthcheck=60,  # a worker that starts on a busy machine is not a dead one
        **server_options,
    )
    listening = listen(settings.host, settings.port)
    # After shutting down, uvicorn raises the signal again; a graceful shutdown is a success.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    server = uvicorn.Server(config)
    if reload:
        ChangeReload(config, target=server.run, sockets=[listening]).run()
    elif settings.web_concurrency > 1:
        Multiprocess(config, sockets=[listening]).run()
    else:
        server.run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """Bind the port before workers start, to name the wrong variable and to print the address once."""
    try:
        listening = socket.create_server(
            (host, port),
            family=socket.AF_INET6 if ":" in host else socket.AF_INET,
            backlog=2048,
            dualstack_ipv6=host == "::",  # IPv4 as well
        )
    except OSError as error:
        variable = "HOST" if error.errno == errno.EADDRNOTAVAIL else "PORT"
        raise SystemExit(f"{variable}: cannot listen on {host}, port {port}: {error.strerror}.") from None
    logger.info("Listening on http://%s:%s", address_for_people(host), port)
    return listening


def address_for_people(host: str) -> str:
    """A URL that a browser on this machine can open."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    main()

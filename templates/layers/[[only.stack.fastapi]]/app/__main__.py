"""Serve the API: `python -m app`, or `python -m app --reload` while developing."""

import signal
import sys

import uvicorn

from app.logs import configure_logs
from app.settings import load_settings


def main() -> None:
    settings = load_settings()
    configure_logs(settings.log_level)
    # Once it has drained, uvicorn raises the signal again; an orderly stop is a success.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host="0.0.0.0",  # noqa: S104 - a container is reached from outside
        port=settings.port,
        reload="--reload" in sys.argv[1:],
        reload_dirs=["app"],
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )


if __name__ == "__main__":
    main()

"""The entry point, which answers `--version` and `--help` before anything heavier is imported."""

import gc
import os
import sys

from scaffolder import __version__


def main() -> None:
    # A single command is too short for garbage collection to be worth it; imports create most of the objects.
    gc.disable()
    try:
        if sys.argv[1:] == ["--version"]:
            print(f"scaffolder {__version__}")
        elif sys.argv[1:] == ["--help"] and _columns() >= 80:
            print(_help(), end="")
        else:
            from scaffolder.cli import run

            run()
    except KeyboardInterrupt:
        print("\nCancelled.", file=sys.stderr)
        sys.exit(130)


def _help() -> str:
    """The output of `scaffolder -h` at 80 columns; importing Typer would take six times as long as reading it."""
    with open(os.path.join(os.path.dirname(__file__), "help.txt"), encoding="utf-8") as file:  # noqa: PTH118, PTH120, PTH123
        return file.read()


def _columns() -> int:
    if columns := os.environ.get("COLUMNS", ""):
        return int(columns) if columns.isdigit() else 0
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return 80


if __name__ == "__main__":
    main()

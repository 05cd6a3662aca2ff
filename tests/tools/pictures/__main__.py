"""Take the pictures that this repository shows anew, from real runs: `python -m tests.tools.pictures [terminal|chat]...`."""

from __future__ import annotations

import sys

from tests.tools.pictures import chat, terminal

PICTURES = {"terminal": terminal.take, "chat": chat.take}

if __name__ == "__main__":
    for name in sys.argv[1:] or PICTURES:
        PICTURES[name]()

"""Update the pictures in this repository from real runs: `python -m tests.tools.pictures [terminal|chat|...]...`."""

from __future__ import annotations

import sys

from tests.tools.pictures import chat, projects, terminal

PICTURES = {
    "terminal": terminal.take,
    "chat": chat.take,
    "task-manager": projects.take_tasks,
    "blog": projects.take_blog,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or PICTURES:
        PICTURES[name]()

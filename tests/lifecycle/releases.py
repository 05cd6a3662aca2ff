"""A tiny template with releases, to test updates with any edit within a second."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.support import commit, git

LAYERS = Path("templates", "layers")
QUESTIONS = """
_subdirectory: templates/layers
_answers_file: .copier-answers.yml
_envops:
  block_start_string: "[%"
  block_end_string: "%]"
  variable_start_string: "[["
  variable_end_string: "]]"
  keep_trailing_newline: true
  undefined: jinja2.StrictUndefined
project: {type: str, help: What to build, choices: {Notes: notes}}
stack: {type: str, help: With what, choices: {Plain: plain}}
name: {type: str, help: Its name}
"""
COLOUR = "colour: {type: str, help: Which colour, default: blue}\n"
FACTS = "title: Plain\nport: 8000\nlock: {file: lock.txt, command: cp requirements.txt lock.txt}\n"
MAKEFILE = "setup:\n\t@true\ncheck:\n\t@if test -f broken; then cat broken; exit 1; fi\n"


def lines(**changed: str) -> str:
    """Twenty lines; `lines(line5="x")` replaces the fifth."""
    return "".join(changed.get(f"line{number}", f"line {number}") + "\n" for number in range(1, 21))


FIRST = {
    "copier.yml": QUESTIONS,
    "templates/stacks/plain.yml": FACTS,
    "templates/projects/notes.yml": "description: Keeps notes.\n",
    "templates/owned.yml": "- openapi.yaml\n",
    "templates/layers/[[ _copier_conf.answers_file ]].jinja": "[[ _copier_answers | to_nice_yaml -]]\n",
    "templates/layers/Makefile": MAKEFILE,
    "templates/layers/README.md.jinja": "# [[ name ]]\n\nNotes.\n",
    "templates/layers/app.txt": lines(),
    "templates/layers/notes/one.md": "one\n" + lines(),
    "templates/layers/notes/two.md": "two\n" + lines(),
    "templates/layers/notes/three.md": "three\n" + lines(),
    "templates/layers/requirements.txt": "flask\n",
    "templates/layers/run.sh": "#!/bin/sh\necho run\n",
    "templates/layers/openapi.yaml": "openapi: 3.1.0\n",
}
SECOND: dict[str, str | None] = {
    "copier.yml": QUESTIONS + COLOUR,
    "templates/layers/README.md.jinja": "# [[ name ]]\n\nNotes in [[ colour ]].\n",
    "templates/layers/app.txt": lines(line5="line five"),
    "templates/layers/notes/one.md": "one\n" + lines(line5="line five"),
    "templates/layers/notes/two.md": None,
    "templates/layers/notes/three.md": None,
    "templates/layers/notes/third.md": "three\n" + lines(),
    "templates/layers/notes/four.md": "four\n",
    "templates/layers/run.sh": "#!/bin/sh\necho run faster\n",
}


def first_release(folder: Path) -> Path:
    """A repository with the release v0.1.0."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return release(folder, "v0.1.0", FIRST)


def release(template: Path, version: str, files: Mapping[str, str | None]) -> Path:
    """Write or remove `files` and tag the result."""
    for name, text in files.items():
        path = template / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    (template / LAYERS / "run.sh").chmod(0o755)
    commit(template, version)
    git(template, "tag", version)
    return template

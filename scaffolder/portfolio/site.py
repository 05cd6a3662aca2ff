"""The files of a portfolio, and the table for a GitHub profile."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.git import repository
from scaffolder.portfolio import files, texts
from scaffolder.portfolio.cards import Card, card_of, name_of
from scaffolder.portfolio.texts import Texts
from scaffolder.project import record

PAGE = "site/index.html"
WORKFLOW = ".github/workflows/pages.yml"

SENTENCE = "Backend projects, each with tests, documentation and a guide to deploy it."

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Portfolio:
    """A portfolio in `folder`. `kept` are files that the user changed, `unused` names without a project."""

    folder: Path
    cards: Sequence[Card]
    kept: Sequence[str]
    unused: Sequence[str]

    @property
    def table(self) -> str:
        """The cards in Markdown."""
        rows = [
            f"| {_markdown(card.title)} | {_markdown(card.stack)} | {_markdown(card.text)} | {_links(card)} |\n"
            for card in self.cards
        ]
        return "| project | stack | what it shows | |\n|---|---|---|---|\n" + "".join(rows)


def write(
    projects: Sequence[record.Project],
    folder: Path,
    *,
    name: str | None,
    sentence: str | None,
    links: Mapping[str, str],
) -> Portfolio:
    """Write the site of `projects` into `folder`, all files or none.

    `name`, `sentence` and `links` go into the first portfolio.yml; after that, they must be equal to what it says.
    """
    files.refuse_file(folder)
    own = folder / texts.FILE
    once: dict[str, bytes] = {}
    if own.exists():
        said = texts.read(own)
        _refuse_changes(own, said, name=name, sentence=sentence, links=links)
    else:
        person = {
            "name": name or repository.user_name(folder) or "Your name",
            "sentence": SENTENCE if sentence is None else sentence,
            "links": links,
        }
        said = texts.parse(person, "The command line")
        once[texts.FILE] = texts.written(said, [name_of(project) for project in projects]).encode()
    cards = [card_of(project, said.projects.get(name_of(project), {})) for project in projects]
    kept = files.write(_site(said, cards), folder, page=PAGE, once=once)
    return Portfolio(folder, cards, kept, sorted(said.projects.keys() - {card.name for card in cards}))


def _refuse_changes(
    file: Path, said: Texts, *, name: str | None, sentence: str | None, links: Mapping[str, str]
) -> None:
    changes = {
        "--name": name is not None and name != said.name,
        "--sentence": sentence is not None and sentence != said.sentence,
        "--link": any(said.links.get(label) != address for label, address in links.items()),
    }
    for option, changed in changes.items():
        if changed:
            raise ScaffolderError(
                f"{file} exists and says something else than {option}. Change it there.", code="texts-exist"
            )


def _site(said: Texts, cards: Sequence[Card]) -> dict[str, bytes]:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    pictures = {
        f"site/{_picture(card, file)}": file.read_bytes()
        for card in cards
        for file in (card.picture, card.dark_picture)
        if file
    }
    page = environment.get_template("index.html.jinja").render(person=said, cards=cards, picture=_picture)
    return {
        PAGE: page.encode(),
        "site/style.css": (_PACKAGE / "style.css").read_bytes(),
        WORKFLOW: (_PACKAGE / "pages.yml").read_bytes(),
        **pictures,
    }


def _picture(card: Card, file: Path) -> str:
    """Where the site has a picture of the project."""
    dark = ".dark" if file == card.dark_picture else ""
    return f"pictures/{card.name}{dark}{file.suffix.lower()}"


def _markdown(text: str) -> str:
    """`text` without a meaning in Markdown, in one line."""
    return re.sub(r"([\\`*_\[\]<>|~&])", r"\\\1", " ".join(text.split()))


def _links(card: Card) -> str:
    there = {"live": card.live, "code": card.repository, "API": card.api}
    return ", ".join(
        f"[{label}](<{address.replace('|', '%7C')}>)" for label, address in there.items() if address
    )

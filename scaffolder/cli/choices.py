"""`scaffolder list`."""

from __future__ import annotations

from typing import Any

from scaffolder.cli.output import Json, print_json


def list_choices(as_json: Json = False) -> None:
    """List the projects, stacks, databases, CI and deploy targets."""
    from scaffolder.template import catalog

    known = catalog.load()
    groups = {
        "projects": "project",
        "stacks": "stack",
        "databases": "database",
        "ci": "ci",
        "deploy": "deploy",
    }
    if as_json:
        document: dict[str, Any] = {
            "cells": [{"project": project, "stack": stack} for project, stack in known.cells()]
        }
        for title, key in groups.items():
            document[title] = [{"name": choice.name, "help": choice.help} for choice in known.choices(key)]
        print_json(document)
        return
    for title, key in groups.items():
        print(title)
        for choice in known.choices(key):
            print(f"  {choice.name:<16}{choice.help}")
        print()
    print("Every project comes in every stack: scaffolder new PROJECT PATH --stack STACK")

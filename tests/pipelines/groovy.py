"""Parses a Jenkinsfile. A declarative pipeline consists of nested calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

import tree_sitter_groovy
from tree_sitter import Language, Node, Parser

PARSER = Parser(Language(tree_sitter_groovy.language()))
CALLS = ("method_invocation", "juxt_function_call", "assignment_expression")


@dataclass(frozen=True)
class Call:
    """`name 'word' { body }` or `name = 'word'`. A named word is `name: 'word'`."""

    name: str
    words: tuple[str, ...] = ()
    body: tuple[Call, ...] = field(default=(), repr=False)

    def all(self, *names: str) -> Iterator[Call]:
        """The calls with these names in the body, at any depth and in order."""
        for call in self.body:
            if call.name in names:
                yield call
            yield from call.all(*names)

    def only(self, name: str) -> Call:
        """The direct call with this name in the body, or an empty one."""
        return next((call for call in self.body if call.name == name), Call(name))


def parse(source: bytes) -> Call:
    """Parse a file. Raises ValueError if it is not Groovy."""
    root = PARSER.parse(source).root_node
    if root.has_error:
        wrong = next(broken(root))
        raise ValueError(f"line {wrong.start_point.row + 1} is not Groovy: {text(wrong)[:80]}")
    return Call("file", body=tuple(calls(root)))


def broken(node: Node) -> Iterator[Node]:
    if node.is_error or node.is_missing:
        yield node
    for child in node.children:
        yield from broken(child)


def calls(node: Node) -> Iterator[Call]:
    """The outermost calls below a node."""
    for child in node.named_children:
        if child.type in CALLS:
            yield call(child)
        else:
            yield from calls(child)


def call(node: Node) -> Call:
    name, *rest = node.named_children
    words, body = [], []
    for part in rest:
        if part.type == "closure":
            body += list(calls(part))
        else:
            words += [word(each) for each in (part.named_children or [part])]
    if node.type == "assignment_expression":
        words = [word(rest[0])]
    return Call(text(name), tuple(words), tuple(body))


def word(node: Node) -> str:
    if node.type == "map_item":
        key, value = node.named_children
        return f"{text(key)}: {word(value)}"
    literal = node.type in ("character_literal", "string_literal")
    return str(ast.literal_eval(text(node))) if literal else text(node)


def text(node: Node) -> str:
    return (node.text or b"").decode()

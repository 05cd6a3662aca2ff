"""Repositories, trees and branches. The only package that imports GitPython."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from git import Git as Git

"""Find the packages: `screens/` and `templates/` stand at the top of the repository and ship inside `mentor_tui`.

pyproject.toml can only list such packages one by one, and a list forgets.
"""

from setuptools import find_packages, setup


def rooms(folder: str, package: str) -> list[str]:
    """The package kept in this folder and all below it, by the names under which they ship."""
    return [package, *(f"{package}.{found}" for found in find_packages(folder))]


setup(packages=[*rooms("mentor_tui", "mentor_tui"), *rooms("screens", "mentor_tui.screens"), "mentor_tui.templates"])

"""The programs that one vault knows: those that came with the app, and those whose files it holds.

What came with the app wins over a copy of it. A pair whose program is not `pmi-belgium`, which every release has, takes
a copy along from when it is made: another computer or a later release reads it by that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from mentor_tui.errors import MentorError, NotFound, PackRefused
from mentor_tui.schema import blanks, document_kinds, pack_files, pack_limits, programs, toml_files
from mentor_tui.schema.document_kinds import DocumentKind
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Pack, Pair, Record, to_document
from mentor_tui.vault import Change
from mentor_tui.words import text

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace


class Programs:
    """Programs by id. `packs` gives those that the vault holds, as they are now."""

    def __init__(self, packs: Callable[[], Mapping[str, Pack]]) -> None:
        self._packs = packs
        self._read: dict[str, tuple[Pack, Program | PackRefused]] = {}
        self._filled = blanks.Filled()

    def available(self) -> list[str]:
        """Ids of all that can be chosen, sorted: shipped, or in the vault."""
        return sorted({*programs.available(), *self._packs()})

    def held(self, program_id: str) -> Pack | None:
        """The copy in the vault by which a program is read; None where the app brings the program itself."""
        return None if program_id in programs.available() else self._packs().get(program_id)

    def load(self, program_id: str) -> Program:
        """The program; NotFound for an id that is neither shipped nor here, PackRefused when it cannot be read."""
        refused = None
        if program_id in programs.available():
            try:
                return programs.load(program_id)
            except PackRefused as error:
                refused = error
        pack = self._packs().get(program_id)
        if pack is None and refused is not None:
            raise refused
        if pack is None:
            known = ", ".join(self.available())
            raise NotFound(f"There is no program called {text.shorten(program_id, 40)}. Known: {known}.")
        return self._stored(pack)

    def general(self, program_id: str) -> Program:
        """The same as it is shown where no pair is meant: general words stand where a pair fills in its own."""
        return self.filled(program_id, {})

    def filled(self, program_id: str, answers: Mapping[str, object]) -> Program:
        """The program with a pair's answers to its worksheet `blanks` in its texts. Raises as `load` does."""
        return self._filled.of(self.load(program_id), answers)

    def forget(self) -> None:
        """Let go of all that was read from the vault, and of the words that pairs filled in."""
        self._read.clear()
        self._filled.forget()

    def readable(self) -> list[Program]:
        """All that can be read, by id, in general words."""
        found = []
        for program_id in self.available():
            with suppress(MentorError):
                found.append(self.general(program_id))
        return found

    def has(self, program_id: str) -> bool:
        """True if the program can be read, so that its pairs can be opened."""
        try:
            self.load(program_id)
        except MentorError:
            return False
        return True

    def some_have(self, form_id: str) -> bool:
        """True if any of these programs may have a form of this id, by the names of its files: none is read for it."""
        if form_id == blanks.FORM or form_id in programs.shared_forms() or form_id in programs.base_forms():
            return True
        name = f"{form_id}.toml"
        if any(f"{place}/{name}" in pack.files for pack in self._packs().values() for place in ("forms", "base")):
            return True
        shipped = (toml_files.files_in(folder / "forms") for folder in toml_files.packs().values())
        return any(path.name == name for files in shipped for path in files)

    def document(self, document_id: str) -> DocumentKind | None:
        """A document of any of these programs, as a register may name it; None when none has it."""
        if kind := document_kinds.every().get(document_id):
            return kind
        for pack in self._packs().values():
            if f"documents/{document_id}.toml" in pack.files:
                with suppress(MentorError):
                    if kind := self.general(pack.id).documents.get(document_id):
                        return kind
        return None

    def copies_for(self, pairs: Iterable[Pair]) -> Iterator[Pack]:
        """Yield the copies that the vault does not hold yet, or not as they are now, of the programs of these pairs.

        A copy bears no stamp: two computers that make one make the same. What a person installed under the same id
        stays as it was installed.
        """
        for program_id in sorted({pair.program for pair in pairs} - {programs.USUAL}):
            folder = toml_files.packs().get(program_id)
            here = self._packs().get(program_id)
            if folder is None or (here and here.installed):
                continue
            with suppress(MentorError, OSError):  # what is wrong with it is told where it is used
                program = programs.load(program_id)
                files = pack_files.of_shipped(folder, program.base_forms)
                copy = Pack(id=program_id, name=programs.general(program_id).name, files=files)
                if here is None or here.files != files:
                    yield copy

    def _stored(self, pack: Pack) -> Program:
        known = self._read.get(pack.id)
        if known is None or known[0] is not pack:
            known = self._read[pack.id] = (pack, _loaded(pack))
        if isinstance(known[1], PackRefused):
            raise known[1]
        return known[1]


def copies_for(workspace: Workspace, records: Iterable[Record]) -> list[Change]:
    """Changes that take along the programs of pairs that are saved."""
    copies = workspace.programs.copies_for(record for record in records if isinstance(record, Pair))
    get = workspace.vault.get
    return [Change(Pack.table, pack.id, to_document(pack), get(Pack.table, pack.id)) for pack in copies]


def copy_of(workspace: Workspace, pair: Pair) -> list[Record]:
    """The copy of a pair's program that goes with it: one that nobody installed and no other pair uses."""
    others = {other.program for other in workspace.pairs if other.id != pair.id}
    held = workspace.get(Pack, pair.program)
    return [held] if held and not held.installed and pair.program not in others else []


def _loaded(pack: Pack) -> Program | PackRefused:
    try:
        return programs.load_from(pack_files.Held(pack.files, pack.id), stored=True)
    except PackRefused as error:
        return error


def sound(pack: Pack) -> None:
    """Raise PackRefused for a copy that no mentor-tui made: files that are none of a pack, too many, or unreadable."""
    odd = [path for path in pack.files if not pack_files.KEPT.fullmatch(path)]
    size = sum(text.size(words) for words in pack.files.values())
    if odd or len(pack.files) > 2 * pack_files.MOST_FILES or size > 2 * pack_files.MOST_BYTES_IN_ALL:
        raise PackRefused(f"The program {text.shorten(pack.id, 60)} contains something that no program has.")
    if not pack_files.is_id(pack.id):
        raise PackRefused(f"{text.shorten(pack.id, 60)} is not the id of a program.")
    if isinstance(found := _loaded(pack), PackRefused):
        raise found
    sheets = [form for form in found.forms.values() if form.record == "worksheet"]
    wrong = [*pack_limits.problems(found, [form.id for form in sheets])]
    wrong += [f"form {form.id}{problem}" for form in sheets for problem in pack_limits.of_form(form)]
    if wrong:
        raise PackRefused(f"The program {pack.id} is not valid.", tuple(wrong))

"""A disk that may lose its power: what a save asked of it is recorded, and then cut short in every way.

The model is what POSIX promises and no more. The bytes of a file are safe once it was synced; until then they may be
missing, all zeros, rubbish, or there in part. A name (made, linked, renamed, removed; a folder's too) is safe once its
folder was synced; until then each of those changes may have reached the disk or not, one without the other. A rename
happens or does not.
"""

import itertools
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from .conftest import Faulty, FileSystem

RUBBISH = random.Random(0).randbytes(4096)


@dataclass(eq=False)
class File:
    data: bytearray = field(default_factory=bytearray)
    synced: bool = False

    def remains(self):
        """What may be left of it, in the order of how much."""
        whole = bytes(self.data)
        if self.synced or not whole:
            return [whole]
        blocks = range(0, len(whole), 4096)
        return [
            bytes(len(whole)),
            RUBBISH * (len(whole) // len(RUBBISH)) + RUBBISH[: len(whole) % len(RUBBISH)],
            *(whole[:at] for at in blocks),
            *(whole[:at] + bytes(len(whole[at : at + 4096])) + whole[at + 4096 :] for at in blocks),
            whole,
        ]


@dataclass(eq=False)
class Folder:
    """``safe`` are the names on the disk; ``waiting`` the changes to them, each ``{name: File | Folder | None}``."""

    safe: dict = field(default_factory=dict)
    waiting: list = field(default_factory=list)

    def names(self, happened=None):
        found = dict(self.safe)
        for change in self.waiting if happened is None else itertools.compress(self.waiting, happened):
            found |= change
        return {name: thing for name, thing in found.items() if thing is not None}


class Disk:
    """Everything below a folder, as a power cut would find it."""

    def __init__(self, root: Path):
        self.root = root
        self.top = self._load(root)
        self.open = {}

    def _load(self, path):
        if path.is_dir():
            return Folder({child.name: self._load(child) for child in path.iterdir()})
        return File(bytearray(path.read_bytes()), synced=True)

    def _at(self, path):
        found = self.top
        for part in path.relative_to(self.root).parts:
            found = found.names()[part]
        return found

    def do(self, call, *args):
        """Follow one recorded call."""
        if call == "open_new":
            path, token = args
            self.open[token] = File()
            self._at(path.parent).waiting.append({path.name: self.open[token]})
        elif call == "write":
            token, data = args
            self.open[token].data += data
            self.open[token].synced = False
        elif call == "fsync":
            self.open[args[0]].synced = True
        elif call == "link":
            source, target = args
            self._at(target.parent).waiting.append({target.name: self._at(source)})
        elif call == "replace":
            source, target = args
            assert source.parent == target.parent
            self._at(target.parent).waiting.append({target.name: self._at(source), source.name: None})
        elif call == "mkdir":
            self._at(args[0].parent).waiting.append({args[0].name: Folder()})
        elif call in ("unlink", "rmdir"):
            self._at(args[0].parent).waiting.append({args[0].name: None})
        elif call == "fsync_dir":
            folder = self._at(args[0])
            folder.safe, folder.waiting = folder.names(), []

    def cuts(self):
        """Every state this moment may leave behind: ``{relative path: bytes, or None for a folder}``."""
        yield from self._cuts(self.top, "")

    def _cuts(self, thing, name):
        if isinstance(thing, File):
            for data in thing.remains():
                yield {name: data}
            return
        for happened in itertools.product((False, True), repeat=len(thing.waiting)):
            parts = [list(self._cuts(child, f"{name}/{at}")) for at, child in thing.names(happened).items()]
            for chosen in itertools.product(*parts):
                state = {name: None}
                for part in chosen:
                    state |= part
                yield state


class Recorder(Faulty):
    """The real file system, writing down what changes below one folder."""

    def __init__(self):
        super().__init__()
        self.root, self.deeds, self.tokens = None, [], {}

    def _note(self, call, *args):
        if self.root is not None and (not isinstance(args[0], Path) or args[0].is_relative_to(self.root)):
            self.deeds.append((call, *args))

    def open_new(self, path):
        fd = FileSystem.open_new(self, path)
        self.tokens.pop(fd, None)
        if self.root is not None and path.is_relative_to(self.root):
            self.tokens[fd] = object()
            self._note("open_new", path, self.tokens[fd])
        return fd

    def write(self, fd, data):
        done = FileSystem.write(self, fd, data)
        if fd in self.tokens:
            self._note("write", self.tokens[fd], bytes(data[:done]))
        return done

    def fsync(self, fd):
        FileSystem.fsync(self, fd)
        if fd in self.tokens:
            self._note("fsync", self.tokens[fd])


def _noting(call):
    def method(self, *paths):
        getattr(FileSystem, call)(self, *paths)
        self._note(call, *paths)

    return method


for _call in ("link", "replace", "mkdir", "unlink", "rmdir", "fsync_dir"):
    setattr(Recorder, _call, _noting(_call))


def power_cuts(fs: Recorder, root: Path, deed, place: Path):
    """Do ``deed`` once, then lay out below ``place`` every state that a power cut during it may leave of ``root``.

    Gives ``(folder, over)`` for each different state; ``over`` says that the deed had returned before the cut.
    """
    disk = Disk(root)
    fs.root, fs.deeds = root, []
    deed()
    fs.root = None
    met = set()
    for at in range(len(fs.deeds) + 1):
        if at:
            disk.do(*fs.deeds[at - 1])
        over = at == len(fs.deeds)
        for state in disk.cuts():
            key = (over, frozenset(state.items()))
            if key in met:
                continue
            met.add(key)
            folder = place / str(len(met))
            for name, data in state.items():
                if data is None:
                    (folder / name.lstrip("/")).mkdir(parents=True, exist_ok=True)
                else:
                    (folder / name.lstrip("/")).write_bytes(data)
            yield folder, over
            shutil.rmtree(folder)

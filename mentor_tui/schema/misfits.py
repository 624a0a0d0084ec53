"""Everything in a file that does not fit its struct, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec


def misfits(raw: Any, kind: Any, path: str = "") -> list[str]:
    """A sentence for each value that does not fit `kind`: `Expected `int`, got `str` - at steps[go].due.days`.

    Lists are told by the ids of what is in them. Nothing when all fits.
    """
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        message = str(error)
    else:
        return []
    found = [problem for part, of, where in _parts(raw, kind, path) for problem in misfits(part, of, where)]
    found += [_at(problem, path) for problem in _keys(raw, kind)]
    return found or [_deeper(message, path)]


def fitting(raw: Any, kind: Any) -> Any:
    """The value without what does not fit `kind`, as far as it can be left out: unknown keys, odd entries of lists.

    What another release wrote is read by this one as far as both know it. Where a key that guards something does not
    fit (`GUARDS` of the struct), the struct is closed (`CLOSED`): nothing is let through that was held back there.
    """
    if _fits(raw, kind):
        return raw
    kind = _plain(kind, raw)
    if _is_struct(kind) and isinstance(raw, dict):
        fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
        kept = {name: fitting(raw[name], field.type) for name, field in fields.items() if name in raw}
        left = {name: value for name, value in kept.items() if fields[name].required or _fits(value, fields[name].type)}
        unsure = any(name in raw and not _fits(raw[name], fields[name].type) for name in getattr(kind, "GUARDS", ()))
        return left | kind.CLOSED if unsure else left
    if get_origin(kind) is tuple and isinstance(raw, list):
        return [one for one in (fitting(item, get_args(kind)[0]) for item in raw) if _fits(one, get_args(kind)[0])]
    if get_origin(kind) is dict and isinstance(raw, dict):
        of_key, of_value = get_args(kind)
        inside = {key: fitting(value, of_value) for key, value in raw.items() if _fits(key, of_key)}
        return {key: value for key, value in inside.items() if _fits(value, of_value)}
    return raw


def _fits(raw: Any, kind: Any) -> bool:
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        return False
    return True


def _plain(kind: Any, raw: Any) -> Any:
    """The type without its limits, and without None where there is a value."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0], raw)
    if get_origin(kind) in (Union, UnionType) and raw is not None:
        some = [one for one in get_args(kind) if one is not type(None)]
        return _plain(some[0], raw) if len(some) == 1 else kind
    return kind


def _parts(raw: Any, kind: Any, path: str) -> Iterator[tuple[Any, Any, str]]:
    """The values inside, each with its type and its place."""
    kind = _plain(kind, raw)
    if _is_struct(kind) and isinstance(raw, dict):
        for field in msgspec.structs.fields(kind):
            if field.encode_name in raw:
                yield raw[field.encode_name], field.type, f"{path}.{field.encode_name}".lstrip(".")
    elif get_origin(kind) is tuple and get_args(kind)[1:] == (...,) and isinstance(raw, list):
        for index, item in enumerate(raw):
            name = item.get("id", index) if isinstance(item, dict) else index
            yield item, get_args(kind)[0], f"{path}[{name}]"


def _keys(raw: Any, kind: Any) -> Iterator[str]:
    """Keys that are missing, and those that nobody knows."""
    kind = _plain(kind, raw)
    if _is_struct(kind) and isinstance(raw, dict):
        fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
        yield from (f"Object contains unknown field `{key}`" for key in raw if key not in fields)
        needed = (name for name, field in fields.items() if field.required and name not in raw)
        yield from (f"Object missing required field `{name}`" for name in needed)


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _at(words: str, path: str) -> str:
    return f"{words} - at {path}" if path else words


def _deeper(message: str, path: str) -> str:
    """The message of msgspec with the whole way to the place."""
    words, _, rest = message.partition(" - at ")
    return _at(words, rest.replace("`", "").replace("$", path) or path)

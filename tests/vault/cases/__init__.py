"""The faults of the published vectors, in the order in which a reader meets them."""

from . import contents, headers, secrets
from .drafts import draft_vectors as draft_vectors


def vault_vectors():
    """Every vault, with the secret to try and the answer that is due."""
    yield from contents.opening()
    yield from headers.versions()
    yield from headers.lengths()
    yield from headers.flipped()
    yield from headers.bounds()
    yield from secrets.keys()
    yield from secrets.resummed_headers()
    yield from secrets.spliced()
    yield from contents.payloads()

"""The model for reranking as its hub publishes it: one revision, each file held to its checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from curbside.settings import Settings
from curbside.sources.fetching import Notice, Request, client, policy_of

HUB = "https://huggingface.co"
_HOSTS = frozenset({"huggingface.co", "cdn-lfs.huggingface.co", "cdn-lfs.hf.co", "cas-bridge.xethub.hf.co"})
"""The hub and where it sends on to for large files; CURBSIDE_NETWORK_HOSTS names others."""
_MOST_BYTES = 128 * 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A model of a hub: `files` gives, for each file it is installed as, its path there and its sha256."""

    name: str
    repository: str
    revision: str
    files: Mapping[str, tuple[str, str]]

    @property
    def told(self) -> dict[str, object]:
        """What the description of an installed model says of where it came from."""
        return {"name": self.name, "source": f"{HUB}/{self.repository}", "revision": self.revision}


MINILM = Published(
    name="all-MiniLM-L6-v2",
    repository="sentence-transformers/all-MiniLM-L6-v2",
    revision="1110a243fdf4706b3f48f1d95db1a4f5529b4d41",
    files={
        "model.onnx": ("onnx/model.onnx", "6fd5d72fe4589f189f8ebc006442dbb529bb7ce38f8082112682524616046452"),
        "tokenizer.json": ("tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
    },
)
"""The sums are those that public projects pin for this revision; no hub was in reach to fetch them from when they were
written here, so a wrong one would refuse the true file and never let another in."""


def fetch_model(
    settings: Settings,
    identifiers: Callable[[str], tuple[str, ...]],
    directory: Path,
    told: Notice,
    published: Published = MINILM,
) -> None:
    """Fetch the files of a published model into a directory; `told` hears what leaves, of waits and of retries.

    Raises FetchError where the network is off, the hub does not answer, or a file differs from its checksum.
    """
    usual = policy_of(settings, identifiers)
    address = settings.addresses.get("hub", HUB)
    # Not kept in the cache: the model is installed beside it, and is large.
    with client(replace(usual, cache=None, hosts=usual.hosts | _HOSTS), told) as send:
        for name, (path, checksum) in published.files.items():
            url = f"{address}/{published.repository}/resolve/{published.revision}/{path}"
            request = Request(service="model hub", url=url, most=_MOST_BYTES)
            told(f"model hub: {url}")
            body = send(request).body
            if (found := hashlib.sha256(body).hexdigest()) != checksum:
                raise request.failed(f"its sha256 is {found}, not {checksum}")
            (directory / name).write_bytes(body)

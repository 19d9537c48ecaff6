"""What ways of making the elements of a MEDLINE file cost, in processor time of a record: the least a reader can cost.

    .venv/bin/python scripts/benchmark_elements.py [--data DATA]

`made` is taking gzip off and making every element; `walked` is the same and looking at every name and text. The
bindings of pugixml are measured where they are installed.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import tempfile
import time
import xml.parsers.expat
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, cast

from benchmark import made_medline, table
from isal import igzip
from lxml import etree

RECORDS, BEST_OF, CHUNK = 6_000, 5, 1 << 16
START, END = b"<PubmedArticle>", b"</PubmedArticle>"
SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "collect_ids": False}


def opened(path: Path) -> BinaryIO:
    return cast(BinaryIO, igzip.open(path))  # type: ignore[no-untyped-call]


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def pieces(path: Path) -> Iterator[bytes]:
    """The file cut behind records into documents of some 64 kB."""
    rest = b""
    for chunk in chunks(opened(path)):
        whole, end, rest_after = (rest + chunk).rpartition(END)
        if end:
            yield b"<r>" + whole[whole.index(START) :] + end + b"</r>"
        rest = rest_after


def zlib_alone(path: Path, *, walk: bool) -> None:
    with gzip.open(path) as stream:
        for _ in chunks(cast(BinaryIO, stream)):
            pass


def isal_alone(path: Path, *, walk: bool) -> None:
    for _ in chunks(opened(path)):
        pass


def lxml_pulled(path: Path, *, walk: bool) -> None:
    parser = etree.XMLPullParser(events=("end",), tag="PubmedArticle", **SAFE)
    for chunk in chunks(opened(path)):
        parser.feed(chunk)
        for _, element in parser.read_events():
            if walk:
                walked_lxml(element)
            if (parent := element.getparent()) is not None:
                del parent[:]


def lxml_cut(path: Path, *, walk: bool) -> None:
    parser = etree.XMLParser(**SAFE)
    for piece in pieces(path):
        root = etree.fromstring(piece, parser)
        if walk:
            walked_lxml(root)


def walked_lxml(element: Any) -> int:  # noqa: ANN401  # lxml ships no types
    return sum(len(e.tag) + len(e.text or "") for e in element.iter())


def expat(path: Path, *, walk: bool) -> None:
    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = True
    if walk:
        parser.StartElementHandler = lambda tag, attributes: None
        parser.EndElementHandler = lambda tag: None
        parser.CharacterDataHandler = lambda text: None
    for chunk in chunks(opened(path)):
        parser.Parse(chunk)


def pugixml(path: Path, *, walk: bool) -> None:
    pugi = importlib.import_module("pugixml.pugi")

    def walked(node: Any) -> int:  # noqa: ANN401  # nor does this
        return sum(len(child.name()) + len(child.value()) + walked(child) for child in node.children())

    for piece in pieces(path):
        document = pugi.XMLDocument()
        document.load_string(piece.decode())
        if walk:
            walked(document)


def pygixml(path: Path, *, walk: bool) -> None:
    binding = importlib.import_module("pygixml")

    def walked(node: Any) -> int:  # noqa: ANN401  # nor this
        count, child = 0, node.first_child()
        while child:
            count += len(child.name or child.value or "") + walked(child)
            child = child.next_sibling
        return count

    for piece in pieces(path):
        document = binding.parse_string(piece.decode())
        if walk:
            walked(document.root)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the public sets")
    options = parser.parse_args()
    ways: dict[str, Callable[..., None]] = {
        "gzip alone, zlib": zlib_alone,
        "gzip alone, ISA-L": isal_alone,
        "lxml, pull parser": lxml_pulled,
        "lxml, cut between records": lxml_cut,
        "expat": expat,
    }
    ways |= {way.__name__: way for way in (pugixml, pygixml) if find_spec(way.__name__) is not None}
    best = {(name, walk): float("inf") for name in ways for walk in (False, True)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.xml.gz"
        made_medline(options.data / "formats" / "medline16n0902.xml.gz", path, RECORDS)
        for _ in range(BEST_OF):  # in turn, so that what disturbs one disturbs the others too
            for name, walk in best:
                began = time.process_time()
                ways[name](path, walk=walk)
                best[name, walk] = min(best[name, walk], time.process_time() - began)
    rows = [(name, *(best[name, walk] / RECORDS * 1e6 for walk in (False, True))) for name in ways]
    table(f"Microseconds a record, best of {BEST_OF}, gzip among them", ("way", "made", "walked"), rows)


if __name__ == "__main__":
    main()

"""A test client that reads every page it gets as a careful reviewer would, so that each ordinary test is one more look.

    client = InspectingClient(SERVER_NAME="rivage.tess.localhost", foreign=["Les Veilleurs de nuit"])

It refuses what our content policy would stop in a browser (inline scripts, handlers and styles), template marks left in
the text, words left in English, and the slips that leave someone with a screen reader lost.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.utils.translation import trans_real

from tess.kernel.interface.policy import ADMIN_PATH

STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|%\(\w+\)[sd]")
ENGLISH = re.compile(
    r"\b(the|and|of|your|you|with|this|that|is|are|was|has|have|not|from|please|there|for|been|will)\b", re.IGNORECASE
)
FRENCH = re.compile(
    r"\b(le|la|les|de|des|du|un|une|et|vous|votre|vos|en|pour|pas|qui|que|dans)\b|[éèêàâçîôûù]", re.IGNORECASE
)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list")
TELLING = 2  # English words in a run of text that holds no French one


# a comment or doctype, an element with its attributes, a text; a page is many times the same few hundred of them
PIECES = re.compile(r"""<!--.*?-->|<[/!?a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+|<""", re.DOTALL)


@dataclass(frozen=True)
class Element:
    """What there is to say about a start tag, wherever it stands."""

    tag: str
    closed: bool  # nothing can be in it
    language: str
    name: str | None  # its id
    pointed: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    problems: tuple[str, ...]


class _StartTag(HTMLParser):
    """Reads one start tag."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.found = tag, {name: value or "" for name, value in attrs}


@lru_cache(maxsize=20_000)
def element(piece: str) -> Element | None:
    """Read a start tag; None when it is none."""
    parser = _StartTag()
    parser.feed(piece)
    if not hasattr(parser, "found"):
        return None
    tag, found = parser.found
    pointed = [(f"{tag} {pointer}", target) for pointer in POINTERS for target in found.get(pointer, "").split()]
    if tag == "a" and found.get("href", "").startswith("#") and len(found["href"]) > 1:
        pointed.append(("link", found["href"][1:]))
    return Element(
        tag=tag,
        closed=tag in VOID or piece.endswith("/>"),
        language=found.get("lang", ""),
        name=found.get("id"),
        pointed=tuple(pointed),
        texts=tuple(found[name] for name in ("aria-label", "alt", "placeholder", "title") if found.get(name)),
        problems=tuple(_wrong_with(tag, found)),
    )


def _wrong_with(tag: str, found: dict[str, str]) -> Iterator[str]:
    for name, value in found.items():
        if name.startswith("on") or name == "style":
            yield f"inline {name} on {tag}"
        if value.strip().lower().startswith("javascript:"):
            yield f"a script in {name} of {tag}"
    if tag == "img" and "alt" not in found:
        yield f"img without alt: {found.get('src', '')}"
    if tag == "html" and not found.get("lang"):
        yield "html without lang"


class Reader:
    """Read a page once and keep what there is to say about it."""

    def __init__(self, html: str) -> None:
        self.problems: list[str] = []
        self.texts: list[str] = []
        self.ids: Counter[str] = Counter()
        self.pointed: list[tuple[str, str]] = []
        self.seen: Counter[str] = Counter()
        self.open: list[tuple[str, str]] = []  # tags and the language they put in force
        self.titled = False
        for piece in PIECES.findall(html):
            if piece.startswith("</"):
                self.leave(piece[2:-1].strip().lower())
            elif not piece.startswith("<"):
                self.read(piece)
            elif (found := element(piece)) is not None:
                self.enter(found)

    def enter(self, found: Element) -> None:
        """Note an element: its marks, what it points to, the language it puts in force."""
        self.seen[found.tag] += 1
        self.problems += found.problems
        self.texts += found.texts
        self.pointed += found.pointed
        if found.name is not None:
            self.ids[found.name] += 1
        if not found.closed:
            self.open.append((found.tag, found.language or (self.open[-1][1] if self.open else "fr")))

    def leave(self, tag: str) -> None:
        """Leave an element, and what was left open inside."""
        while self.open:
            if self.open.pop()[0] == tag:
                return

    def read(self, data: str) -> None:
        """Keep a text in the language in force; none belongs in a script or a style."""
        text = " ".join(unescape(data).split())
        tag, language = self.open[-1] if self.open else ("", "fr")
        if not text:
            return
        if tag in {"script", "style"}:
            self.problems.append(f"inline {tag}")
        elif tag not in {"textarea", "code", "pre", "samp"}:
            self.titled = self.titled or tag == "title"
            if language.startswith("fr"):
                self.texts.append(text)


def problems_in(html: str, *, foreign: Iterable[str] = ()) -> list[str]:
    """Return what is wrong with a page or a fragment; `foreign` are words that may not appear in it, such as the name
    of another organisation.
    """
    reader = Reader(html)
    found = list(reader.problems)
    found += [f"template mark left: {text[:80]}" for text in reader.texts if STRAY.search(text)]
    found += [f"not in French: {text[:80]}" for text in reader.texts if in_english(text)]
    found += [f"id used {times} times: {name}" for name, times in reader.ids.items() if times > 1]
    found += [f"somebody else's: {words}" for words in foreign if words and words in html]
    if reader.seen["html"]:
        found += [f"{kind} leads to no #{name}" for kind, name in reader.pointed if name not in reader.ids]
        if not reader.titled:
            found.append("no title")
        if reader.seen["h1"] != 1:
            found.append(f"{reader.seen['h1']} h1, where a page has one")
    return found


@lru_cache(maxsize=20_000)
def in_english(text: str) -> bool:
    """Tell whether a text was left in English: a whole message of the catalogue, or words that can only be English."""
    if text in translated():
        return True
    return len(ENGLISH.findall(text)) >= TELLING and not FRENCH.search(text)


@cache
def translated() -> frozenset[str]:
    """Return the messages of more than one word for which we have other words in French."""
    catalogue: Any = trans_real.translation("fr")._catalog  # type: ignore[attr-defined]  # noqa: SLF001 - its only door
    return frozenset(
        source
        for source, target in catalogue.items()
        if isinstance(source, str) and " " in source and target not in {"", source} and "\x04" not in source
    )


class InspectingClient(Client):
    """Django's test client, which fails on a page that has something wrong; `foreign` words may appear in none."""

    def __init__(self, *args: Any, foreign: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.foreign = tuple(foreign)

    def request(self, **request: Any) -> Any:
        """Serve the request and look at the page."""
        response = super().request(**request)
        kind = response.headers.get("Content-Type", "")
        path = str(request.get("PATH_INFO", ""))
        if kind.startswith("text/html") and not response.streaming and not path.startswith(ADMIN_PATH):
            found = problems_in(response.content.decode(), foreign=self.foreign)
            assert not found, f"{path}\n" + "\n".join(found)  # noqa: S101 - this is a test's tool
        return response

"""The service worker: our script, and before it the list of what it keeps on the phone.

The list names every page of the phone in every language by an address that carries the revision of its content,
so any change of a template, a word or a form makes another worker, and all servers of one version make the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

OFFLINE = "/offline"
_KEPT_FILE = re.compile(rb'(?:src|href)="(/(?:static/dist|log)/[^"]+\.(?:css|js|svg))"')
_PREFETCHED = re.compile(rb'<link rel="prefetch"[^>]*>')
_DRAWING = re.compile(r"url\(\"?\.?/?([^)\"]+\.svg)\"?\)")


@dataclass(frozen=True, slots=True)
class Shell:
    """A page that a phone keeps, with the headers that it is kept with: they say what it may do."""

    html: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def revision(self) -> str:
        """A short name of the page, which another content or another header does not have."""
        return revision_of(json.dumps(dict(self.headers), sort_keys=True).encode() + self.html)


Pages = Mapping[str, Mapping[str, Shell]]


def worker_script(
    source: str,
    pages: Pages,
    later: Container[str],
    stylesheet: Callable[[str], str],
    *,
    last: Sequence[str] = (),
    on_demand: Sequence[str] = (),
) -> str:
    """Return the worker with its list.

    ``source`` is the built script, ``pages`` are those by path and language, the home page and the usual language
    first, ``later`` the paths of those that need not be there before the app can be used, and ``stylesheet`` returns
    the text of a style sheet by its address, because that names drawings of its own. ``last`` are the addresses of
    files that no page names and that need not be there either, ``on_demand`` those of files that a phone keeps from
    their first use on.
    """
    languages = list(next(iter(pages.values())))
    addresses = {
        path: {language: f"{path}?lang={language}&v={shell.revision}" for language, shell in versions.items()}
        for path, versions in pages.items()
    }
    soon = [path for path in pages if path not in later]

    def with_files(paths: list[str], language: str, *, unless: re.Pattern[bytes] | None = None) -> list[str]:
        html = (pages[path][language].html for path in paths)
        loaded = (unless.sub(b"", text) if unless else text for text in html)
        # A page that a cut line left without its script would open and do nothing.
        return _files(loaded, stylesheet) + [addresses[path][language] for path in paths]

    kept = {
        "language": languages[0],
        "offline": OFFLINE,
        "pages": addresses,
        "files": [
            *_files((shell.html for versions in pages.values() for shell in versions.values()), stylesheet),
            *last,
        ],
        "onDemand": list(on_demand),
        # The home page is of use without what it asks for only when it needs it.
        "home": {language: with_files(soon[:1], language, unless=_PREFETCHED) for language in languages},
        "first": {language: with_files(soon, language) for language in languages},
    }
    listed = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    version = revision_of(f"{listed}{source}".encode())
    return f'self.VERSION="{version}";self.KEPT={listed};\n{source}'


def revision_of(content: bytes) -> str:
    """Return a short name of ``content``, which another content does not have."""
    return hashlib.sha256(content).hexdigest()[:12]


def _files(pages: Iterable[bytes], stylesheet: Callable[[str], str]) -> list[str]:
    """Return the addresses of everything that some pages load."""
    found = {address.decode() for html in pages for address in _KEPT_FILE.findall(html)}
    for address in [one for one in found if one.endswith(".css")]:
        folder = address.rsplit("/", 1)[0]
        found |= {f"{folder}/{drawing}" for drawing in _DRAWING.findall(stylesheet(address))}
    return sorted(found)


def read_built(static_folder: str, address: str) -> str:
    """Return the text of a built file by its address."""
    return (Path(static_folder) / "dist" / address.rsplit("/", 1)[-1]).read_text(encoding="utf-8")

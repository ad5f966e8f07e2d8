"""The page itself: its markup, scripts and style, served apart or written into one file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

STATIC = Path(__file__).with_name("static")

_MODULES = (
    "dom.js",
    "review.js",
    "article.js",
    "panel.js",
    "sidebar.js",
    "keys.js",
    "app.js",
    "toml.js",
    "file.js",
)
"""The scripts of a page in a file, each after those that it imports from. Of what stands at the top
of one, no two may have the same name."""

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./[a-z]+\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|function|async function|class) )", re.MULTILINE)


def policy(script: str, style: str, others: str) -> str:
    """Return the Content-Security-Policy of the page; each argument is a list of sources."""
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; "
        f"connect-src {others}; img-src {others}; "
        "base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def served() -> str:
    """Return the page as the server sends it; it asks for its data, scripts and style."""
    return _environment().get_template("page.html").render(home="server")


def alone(review: dict[str, Any], texts: list[Any]) -> str:
    """Return the page with all that it needs inside; ``texts`` are those of the articles."""
    style = (STATIC / "style.css").read_text("utf-8")
    script = _bundle()
    allowed = policy(_hash(script), _hash(style), "'none'")
    return (
        _environment()
        .get_template("page.html")
        .render(
            home="file",
            policy=allowed,
            style=Markup(style),
            script=Markup(script),
            review=_data(review),
            texts=[_data(text) for text in texts],
        )
    )


@cache
def _environment() -> Environment:
    loader = PackageLoader("copydesk.review.web", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _bundle() -> str:
    """Return the scripts as one: a page in a file may load no others."""
    sources = ((STATIC / name).read_text("utf-8") for name in _MODULES)
    return "".join(_EXPORT.sub("", _IMPORT.sub("", source)) for source in sources)


def _data(value: Any) -> Markup:
    """Return JSON that ends no element, whatever is in it."""
    return Markup(json.dumps(value, separators=(",", ":")).replace("<", "\\u003c"))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

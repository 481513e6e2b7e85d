"""Articles that a page hands to its own script instead of printing them: Guangdong's gkmlpt.

Source: `window._CONFIG = {... DETAIL: {"content": "\\u003Cp\\u003E…"}}`, the CMS reference, section 3.
"""

from __future__ import annotations

import json
import re

_DETAIL = re.compile(r"\bDETAIL\b['\"]?\s*[:=]\s*(?=\{)")
_SCRIPTS = re.compile(r"<script\b.*?</script\s*>", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>|&\w+;|\s+")
_END = re.compile(r"</body\s*>", re.IGNORECASE)
_ENOUGH = 40  # characters by which a body is known again where it is printed as well


def printed(source: str) -> str:
    """The page with its article where a browser would show it, in the container that this system uses for it.

    >>> printed('<body><script>c = {DETAIL: {"content": "\\\\u003Cp\\\\u003E一、总体情况\\\\u003C/p\\\\u003E"}}</script></body>')[-55:]
    '<div class="article-content"><p>一、总体情况</p></div></body>'
    >>> printed("<body><p>DETAIL: none</p></body>")
    '<body><p>DETAIL: none</p></body>'
    """
    content = _content(source) if "DETAIL" in source else ""
    words = _words(content)[:_ENOUGH]
    if not words or words in _words(_SCRIPTS.sub("", source)):
        return source
    end = _END.search(source)
    place = end.start() if end else len(source)
    return f'{source[:place]}<div class="article-content">{content}</div>{source[place:]}'


def _content(source: str) -> str:
    for start in _DETAIL.finditer(source):
        try:
            detail = json.JSONDecoder().raw_decode(source, start.end())[0]
        except (ValueError, RecursionError):
            continue
        if isinstance(detail.get("content"), str):
            return str(detail["content"]).encode(errors="replace").decode()  # JSON may hold half a character
    return ""


def _words(markup: str) -> str:
    return _MARKUP.sub("", markup)

"""Make text from data files safe to hand to folium, plotly or HTML."""

from __future__ import annotations

# folium runs popup and tooltip text through Jinja ("{{ }}"), a JavaScript template literal
# ("`", "${ }", "\\") and innerHTML, so html.escape alone does not do.
_UNSAFE = "&<>\"'`${}\\"
# Control characters, line separators that end a JavaScript string, and marks that turn text round.
_UNSEEN = [*range(0x20), 0x7F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_ENTITIES = str.maketrans(
    {character: f"&#{ord(character)};" for character in _UNSAFE} | dict.fromkeys(map(chr, _UNSEEN))
)


def plain(text: object) -> str:
    """Return ``text`` so that a browser shows it letter for letter, wherever it is put."""
    return str(text).translate(_ENTITIES)


def why(text: object) -> str:
    """Return the attribute of what bears a reason or a source, which templates/why.js shows."""
    return f' aria-description="{plain(text)}"' if text else ""


def why_aside(text: object) -> str:
    """Return the same for what says it to a screen reader in another way."""
    return f' data-why="{plain(text)}"' if text else ""

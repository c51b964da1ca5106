"""Limit GDAL to the formats that boundary files come in.

GDAL opens what a file's content says, not its name: a ".geojson" that holds a VRT would read other
files of the server or fetch an address. A driver that is not registered cannot be chosen.
"""

from __future__ import annotations

import os

ALLOWED_DRIVERS = ("ESRI Shapefile", "GPKG", "GeoJSON")

_SKIPPED = """ADBC AIVector AVCBin AVCE00 AmigoCloud CSV CSW Carto DGN DXF EDIGEO EEDA ESRIJSON
Elasticsearch FlatGeobuf GDALG GML GPSBabel GPX GTFS GeoJSONSeq GeoRSS HTTP Idrisi JML JSONFG KML
LIBKML LVBAG MBTiles MEM MVT MapML MiraMonVector NGW OAPIF ODS OGCAPI OGR_GMT OGR_PDS
OGR_VRT OSM OpenFileGDB PCIDSK PDF PDS4 PGDUMP PLSCENES PMTiles S57 SQLite SXF Selafin TopoJSON
VDV VFK VICAR WAsP WFS XLSX"""


def limit_drivers() -> None:
    """Tell GDAL, before it starts, to leave out every driver but the allowed ones."""
    os.environ["OGR_SKIP"] = ",".join([*_SKIPPED.split(), "MapInfo File"])

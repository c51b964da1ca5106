"""The read-only HTTP interface: the same numbers as the pages, for other programs."""

from sihui_map.api.app import create_api

__all__ = ["create_api"]

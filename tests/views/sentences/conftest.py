"""Sentences are tested on 三镇县: a changed sample of geodata/ changes none of them."""

from __future__ import annotations

from tests.invented import figures, geodata_copy, public_figures, public_snapshot, snapshot

__all__ = ["figures", "geodata_copy", "public_figures", "public_snapshot", "snapshot"]

"""What was reported, append-only: submissions, publications, frozen snapshots."""

from sihui_map.store.store import Store

__all__ = ["Store"]

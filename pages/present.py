"""The presentation for a meeting: full screen, large type, turned by arrow keys or a clicker."""

from sihui_map.ui import panels, present

present.show(panels.current())

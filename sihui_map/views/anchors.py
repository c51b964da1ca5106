"""Where single things stand: their ids on a page, so that a link leads to one; a unit's page."""

from __future__ import annotations

from urllib.parse import urlencode

UNIT = "name"
"""What names a unit in the address of 单位."""
TASK = "no"
"""What names a task in the address of 任务详情."""

TARGET = "id"
"""What names a target in the address of 指标详情."""


def target_address(target_id: str) -> str:
    """Return where all that is known of a target stands."""
    return f"target?{urlencode({TARGET: target_id})}"


def target_anchor(target_id: str) -> str:
    """Return the id under which a target stands on 主要指标."""
    return f"target-{target_id}"


def task_anchor(task_no: int) -> str:
    """Return the id under which a task stands on 重点任务."""
    return f"task-{task_no}"


def task_address(task_no: int) -> str:
    """Return where the page of a task is."""
    return f"task?{urlencode({TASK: task_no})}"


def clause_anchor(clause_no: int) -> str:
    """Return the id under which a clause stands on 重点任务."""
    return f"clause-{clause_no}"


def site_anchor(site_id: str) -> str:
    """Return the id under which a project stands on 能源项目."""
    return f"site-{site_id}"


def park_anchor(park_id: str) -> str:
    """Return the id under which a park stands on 园区循环化."""
    return f"park-{park_id}"


def enterprise_anchor(enterprise_id: str, year: int) -> str:
    """Return the id under which an enterprise stands on 重点用能单位, for one year."""
    return f"enterprise-{enterprise_id}-{year}"


def unit_address(name: str) -> str:
    """Return where the page of a unit is."""
    return f"unit?{urlencode({UNIT: name})}"


def town_address(town_code: str) -> str:
    """Return where the page of a town is."""
    return f"town?{urlencode({'town': town_code})}"

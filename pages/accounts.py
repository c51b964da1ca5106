"""Accounts: who has one and for what, who is signed in, who did what; for administrators."""

from sihui_map.domain.access import Action
from sihui_map.ui import controls, managing, panels, writing
from sihui_map.views import access

panels.heading("账号", "谁能做什么，谁在登录，谁做了什么；由管理员管理。")


@panels.fragment
def work() -> None:
    """Show one part, for whoever may."""
    who = writing.panel(Action.READ_AUDIT, "accounts")
    if who is None:
        panels.table(access.may_table())
        panels.words(access.MAY_NOTE, kind="notes")
        return
    parts = tuple(managing.PARTS) if who.may(Action.MANAGE) else managing.FOR_READERS
    managing.PARTS[controls.section("accounts_part", parts)](who)
    managing.said()  # below the button that was pressed


work()
panels.source(panels.current(), "本机数据库")

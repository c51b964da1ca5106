"""Notices by mail: one letter for each unit or town that has something open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map import mail
from sihui_map.documents.docx.urging import urging
from sihui_map.errors import SihuiMapError
from sihui_map.settings import read_mail_settings
from sihui_map.views.names import area_name
from sihui_map.views.reminding import hardest, text_of
from sihui_map.workflow import reminding

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from email.message import EmailMessage

    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor
    from sihui_map.figures import Figures
    from sihui_map.mail import Post
    from sihui_map.workflow.reminding import Letter


def mail_of(archive: Archive) -> tuple[Post, dict[str, str]] | None:
    """Return the server and the addresses by scope, None where mail is not set up."""
    told = read_mail_settings()
    if told is None:
        return None
    addresses = mail.addresses_in(told.book, reminding.scopes_by_name(archive))
    return mail.post_of(told.url, told.sender), addresses


def post_letters(
    archive: Archive, post: Post, addresses: Mapping[str, str], day: date, *, who: Actor
) -> tuple[list[str], list[str]]:
    """Mail what is open and not yet delivered; return who got it, and why others did not."""
    figures = archive.current()
    sent: list[str] = []
    failed: list[str] = []
    for each in reminding.claim_mail(archive, addresses, day, who=who):
        name = area_name(figures, each.scope)
        try:
            mail.send(post, _written(figures, post, each, day))
        except SihuiMapError as error:
            reminding.mailed(archive, each, str(error), who=who)
            failed.append(f"{name}：{error}")
        else:
            reminding.mailed(archive, each, who=who)
            sent.append(name)
    return sent, failed


def _written(figures: Figures, post: Post, given: Letter, day: date) -> EmailMessage:
    name = area_name(figures, given.scope)
    numbers = "-".join(map(str, given.numbers))
    return mail.letter(
        post,
        given.address,
        f"{figures.snapshot.place.title}{hardest(given.notices)}单：{name}",
        text_of(figures, given.scope, given.notices, day),
        {f"催办单_{name}.docx": urging(figures, given.scope, given.notices, day)},
        mark=f"notice-{numbers}",
    )

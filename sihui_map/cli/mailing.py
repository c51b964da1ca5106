"""Notices by mail: whom the book names, and one letter for each that has something open."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from sihui_map import mail
from sihui_map.documents.docx.urging import urging
from sihui_map.errors import DomainError, SihuiMapError
from sihui_map.settings import read_mail_settings
from sihui_map.views.names import area_name
from sihui_map.views.reminding import hardest, text_of
from sihui_map.workflow import reminding

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from email.message import EmailMessage
    from pathlib import Path

    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor
    from sihui_map.figures import Figures
    from sihui_map.mail import Post
    from sihui_map.workflow.reminding import Letter

HEAD = ["单位", "邮箱"]


def mail_of(figures: Figures) -> tuple[Post, dict[str, str]] | None:
    """Return the server and the addresses by scope, None where mail is not set up."""
    told = read_mail_settings()
    if told is None:
        return None
    return mail.post_of(told.url, told.sender), addresses_in(told.book, figures)


def addresses_in(book: Path, figures: Figures) -> dict[str, str]:
    """Return the addresses of a CSV of 单位,邮箱: units by name, towns by name or code.

    DomainError says in which line something is wrong; a scope with two lines is mailed to both.
    """
    towns = {town.name: town.town_code for town in figures.towns}
    scopes = {name: name for name in figures.snapshot.departments} | towns
    scopes |= {code: code for code in towns.values()}
    found: dict[str, list[str]] = {}
    try:
        with book.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (UnicodeDecodeError, csv.Error):
        msg = f"通讯录「{book}」不是 UTF-8 的 CSV"
        raise DomainError(msg) from None
    if not rows or [cell.strip() for cell in rows[0]] != HEAD:
        msg = f"通讯录「{book}」第 1 行应为 {','.join(HEAD)}"
        raise DomainError(msg)
    for number, row in enumerate(rows[1:], start=2):
        name, address = ([cell.strip() for cell in row] + ["", ""])[:2]
        if not name and not address:
            continue
        if name not in scopes:
            msg = f"通讯录「{book}」第 {number} 行：没有「{name[:30]}」这个单位或镇街"
            raise DomainError(msg)
        if not mail.is_address(address):
            msg = f"通讯录「{book}」第 {number} 行：「{address[:60]}」不是邮件地址"
            raise DomainError(msg)
        found.setdefault(scopes[name], []).append(address)
    return {scope: ", ".join(dict.fromkeys(own)) for scope, own in found.items()}


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

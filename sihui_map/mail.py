"""Mail by SMTP: to whom, and a letter that leaves over TLS, or a sentence why it did not."""

from __future__ import annotations

import csv
import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from sihui_map.errors import SihuiMapError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PATIENCE_S = 30.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")
ADDRESS = re.compile(r"[^@\s<>,;:\"\\()\[\]]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,200}")
HEAD = ["单位", "邮箱"]
WORD = "application", "vnd.openxmlformats-officedocument.wordprocessingml.document"


class MailError(SihuiMapError):
    """A mail that did not leave: says why and what to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A mail server and in whose name it is asked; ``is_secure`` is TLS from the first byte.

    Without it the connection turns to TLS before anything is said (STARTTLS); a server on this
    machine alone may do without.
    """

    host: str
    port: int
    is_secure: bool
    user: str
    password: str = field(repr=False)
    sender: str


def is_address(text: str) -> bool:
    """Tell whether ``text`` is the plain address of one person or office."""
    return bool(ADDRESS.fullmatch(text))


def post_of(url: str, sender: str) -> Post:
    """Return the server that a URL names, such as smtps://user:password@mail.example.org:465."""
    msg = (
        "邮件服务器应写成 smtps://用户:口令@主机:465（一开始就加密）或 smtp://用户:口令@主机:587"
        "（先连接再加密）；用户和口令里的 @、:、/ 写成 %40、%3A、%2F"
    )
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise MailError(msg) from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/"):
        raise MailError(msg)
    if not is_address(sender):
        msg = f"发件人应为一个邮件地址，现为「{sender[:60]}」"
        raise MailError(msg)
    is_secure = parts.scheme == "smtps"
    return Post(
        host=parts.hostname,
        port=port or (465 if is_secure else 587),
        is_secure=is_secure,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=sender,
    )


def addresses_in(book: Path, scopes: Mapping[str, str]) -> dict[str, str]:
    """Return the addresses of a CSV of 单位,邮箱 by what ``scopes`` has for each name.

    MailError says in which line something is wrong; who has two lines is mailed to at both.
    """
    found: dict[str, list[str]] = {}
    try:
        with book.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        msg = f"通讯录「{book}」读不了；应为 UTF-8 的 CSV，两列：{'、'.join(HEAD)}"
        raise MailError(msg) from error
    if not rows or [cell.strip() for cell in rows[0]] != HEAD:
        msg = f"通讯录「{book}」第 1 行应为 {','.join(HEAD)}"
        raise MailError(msg)
    for number, row in enumerate(rows[1:], start=2):
        name, address = ([cell.strip() for cell in row] + ["", ""])[:2]
        if not name and not address:
            continue
        if name not in scopes:
            msg = f"通讯录「{book}」第 {number} 行：没有「{name[:30]}」这个单位或镇街"
            raise MailError(msg)
        if not is_address(address):
            msg = f"通讯录「{book}」第 {number} 行：「{address[:60]}」不是邮件地址"
            raise MailError(msg)
        found.setdefault(scopes[name], []).append(address)
    return {scope: ", ".join(dict.fromkeys(own)) for scope, own in found.items()}


def letter(  # noqa: PLR0913 the parts of a letter
    post: Post, to: str, subject: str, text: str, files: Mapping[str, bytes], *, mark: str
) -> EmailMessage:
    """Return a letter with .docx ``files``; the same ``mark`` gives the same Message-ID.

    So a letter that was sent twice, because nobody knew whether it had left, is seen to be one.
    """
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = post.sender, to, subject
    made["Date"] = formatdate(localtime=True)
    made["Message-ID"] = f"<{mark}@{post.sender.partition('@')[2]}>"
    made.set_content(text)
    for name, body in files.items():
        made.add_attachment(body, maintype=WORD[0], subtype=WORD[1], filename=name)
    return made


def send(post: Post, written: EmailMessage) -> None:
    """Hand a letter to the server, or raise MailError."""
    try:
        server = _connected(post)
    except smtplib.SMTPException as error:
        raise MailError(_said(error)) from error
    except ssl.SSLError as error:
        msg = f"与邮件服务器 {post.host} 不能加密通信：证书不可信或不支持，没有发出"
        raise MailError(msg) from error
    except OSError as error:
        msg = f"连不上邮件服务器 {post.host}:{post.port}，没有发出"
        raise MailError(msg) from error
    try:
        if post.user:
            server.login(post.user, post.password)
        server.send_message(written)
    except smtplib.SMTPException as error:
        raise MailError(_said(error)) from error
    except OSError as error:
        msg = f"与邮件服务器 {post.host} 的连接中断，是否发出还不清楚"
        raise MailError(msg) from error
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()


def _connected(post: Post) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if post.is_secure:
        return smtplib.SMTP_SSL(post.host, post.port, timeout=PATIENCE_S, context=trusted)
    server = smtplib.SMTP(post.host, post.port, timeout=PATIENCE_S)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=trusted)
        else:
            _refuse_plain(post)
    except BaseException:
        server.close()
        raise
    return server


def _refuse_plain(post: Post) -> None:
    """Raise MailError where words would go through a network for everybody to read."""
    if post.host not in LOOPBACK:
        msg = f"邮件服务器 {post.host} 不提供加密（STARTTLS），没有发出；请改用 smtps 或换一台"
        raise MailError(msg)


def _said(error: smtplib.SMTPException) -> str:
    """Return a refusal of the server as a sentence."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "邮件服务器不接受用户名或口令，没有发出"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
        return f"邮件服务器不接受收件地址（{code}），没有发出；请核对通讯录"
    if isinstance(error, smtplib.SMTPSenderRefused):
        return f"邮件服务器不接受发件人（{error.smtp_code}），没有发出"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"邮件服务器拒收（{error.smtp_code}），没有发出"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "邮件服务器不支持用口令登录或含汉字的地址，没有发出"
    return "与邮件服务器的连接中断，没有发出"

"""Mail to a real server: over TLS or not at all, and one sentence for whatever fails."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from sihui_map import mail
from sihui_map.mail import MailError, is_address, letter, post_of, send
from tests.browser.serve import free_port
from tests.mail_server import HOST, PASSWORD, USER, certificate, mail_server

if TYPE_CHECKING:
    from pathlib import Path

    from sihui_map.mail import Post

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def post(scheme: str, at: str, password: str = PASSWORD) -> Post:
    return post_of(f"{scheme}://{quote(USER)}:{quote(password, safe='')}@{at}", USER)


def sent(post: Post, to: str = "fgj@example.org, b@example.org") -> None:
    send(post, letter(post, to, "催办单：县发改局", "请反馈。", {"催办单.docx": b"PK"}, mark="n-1"))


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a certificate that this process trusts."""
    file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


@pytest.mark.parametrize(("scheme", "is_secure"), [("smtps", True), ("smtp", False)])
def test_a_letter_arrives_encrypted_with_its_file(
    trusted: Path, scheme: str, *, is_secure: bool
) -> None:
    with mail_server(trusted, is_secure=is_secure) as (inbox, at):
        sent(post(scheme, at))

    (arrived,) = inbox.letters
    assert inbox.was_encrypted == [True]
    assert inbox.recipients == [["fgj@example.org", "b@example.org"]]
    assert (arrived["Subject"], arrived["From"]) == ("催办单：县发改局", USER)
    assert arrived["Message-ID"] == "<n-1@example.org>"
    body = arrived.get_body()
    assert body is not None
    assert body.get_content().strip() == "请反馈。"
    (file,) = arrived.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("催办单.docx", b"PK")


@pytest.mark.parametrize(("scheme", "is_secure"), [("smtps", True), ("smtp", False)])
def test_nothing_is_said_to_a_server_whose_certificate_nobody_trusts(
    tmp_path: Path, scheme: str, *, is_secure: bool
) -> None:
    with (
        mail_server(certificate(tmp_path), is_secure=is_secure) as (inbox, at),
        pytest.raises(MailError, match="证书不可信或不支持，没有发出"),
    ):
        sent(post(scheme, at))

    assert inbox.letters == []


def test_what_the_server_refuses_is_a_sentence(trusted: Path) -> None:
    with mail_server(trusted, is_secure=True) as (inbox, at):
        with pytest.raises(MailError, match="不接受用户名或口令，没有发出"):
            sent(post("smtps", at, "wrong"))
        with pytest.raises(MailError, match="不接受收件地址（550），没有发出；请核对通讯录"):
            sent(post("smtps", at), "x@refused.example.org")

    assert inbox.letters == []


def test_a_server_that_is_not_there_is_a_sentence() -> None:
    port = free_port()
    with pytest.raises(MailError, match=f"连不上邮件服务器 127.0.0.1:{port}，没有发出"):
        sent(post("smtp", f"{HOST}:{port}"))


def test_a_server_elsewhere_without_encryption_gets_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "LOOPBACK", ())
    with mail_server() as (inbox, at), pytest.raises(MailError, match="不提供加密（STARTTLS）"):
        send(plain := post_of(f"smtp://{at}", USER), letter(plain, USER, "", "", {}, mark="n-1"))

    assert inbox.letters == []


def test_a_server_on_this_machine_may_do_without_encryption() -> None:
    with mail_server() as (inbox, at):
        send(plain := post_of(f"smtp://{at}", USER), letter(plain, USER, "", "", {}, mark="n-1"))

    assert inbox.was_encrypted == [False]


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtps://a:b@h:port",
            "smtps://h/path"],
)  # fmt: skip
def test_an_address_of_a_server_that_cannot_be_is_refused(url: str) -> None:
    with pytest.raises(MailError, match="邮件服务器应写成 smtps://"):
        post_of(url, USER)


def test_a_password_is_never_shown() -> None:
    found = post("smtps", "mail.example.org")

    assert (found.port, found.password) == (465, PASSWORD)
    assert PASSWORD not in repr(found)
    assert post("smtp", "mail.example.org").port == 587


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("fgj@example.org", True), ("发改局@example.org", True), ("", False), ("a@b\nBcc: c@d", False),
     ("a@b, c@d", False), ("a b@c.org", False), ("@example.org", False)],
)  # fmt: skip
def test_one_plain_address(text: str, *, is_one: bool) -> None:
    assert is_address(text) is is_one


def test_a_sender_that_is_no_address_is_refused() -> None:
    with pytest.raises(MailError, match="发件人应为一个邮件地址"):
        post_of("smtps://mail.example.org", "三镇县")

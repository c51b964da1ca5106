"""What a file may say of the system by which people sign in."""

from __future__ import annotations

from typing import Any

import pytest

from sihui_map.domain.access import Role
from sihui_map.domain.sign_on import sign_on_of
from sihui_map.errors import AccessError, DomainError

GOOD: dict[str, Any] = {
    "title": "统一身份认证",
    "kind": "oauth2",
    "address": "https://carbon.example",
    "client_id": "c",
    "authorize": "https://sso.example/auth?appId=7",
    "token": "https://sso.example/token",
    "user_info": "https://sso.example/me",
    "fields": {"subject": "data.id", "name": "data.userName", "role": "data.duty"},
    "roles": {"科员": "查看"},
}


def test_fields_go_as_deep_as_the_file_says() -> None:
    own = sign_on_of(GOOD, "s3cret")

    found = own.stranger({"data": {"id": 7, "userName": "周梅", "duty": "科员"}})
    assert found == ("7", "周梅", Role.VIEWER, "")
    assert own.back == "https://carbon.example/sso-back"
    assert "s3cret" not in repr(own)
    for claims in ({}, {"data": "x"}, {"data": {"id": [], "userName": "周梅"}}):
        with pytest.raises(AccessError, match=r"没有给出「data\.id」"):
            own.stranger(claims)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "saml"}, "kind 应为 oidc、oauth2，现为「saml」"),
        ({"secret": "x"}, "没有「secret」这一项"),
        ({"token": ""}, "「token」应为文字"),
        ({"user_info": "http://sso.example/me"}, "user_info 应为 https:// 开头的地址"),
        ({"address": "https://a@b.example"}, "address 应为 https:// 开头的地址"),
        ({"roles": {}}, "缺少「roles」"),
        ({"roles": {"科员": "局长"}}, "「局长」不是角色；可选：查看、镇街填报"),
        ({"roles": "查看"}, "「roles」应为一张表"),
        ({"fields": {"phone": "x"}}, "fields 里没有「phone」"),
        ({"shown_in": "body"}, "shown_in 应为 header 或 query"),
        ({"kind": "oidc"}, "缺少「issuer」"),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, object], said: str) -> None:
    with pytest.raises(DomainError, match=said):
        sign_on_of({**GOOD, **change}, "")

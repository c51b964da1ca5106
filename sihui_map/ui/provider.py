"""What is asked of the system by which people sign in: only its own addresses, and briefly."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from cachetools import TTLCache
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from sihui_map.domain.sign_on import Kind
from sihui_map.errors import AccessError, UnavailableError

if TYPE_CHECKING:
    from sihui_map.domain.sign_on import SignOn

TIMEOUT_S = 5.0
LEEWAY_S = 60
"""So much two clocks may differ."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384")
"""Signatures with a public key only: a shared secret would let us sign for the other system."""
_discovered: TTLCache[str, dict[str, Any]] = TTLCache(4, ttl=600)
PATHS = {
    "authorize": "authorization_endpoint",
    "token": "token_endpoint",
    "user_info": "userinfo_endpoint",
    "keys": "jwks_uri",
}


class Seed:
    """What one browser keeps while it is away: all that belongs together is derived from it.

    So nothing has to be kept here, and what comes back fits the browser that went.
    """

    def __init__(self, text: str) -> None:
        """Take the text of the browser's cookie."""
        self._key = text.encode()

    def _derived(self, what: bytes) -> str:
        return hmac.new(self._key, what, "sha256").hexdigest()

    @property
    def state(self) -> str:
        """Return what comes back in the address."""
        return self._derived(b"state")

    @property
    def nonce(self) -> str:
        """Return what stands in the signed token."""
        return self._derived(b"nonce")

    @property
    def verifier(self) -> str:
        """Return what shows that who redeems the code is who asked for it (PKCE)."""
        return self._derived(b"verifier")


def where_to(system: SignOn, seed: Seed) -> str:
    """Return where a browser is sent to sign in."""
    nonce = {"nonce": seed.nonce} if system.kind is Kind.OIDC else {}
    return str(
        prepare_grant_uri(
            _address(system, "authorize"),
            system.client_id,
            "code",
            redirect_uri=system.back,
            scope=system.ask,
            state=seed.state,
            code_challenge=create_s256_code_challenge(seed.verifier),
            code_challenge_method="S256",
            **nonce,
        )
    )


def claims_of(system: SignOn, seed: Seed, code: str) -> dict[str, Any]:
    """Return what the other system says of whom it has signed in; AccessError where it is wrong."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": system.back,
        "client_id": system.client_id,
        "code_verifier": seed.verifier,
    }
    if system.secret:  # without one, PKCE alone shows who redeems the code
        form["client_secret"] = system.secret
    given = _asked(system, "POST", _address(system, "token"), data=form)
    access = given.get("access_token")
    if not isinstance(access, str) or not access:
        raise AccessError(_wrong(system, "没有给出访问令牌"))
    if system.kind is Kind.OAUTH2:
        return _user_info(system, access)
    claims = _signed(system, seed, str(given.get("id_token", "")), access)
    needed = {path.split(".")[0] for path in (system.fields.name, system.fields.role)}
    if not needed - set(claims) or not _address(system, "user_info"):
        return claims
    more = _user_info(system, access)
    if more.get("sub") != claims["sub"]:
        raise AccessError(_wrong(system, "前后说的不是同一个人"))
    return {**more, **claims}


def _signed(system: SignOn, seed: Seed, token: str, access: str) -> dict[str, Any]:
    """Return the claims of a token that the other system has signed, for us, just now."""
    keys = _asked(system, "GET", _address(system, "keys"))
    try:
        read = jwt.decode(
            token, KeySet.import_key_set({"keys": keys["keys"]}), algorithms=list(ALGORITHMS)
        )
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": system.issuer},
                "aud": {"essential": True, "value": system.client_id},
            },
            params={
                "nonce": seed.nonce,
                "client_id": system.client_id,
                "access_token": access,
            },
        )
        claims.validate(leeway=LEEWAY_S)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise AccessError(_wrong(system, f"签名的内容不对（{type(error).__name__}）")) from error
    return dict(claims)


def _user_info(system: SignOn, access: str) -> dict[str, Any]:
    address = _address(system, "user_info")
    if system.shown_in == "query":
        return _asked(system, "GET", address, params={"access_token": access})
    return _asked(system, "GET", address, headers={"authorization": f"Bearer {access}"})


def _address(system: SignOn, what: str) -> str:
    """Return an address of the other system: told, or found where it describes itself."""
    if system.kind is Kind.OAUTH2:
        return str(getattr(system, what))
    if system.issuer not in _discovered:
        where = f"{system.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = _asked(system, "GET", where)
        if found.get("issuer") != system.issuer:
            raise AccessError(_wrong(system, "自己说的名称与设置的 issuer 不同"))
        _discovered[system.issuer] = found
    return str(_discovered[system.issuer].get(PATHS[what], ""))


def _asked(system: SignOn, method: str, address: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 what httpx takes
    try:
        with httpx.Client(timeout=TIMEOUT_S, follow_redirects=False) as client:
            answer = client.request(method, address, **more)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        msg = f"{system.title}没有回答，请稍后再试，或用姓名和密码登录"
        raise UnavailableError(msg) from error
    try:
        found = answer.json()
    except ValueError:
        found = None
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        msg = f"{system.title}出错（{answer.status_code}），请稍后再试，或用姓名和密码登录"
        raise UnavailableError(msg)
    if answer.status_code != httpx.codes.OK or not isinstance(found, dict):
        raise AccessError(_wrong(system, f"没有接受这次登录（{answer.status_code}）"))
    return found


def _wrong(system: SignOn, what: str) -> str:
    return f"{system.title}{what}，没有登录。请再试一次；还不行，请告诉管理员"

"""The interface does what its own description says, whatever it is sent."""

from functools import cache
from typing import Any

import schemathesis
from hypothesis import settings
from schemathesis.openapi import from_asgi

from sihui_map.api import create_api
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot
from tests.counties.county import SANZHEN


@cache
def read(*, with_sample: bool) -> Figures:
    return Figures(read_snapshot(SANZHEN, with_sample=with_sample))


def figures(_snapshot: str) -> Figures:
    return read(with_sample=True)


def public_figures(_snapshot: str) -> Figures:
    return read(with_sample=False)


# The description needs no figures, so collecting the tests reads no data.
with_sample = from_asgi("/openapi.json", create_api(figures))
without_sample = from_asgi("/openapi.json", create_api(public_figures))


@with_sample.parametrize()
@settings(max_examples=25)
def test_every_answer_is_as_described(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()


@without_sample.parametrize()
@settings(max_examples=10, deadline=None)
def test_every_answer_is_as_described_without_sample_data(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()

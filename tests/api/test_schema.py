"""The interface does what its own description says, whatever it is sent."""

import pytest
import schemathesis
from hypothesis import settings
from schemathesis.openapi import from_asgi
from schemathesis.schemas import BaseSchema

from sihui_map.api.app import create_api
from sihui_map.figures import Figures


@pytest.fixture(scope="session")
def described(figures: Figures) -> BaseSchema:
    return from_asgi("/openapi.json", create_api(lambda: figures))


@pytest.fixture(scope="session")
def described_bare(bare_figures: Figures) -> BaseSchema:
    return from_asgi("/openapi.json", create_api(lambda: bare_figures))


with_sample = schemathesis.pytest.from_fixture("described")
without_sample = schemathesis.pytest.from_fixture("described_bare")


@with_sample.parametrize()
@settings(max_examples=25, deadline=None)
def test_every_answer_is_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate()


@without_sample.parametrize()
@settings(max_examples=10, deadline=None)
def test_every_answer_is_as_described_without_sample_data(case: schemathesis.Case) -> None:
    case.call_and_validate()

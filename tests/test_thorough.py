"""The table of what `make test` leaves out names tests that there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.thorough import ONE_IN, Sampling

TESTS = Path(__file__).parent


@pytest.mark.parametrize("test", ONE_IN)
def test_each_name_is_a_test(test: str) -> None:
    file, _, name = test.partition("::")

    assert f"def {name}(" in (TESTS / file).read_text("utf-8")


def test_one_case_in_so_many_is_kept() -> None:
    third = next(test for test, one_in in ONE_IN.items() if one_in == 3)
    none = next(test for test, one_in in ONE_IN.items() if one_in == 0)
    sampling = Sampling()

    assert [sampling.keeps(third) for _ in range(5)] == [True, False, False, True, False]
    assert not sampling.keeps(none)
    assert all(sampling.keeps("test_settings.py::test_anything") for _ in range(3))

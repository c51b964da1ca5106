"""The table of what `make test` leaves out names tests that there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.thorough import ON_POSTGRES, ONE_IN, Sampling

TESTS = Path(__file__).parent


@pytest.mark.parametrize("test", ONE_IN)
def test_each_name_is_a_test(test: str) -> None:
    file, _, name = test.partition("::")

    assert f"def {name}" in (TESTS / file).read_text("utf-8")


@pytest.mark.parametrize("file", ON_POSTGRES)
def test_each_file_on_postgresql_is_one(file: str) -> None:
    assert (TESTS / file).is_file()


def test_one_case_in_so_many_is_kept() -> None:
    third = next(test for test, one_in in ONE_IN.items() if one_in == 3)
    none = next(test for test, one_in in ONE_IN.items() if one_in == 0)
    sampling = Sampling()

    assert [sampling.keeps(third) for _ in range(5)] == [True, False, False, True, False]
    assert not sampling.keeps(none)
    assert all(sampling.keeps("test_settings.py::test_anything") for _ in range(3))


def test_a_test_that_is_named_counts_before_its_file() -> None:
    sampling = Sampling({"a.py": 0, "a.py::test_one": 1})

    assert not sampling.keeps("a.py::test_other")
    assert sampling.keeps("a.py::test_one")


def test_on_postgresql_only_the_named_files_are_kept() -> None:
    sampling = Sampling()

    assert not sampling.keeps("test_settings.py::test_anything", on_postgres=True)
    assert sampling.keeps(f"{min(ON_POSTGRES)}::test_anything", on_postgres=True)

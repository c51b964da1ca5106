"""The list of what the application consists of: what runs, with its hashes, and no test tool."""

from __future__ import annotations

import json
from typing import Any

from scripts.sbom import locked, others, reduced

A, B = "a" * 64, "b" * 64
LOCK = f"""\
top-one[extra]==1.0 ; sys_platform != 'win32' \\
    --hash=sha256:{A} \\
    --hash=sha256:{B}
brought_along==2.0 \\
    --hash=sha256:{B}
"""
FOUND: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "metadata": {"component": {"bom-ref": "root", "name": "sihui-map", "type": "application"}},
    "components": [
        {"bom-ref": "1", "name": "Top_One", "version": "1.0", "type": "library"},
        {"bom-ref": "2", "name": "brought.along", "version": "2.0", "type": "library"},
        {"bom-ref": "3", "name": "tool", "version": "3.0", "type": "library"},
    ],
    "dependencies": [
        {"ref": "1", "dependsOn": ["2", "3"]},
        {"ref": "2"},
        {"ref": "3", "dependsOn": ["2"]},
        {"ref": "root"},
    ],
}


def test_a_lock_is_read_with_extras_and_conditions() -> None:
    assert locked(LOCK) == {("top-one", "1.0"): [A, B], ("brought-along", "2.0"): [B]}


def test_only_what_runs_is_listed_with_its_hashes() -> None:
    # Seconds, of every worker: its grammars are read as it is imported.
    from cyclonedx.schema import SchemaVersion  # noqa: PLC0415
    from cyclonedx.validation.json import JsonStrictValidator  # noqa: PLC0415

    listed = reduced(FOUND, LOCK, "# why\ntop.one==1.0  # a reason\n")

    assert [each["name"] for each in listed["components"]] == ["Top_One", "brought.along"]
    first = listed["components"][0]["externalReferences"][0]
    assert [each["content"] for each in first["hashes"]] == [A, B]
    assert listed["dependencies"] == [
        {"ref": "root", "dependsOn": ["1"]},
        {"ref": "1", "dependsOn": ["2"]},
        {"ref": "2", "dependsOn": []},
    ]
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(listed)) is None


def test_what_is_installed_in_another_version_is_not_passed_off() -> None:
    other = {**FOUND, "components": [{**FOUND["components"][0], "version": "1.1"}]}

    assert reduced(other, LOCK, "")["components"] == []
    assert others(other, LOCK) == ["Top_One 1.1"]
    assert others(FOUND, LOCK) == []

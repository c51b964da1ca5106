"""Write what the application consists of at run time: `var/sbom.cdx.json`, CycloneDX.

Run `make sbom`. The packages and their licences are those of the environment that runs this, as
their own metadata states them; of these, only what requirements.lock names is kept, so no test
tool. Their hashes are those of the lock: of every file that may be installed, for any system.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parents[1]
SBOM = ROOT / "var" / "sbom.cdx.json"
LOCK = "requirements.lock"
LOCKED = re.compile(r"^([\w.-]+)(?:\[.*\])?==([^\s;\\]+)(.*(?:\n +--hash=.*)*)", re.MULTILINE)
DIRECT = re.compile(r"^([A-Za-z][\w.-]*)", re.MULTILINE)
HASH = re.compile(r"sha256:([0-9a-f]{64})")


def plain_name(name: str) -> str:
    """Return a package's name as it is compared: `SQLAlchemy` and `resvg_py` are one spelling."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: str) -> dict[tuple[str, str], list[str]]:
    """Return the hashes of each file by package and version."""
    return {
        (plain_name(name), version): HASH.findall(rest)
        for name, version, rest in LOCKED.findall(lock)
    }


def others(found: dict[str, Any], lock: str) -> list[str]:
    """Return what is installed in another version than the one that ``lock`` names."""
    versions: dict[str, set[str]] = {}
    for name, version in locked(lock):
        versions.setdefault(name, set()).add(version)
    installed = [(each["name"], each["version"]) for each in found["components"]]
    return [
        f"{name} {version}"
        for name, version in installed
        if plain_name(name) in versions and version not in versions[plain_name(name)]
    ]


def reduced(found: dict[str, Any], lock: str, direct: str) -> dict[str, Any]:
    """Keep of ``found`` what ``lock`` names, add its hashes and what the application asks for."""
    hashes, asked = locked(lock), {plain_name(name) for name in DIRECT.findall(direct)}
    kept = []
    for component in found["components"]:
        name = plain_name(component["name"])
        if (name, component["version"]) not in hashes:
            continue
        digests = hashes[name, component["version"]]
        told = {
            "type": "distribution",
            "url": LOCK,
            "comment": "every file that may be installed",
            "hashes": [{"alg": "SHA-256", "content": digest} for digest in digests],
        }
        kept.append(
            {**component, "externalReferences": [*component.get("externalReferences", []), told]}
        )
    return {**found, "components": kept, "dependencies": _dependencies(found, kept, asked)}


def _dependencies(
    found: dict[str, Any], kept: list[dict[str, Any]], asked: set[str]
) -> list[dict[str, Any]]:
    refs = {component["bom-ref"] for component in kept}
    root = found["metadata"]["component"]["bom-ref"]
    first = [each["bom-ref"] for each in kept if plain_name(each["name"]) in asked]
    named = [each for each in found["dependencies"] if each["ref"] in refs]
    return [
        {"ref": root, "dependsOn": first},
        *(
            {"ref": each["ref"], "dependsOn": [r for r in each.get("dependsOn", []) if r in refs]}
            for each in named
        ),
    ]


def environment() -> dict[str, Any]:
    """Return everything that is installed beside this interpreter."""
    command = ["-m", "cyclonedx_py", "environment", "--pyproject", str(ROOT / "pyproject.toml")]
    command += ["--output-reproducible", sys.executable]
    done = subprocess.run([sys.executable, *command], capture_output=True, check=True)  # noqa: S603 our own tool
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Write the list; one that CycloneDX's own schema refuses is an error."""
    lock, direct = (
        (ROOT / name).read_text(encoding="utf-8") for name in (LOCK, "requirements.txt")
    )
    found = environment()
    if others(found, lock):
        sys.exit(f"{LOCK} names other versions of {'、'.join(others(found, lock))}: run make check")
    body = json.dumps(reduced(found, lock, direct), indent=1, ensure_ascii=False)
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(body)
    if wrong:
        sys.exit(f"{SBOM.name}: {wrong}")
    SBOM.parent.mkdir(exist_ok=True)
    SBOM.write_text(body, encoding="utf-8")
    print(f"{SBOM.relative_to(ROOT)}: {len(json.loads(body)['components'])} packages")


if __name__ == "__main__":
    main()

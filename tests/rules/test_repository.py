"""What may stand in the repository at all."""

import re
import subprocess
import tomllib

from tests.rules.house import CHECKOUT

PRIVATE_PATH = re.compile(r"(?<![\w.])/(?:wor" r"k|roo" r"t|ho" r"me/\w+)/[\w.]+")
REGISTRY = re.compile(r"py" r"pi\.org|python" r"hosted|registry\.np" r"mjs|deb\.deb" r"ian")
FILE_LIMIT = 400


def _tracked() -> list[str]:
    done = subprocess.run(
        ["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def _texts():
    for name in _tracked():
        path = CHECKOUT / name
        if path.is_file() and path.stat().st_size < 2_000_000:
            try:
                yield name, path.read_text()
            except UnicodeDecodeError:
                continue


def test_no_path_of_one_machine_and_no_registry_is_named():
    named = [
        f"{name}: {found.group()}"
        for name, text in _texts()
        for pattern in (PRIVATE_PATH, REGISTRY)
        if (found := pattern.search(text))
    ]

    assert named == []


def test_every_dependency_gives_its_reason():
    lines = (CHECKOUT / "pyproject.toml").read_text().splitlines()
    project = tomllib.loads("\n".join(lines))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    silent = [
        name for name in wanted if not any(f'"{name}"' in line and "# " in line for line in lines)
    ]

    assert silent == []


def test_locks_pin_every_file_by_hash():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (CHECKOUT / name).read_text()
        pinned = re.findall(r"^[A-Za-z0-9_.\-\[\]]+==", text, re.MULTILINE)
        assert len(pinned) > 20
        assert "--hash=sha256:" in text
        assert "--index-url" not in text


def test_no_source_file_has_grown_too_long():
    """Past 400 lines, ask what second thing moved in."""
    long = [
        f"{name}: {count}"
        for name in _tracked()
        if name.startswith("src/") and name.endswith(".py") and "/migrations/" not in name
        if (CHECKOUT / name).exists()
        and (count := (CHECKOUT / name).read_text().count("\n")) > FILE_LIMIT
    ]

    assert long == []

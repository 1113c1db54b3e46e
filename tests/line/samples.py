"""Arguments for the doors of the line, cabinet by cabinet: `tests/line/<cabinet>/samples.py`."""

from importlib import import_module
from pathlib import Path

for found in sorted(Path(__file__).parent.glob("*/samples.py")):
    import_module(f"tests.line.{found.parent.name}.samples")

"""Word files made into what else is sent, by LibreOffice: OpenDocument, RTF, old Word and PDF."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path


def convert(files: Mapping[str, bytes], to: str) -> dict[str, bytes]:
    """Each Word file in another format of LibreOffice's, by the same names, in one go."""
    with tempfile.TemporaryDirectory(prefix="accuracy-") as folder:
        root = Path(folder)
        (root / "out").mkdir()
        for name, content in files.items():
            (root / f"{name}.docx").write_bytes(content)
        command = [
            shutil.which("soffice") or "soffice", f"-env:UserInstallation=file://{root}/profile", "--headless",
            "--convert-to", to, "--outdir", str(root / "out"), *(str(root / f"{name}.docx") for name in files),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        suffix = to.partition(":")[0]
        return {name: (root / "out" / f"{name}.{suffix}").read_bytes() for name in files}

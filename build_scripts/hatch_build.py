"""The build hook: puts the built web UI and the assets into the wheel.

An ordinary wheel carries both as `runnel/webui` and `runnel/assets`. An editable install carries neither, since the
source folders are read in place. `RUNNEL_SKIP_WEBUI=1` leaves the web UI as it is (nothing is built, a built one is
still carried).
"""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RunnelBuildHook(BuildHookInterface[Any]):
    """Build `webui/` when its sources changed, then say what the wheel has to carry."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before the wheel is put together; `version` is "standard" or "editable"."""
        root = Path(self.root)
        if not os.environ.get("RUNNEL_SKIP_WEBUI"):
            runpy.run_path(str(root / "build_scripts" / "build_webui.py"))["build_webui"](root)
        if self.target_name != "wheel" or version == "editable":
            return
        carried = {"webui/dist": "runnel/webui", "assets": "runnel/assets"}
        for source, target in carried.items():
            if (root / source).is_dir():
                build_data["force_include"][str(root / source)] = target

"""`Outside`: everything that a run reaches beyond itself. Filled by ``state.py``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from runnel.runs.journal import Journal, ResultStore
from runnel.runs.kept import KeptResults
from runnel.runs.questions import Questions
from runnel.runs.saved_flows import SavedFlows
from runnel.sandbox.process import Sandbox
from runnel.sandbox.trust import TrustLedger
from runnel.sdk import Http, ModelAccess


class Outside(Struct, frozen=True):
    """The journal, the ways out, and what is remembered between runs."""

    journal: Journal
    http: Http
    models: ModelAccess
    environment: Mapping[str, str]
    """Variables fall back to it."""
    index_dir: Path
    flows: SavedFlows
    """The other flows, by name."""
    trust: TrustLedger
    sandbox: Sandbox
    """Where code that is trusted runs."""
    questions: Questions
    """What runs ask people."""
    kept: KeptResults = field(default_factory=KeptResults)
    results: ResultStore | None = None
    """Where Cache nodes keep values; None: nowhere."""

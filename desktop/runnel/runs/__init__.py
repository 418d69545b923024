"""What happens when a flow runs: vertices built in order, build events told, the journal kept. Imports sdk and graph.

`PreparedFlows` (a flow's graph with its components, once per revision) → `Run` (one run: `Progress` says what may be
built, `vertex_build` builds it, `context` is what a component sees) → `answer` and events. `Jobs` are runs in the
background. ``journal`` holds the protocols of what is kept; ``storage`` fills them.
"""

from runnel.runs.jobs import Job, Jobs
from runnel.runs.kept import KeptResults
from runnel.runs.last_runs import LastRuns
from runnel.runs.outside import Outside
from runnel.runs.prepared import PreparedFlow, PreparedFlows
from runnel.runs.questions import Questions
from runnel.runs.run import Run
from runnel.runs.run_options import RunOptions
from runnel.runs.saved_flows import SavedFlows

__all__ = [
    "Job",
    "Jobs",
    "KeptResults",
    "LastRuns",
    "Outside",
    "PreparedFlow",
    "PreparedFlows",
    "Questions",
    "Run",
    "RunOptions",
    "SavedFlows",
]

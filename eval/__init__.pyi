"""Where each name of the package is: read by type checkers, and when a name is first used."""

from .collections import open_collection as open_collection
from .comparing.compare import compare as compare
from .comparing.gate import gate as gate
from .comparing.types import Comparison as Comparison
from .comparing.types import GateResult as GateResult
from .proposing import propose_questions as propose_questions
from .reports.html import write_html as write_html
from .reports.markdown import comparison_to_markdown as comparison_to_markdown
from .reports.markdown import run_to_markdown as run_to_markdown
from .running.ablation import ablate as ablate
from .running.evaluate import evaluate as evaluate
from .running.score import score_run as score_run
from .runs.store import RunStore as RunStore
from .types import Collection as Collection
from .types import CorpusDocument as CorpusDocument
from .types import Outcome as Outcome
from .types import Query as Query
from .types import Run as Run
from .types import RunInfo as RunInfo
from .types import RunSettings as RunSettings

"""Where each name of the package is: read by type checkers, and when a name is first used."""

from .answerer import Answerer as Answerer
from .ask import answer as answer
from .export.stored import read_export as read_export
from .export.write import write_export as write_export
from .extract.answer_finder import AnswerFinder as AnswerFinder
from .types import Answer as Answer
from .types import AnswerStatus as AnswerStatus
from .types import AskOptions as AskOptions
from .types import Citation as Citation
from .types import Disagreement as Disagreement
from .types import Filters as Filters
from .types import Hit as Hit
from .types import LanguageModel as LanguageModel
from .types import ModelError as ModelError
from .types import Retriever as Retriever
from .types import Sentence as Sentence
from .types import Support as Support
from .types import SupportLevel as SupportLevel
from .types import Turn as Turn

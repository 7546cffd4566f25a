"""Types of a comparison of runs: differences with significance, changed queries, gate result."""

from pydantic import Field

from eval.types import AnswerOutcome, GoldFact, RetrievedPassage, RunInfo, Saved

SettingValue = bool | int | float | str | None


class MeasureDifference(Saved):
    """One measure of one run against the baseline, over the queries that both have it for.

    `difference` is run minus baseline whatever the direction of the measure; `low` and `high`
    bound it with 95 % confidence (None: resampling says nothing). `effect_size` is Cohen's d_z:
    the mean of the differences over their standard deviation; None where that is undefined.
    Wins, ties and losses count queries and follow the measure's direction. They and the effect
    size are None for measures of all queries together, such as AUROC.
    """

    measure: str
    run: str  # `RunInfo.name`
    label: str = ""
    baseline: float
    value: float
    difference: float
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_holm: float | None = None  # None: shown only, no part of the decision
    effect_size: float | None = None
    wins: int | None = None
    ties: int | None = None
    losses: int | None = None
    queries: int
    higher_is_better: bool = True
    alpha: float = 0.05

    @property
    def significant(self) -> bool:
        """Whether the difference is real at `alpha`, after correction for many tests."""
        return self.p_holm is not None and self.p_holm < self.alpha

    @property
    def gain(self) -> float:
        """The difference, positive where the run does better than the baseline."""
        return self.difference if self.higher_is_better else -self.difference

    @property
    def better(self) -> bool:
        """Significant, in the direction in which the measure is good."""
        return self.significant and self.gain > 0

    @property
    def worse(self) -> bool:
        """Significant, in the direction in which the measure is bad."""
        return self.significant and self.gain < 0


class MovedQuery(Saved):
    """A query whose value differs much, with what each side retrieved (the first three hits).

    What is right stands in `gold`, `qrels` and `answers`, as in `eval.types.Outcome`.
    """

    run: str  # `RunInfo.name`
    query_id: str
    text: str
    kind: str = ""
    measure: str
    baseline: float
    value: float
    difference: float
    baseline_retrieved: tuple[RetrievedPassage, ...] = ()
    retrieved: tuple[RetrievedPassage, ...] = ()
    baseline_answer: AnswerOutcome | None = None
    answer: AnswerOutcome | None = None
    gold: tuple[GoldFact, ...] = ()
    qrels: dict[str, int] = Field(default_factory=dict)
    answers: tuple[str, ...] = ()
    answerable: bool | None = None


class Comparison(Saved):
    """Runs against a baseline.

    `differences` come run by run in the baseline's order of measures; `moved` run by run, largest
    first. `settings_changed` has one entry for each run: setting -> (baseline's, run's).
    """

    baseline: RunInfo
    runs: tuple[RunInfo, ...]
    differences: tuple[MeasureDifference, ...]
    moved: tuple[MovedQuery, ...] = ()
    settings_changed: tuple[dict[str, tuple[SettingValue, SettingValue]], ...] = ()
    alpha: float = 0.05
    resamples: int = 9999

    def difference(self, measure: str, run: str | None = None) -> MeasureDifference | None:
        """A measure's difference in the run of that name (the first run when None), if there."""
        name = run or self.runs[0].name
        found = (d for d in self.differences if d.measure == measure and d.run == name)
        return next(found, None)


class GateResult(Saved):
    """Whether a run may replace the baseline.

    `losses` are why not. `noticeable_loss` is the smallest loss of `measure` that this many
    queries would have shown with 80 % power (None: they cannot say).
    """

    passed: bool
    losses: tuple[MeasureDifference, ...] = ()
    comparison: Comparison
    measure: str | None = None
    noticeable_loss: float | None = None
    tolerance: float = 0.0

"""What a proposal is worth by the criteria of the improvement policy, and who has to decide on it (4.5.5.2)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sms_iso20000.rules.objective import as_number
from sms_iso20000.rules.policy import Criterion
from sms_iso20000.rules.unmet import Unmet

FULL = 100


@dataclass(frozen=True)
class Score:
    """What was given for one criterion, as it was given."""

    criterion: str
    score: Any


@dataclass(frozen=True)
class Threshold:
    """Effort (1 to 5) and cost above which top management decides; 0 stands for no limit."""

    effort: int = 0
    cost: float = 0

    def is_exceeded_by(self, effort: int, cost: float) -> bool:
        return bool((self.effort and effort > self.effort) or (self.cost and cost > self.cost))


def weighted(criteria: Sequence[Criterion], scores: Sequence[Score]) -> float:
    """The scores as one number from 0 to 100 with one decimal: each on its own scale, by its weight."""
    given = {score.criterion: as_number(score.score) for score in scores}
    weights = sum(criterion.weight for criterion in criteria)
    if not weights:
        return 0.0
    shares = [
        criterion.weight * ((given.get(criterion.title) or 0) - criterion.low) / (criterion.high - criterion.low)
        for criterion in criteria
        if criterion.weight
    ]
    return round(FULL * sum(shares) / weights, 1)


def unmet_scores(criteria: Sequence[Criterion] | None, scores: Sequence[Score]) -> list[Unmet]:
    """All reasons why `scores` cannot stand beside the `criteria` of the policy in force; None where there is none."""
    if not scores:
        return []
    if criteria is None:
        return [Unmet("improvement_policy_missing")]
    known = {criterion.title: criterion for criterion in criteria}
    unmet = []
    for score in scores:
        if score.criterion not in known:
            unmet.append(Unmet("criterion_unknown", {"criterion": score.criterion}))
            continue
        scale, number = known[score.criterion], as_number(score.score)
        if number is None or not scale.low <= number <= scale.high:
            values = {"criterion": scale.title, "low": scale.low, "high": scale.high}
            unmet.append(Unmet("score_out_of_scale", values))
    times = Counter(score.criterion for score in scores)
    return unmet + [Unmet("criterion_twice", {"criterion": title}) for title, count in times.items() if count > 1]


def unmet_evaluation(
    criteria: Sequence[Criterion] | None, scores: Sequence[Score], effort: int, benefit: int
) -> list[Unmet]:
    """All that an evaluation lacks: a policy, a score by each of its criteria, or the size of effort and benefit."""
    if criteria is None:
        return [Unmet("improvement_policy_missing")]
    given = {score.criterion for score in scores}
    unmet = unmet_scores(criteria, scores)
    unmet += [
        Unmet("criterion_not_scored", {"criterion": criterion.title})
        for criterion in criteria
        if criterion.title not in given
    ]
    if not effort:
        unmet.append(Unmet("effort_missing"))
    if not benefit:
        unmet.append(Unmet("benefit_missing"))
    return unmet

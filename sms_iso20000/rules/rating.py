"""What customers think of services, in stars (4.5.4.3 a)."""

from dataclasses import dataclass

STARS = 5
# Up to so many stars a rating is low.
LOW = 2


@dataclass(frozen=True)
class Ratings:
    """Ratings counted: how many, all their stars together, and how many are low."""

    number: int = 0
    stars: float = 0
    low: int = 0

    def __add__(self, other: "Ratings") -> "Ratings":
        return Ratings(self.number + other.number, self.stars + other.stars, self.low + other.low)

    @property
    def average(self) -> float | None:
        """Stars of five, two decimals; None where nothing was rated."""
        return round(self.stars / self.number, 2) if self.number else None

    @property
    def share_low(self) -> float | None:
        """Percent of the ratings, two decimals; None where nothing was rated."""
        return round(100 * self.low / self.number, 2) if self.number else None

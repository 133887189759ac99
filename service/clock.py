"""What time it is for the service."""

from datetime import UTC, date, datetime


class Clock:
    """The moment and the day, asked in one place, so that another one can be put there."""

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the day where the service is: it serves one region, and its days are what people there call today."""
        return date.today()  # noqa: DTZ011 -- the day where the service is

"""Trying again, in one place: the archive when another program writes to it. Requests are Scrapy's to repeat."""

from __future__ import annotations

import sqlite3

from tenacity import retry, retry_if_exception, stop_after_attempt, wait_exponential


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


# SQLite itself waits for half a minute each time; a reader that holds a snapshot can make it give up at once.
when_busy = retry(
    retry=retry_if_exception(_is_busy),
    stop=stop_after_attempt(3),
    wait=wait_exponential(multiplier=0.2, max=2),
    reraise=True,
)

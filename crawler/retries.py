"""Trying again, in one place: the archive when another program writes to it, a portal that a lost worker still crawls.

What was under way in a process that died is another such case. Requests are Scrapy's to repeat.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from tenacity import (
    RetryCallState,
    retry,
    retry_if_exception,
    retry_if_exception_type,
    retry_if_result,
    stop_after_attempt,
    wait_exponential,
)

from crawler.errors import CannotStart


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


# SQLite itself waits for half a minute each time; a reader that holds a snapshot can make it give up at once.
when_busy = retry(
    retry=retry_if_exception(_is_busy),
    stop=stop_after_attempt(3),
    wait=wait_exponential(multiplier=0.2, max=2),
    reraise=True,
)


def _is_any_busy(summaries: Sequence[dict[str, Any]] | None) -> bool:
    return any(summary["outcome"] == "busy" for summary in summaries or ())


def _last(state: RetryCallState) -> Any:  # noqa: ANN401 (whatever the call gives)
    return state.outcome.result() if state.outcome else None


# The client or the scheduler is gone, but the worker does not know: it ends what it began, and then the work is done.
when_portal_busy = retry(
    retry=retry_if_result(_is_any_busy),
    stop=stop_after_attempt(8),
    wait=wait_exponential(multiplier=0.5, max=60),
    retry_error_callback=_last,
)

# Whoever killed it, the next process goes on where it was.
when_crew_died = retry(retry=retry_if_exception_type(CannotStart), stop=stop_after_attempt(4), reraise=True)

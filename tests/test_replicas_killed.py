"""Four portals at once, killed at random moments of crawling and reading: the same archive, hardly a request twice."""

import pytest

from benchmarks.kill import killings, share

MOMENTS, SEED, DELAY = 3, 11, 0.03  # benchmarks/kill.py takes twenty


@pytest.fixture(scope="module")
def killed():
    return killings(MOMENTS, SEED, DELAY)


def test_a_crawl_killed_at_random_moments_leaves_the_same_archive(killed):
    assert [one.same for one in killed] == [True] * MOMENTS
    assert any(one.killed for one in killed)


def test_hardly_a_request_is_made_twice(killed):
    assert share(killed) <= 0.02
    assert all(one.repeated <= 4 for one in killed)  # one for each portal under way

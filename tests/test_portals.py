"""Every replica in tests/portals crawled from its home address alone: what must be found is found, and nothing else.

A crawl takes a group of portals, so that two workers share the work; the replica's own log proves that it was polite.
"""

from importlib import import_module

import pytest
from portals.measuring import crawl_of, shortfalls

GROUPS = {
    "hanweb": ("hanweb",),
    "trs, kaipu, jpaas": ("trs", "kaipu", "jpaas"),
    "siteserver, vsb, gkmlpt, lonsun": ("siteserver", "vsb", "gkmlpt", "lonsun"),
    "openness, epoint, truecms": ("openness", "epoint", "truecms"),
    "static": ("static",),
}


def replicas(names):
    return [site for name in names for site in import_module(f"portals.{name}.replica").sites()]


@pytest.mark.parametrize("group", GROUPS)
def test_every_report_of_a_replica_is_found_and_nothing_else(group, tmp_path):
    measured = crawl_of(replicas(GROUPS[group]), tmp_path / "a.db")
    assert [words for each in measured for words in shortfalls(each)] == []


def test_the_replicas_are_many_enough_to_prove_something():
    sites = replicas(name for names in GROUPS.values() for name in names)
    assert len({site.address for site in sites}) == len(sites) >= 15
    assert sum(len(site.expected) for site in sites) >= 600
    assert sum(len(site.decoys) for site in sites) >= 300

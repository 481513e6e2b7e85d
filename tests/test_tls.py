"""HTTPS in all its ages: the profile that a host needs, an unverifiable certificate and a fall back to http are written down."""

import warnings

import pytest
from small_portal import Answer, SmallPortal, crawled, page
from test_crawl import portal_pages, rows_of
from tls_servers import TlsPortal, breaks_on_new_curves, modern, short_keys, tls_1_0

from crawler.tls import LEGACY_SERVER, PROFILES

HOME = {"/": page(("/zwgk/", "政务公开"), title="威海市文登区人民政府").encode()}
FAST = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 10}
SELF_SIGNED = "certificate not verified: self-signed"
SERVERS = {
    "modern": ({}, SELF_SIGNED),
    "small curves": ({"refuses": breaks_on_new_curves}, f"TLS profile small_curves; {SELF_SIGNED}"),
    "short keys": ({"configure": short_keys}, f"TLS profile seclevel_1; {SELF_SIGNED}"),
    "tls 1.0": ({"configure": tls_1_0}, f"TLS profile tls_1_0; {SELF_SIGNED}"),
    "another host": ({"named": "127.0.31.77"}, f"{SELF_SIGNED}, for another host"),
}


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """One crawl of all the servers, each on a port of its own."""
    folder = tmp_path_factory.mktemp("tls")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of TLS 1.0, which is the point
        portals = {name: TlsPortal(HOME, folder, **options) for name, (options, _) in SERVERS.items()}
    for portal in portals.values():
        portal.__enter__()
    summaries = crawled(folder / "a.db", *(portal.url for portal in portals.values()), settings=FAST)
    for portal in portals.values():
        portal.__exit__()
    return folder / "a.db", portals, summaries


@pytest.mark.parametrize("name", SERVERS)
def test_a_portal_is_read_in_the_profile_it_needs_and_both_are_recorded(spoken, name):
    db, portals, summaries = spoken
    portal = portals[name]
    assert summaries[portal.id]["outcome"] == "nothing_found"
    assert summaries[portal.id]["name"] == "威海市文登区人民政府"
    visited = rows_of(db, "select outcome, security from visits where url = ?", portal.url)
    assert visited == [("ok", SERVERS[name][1])]


def test_profiles_begin_with_the_strictest_and_each_adds_to_the_one_before():
    assert [profile.name for profile in PROFILES] == [
        "default",
        "legacy_renegotiation",
        "small_curves",
        "seclevel_1",
        "tls_1_0",
    ]
    legacy = [bool(profile.context().set_options(0) & LEGACY_SERVER) for profile in PROFILES]
    assert legacy == [False, True, True, True, True]


def test_a_portal_whose_https_does_not_work_is_read_over_http_and_that_is_recorded(tmp_path):
    db = tmp_path / "a.db"
    with SmallPortal(portal_pages()) as portal:
        summary = crawled(db, portal.url.replace("http:", "https:"), settings=FAST)[portal.id]
    assert (summary["outcome"], summary["reports"]) == ("done", 2)
    secured = portal.url.replace("http:", "https:")
    assert rows_of(db, "select outcome, security from visits where url = ?", secured) == [("tls", None)]
    assert rows_of(db, "select outcome, security from visits where url = ?", portal.url) == [
        ("ok", "asked over http in place of https")
    ]


def test_a_server_that_hangs_up_on_every_profile_is_a_tls_failure_and_asked_for_nothing(tmp_path):
    db = tmp_path / "a.db"
    with TlsPortal(HOME, tmp_path, modern, refuses=lambda hello: True) as portal:
        summary = crawled(db, portal.url, settings=FAST)[portal.id]
    assert summary["outcome"] == "unreachable"
    assert rows_of(db, "select outcome from visits where url = ?", portal.url) == [("tls",)]


def test_links_to_https_on_a_host_without_it_lead_to_http(tmp_path):
    db, pages = tmp_path / "a.db", portal_pages()
    pages["/robots.txt"] = Answer(b"", 404)
    with SmallPortal(pages) as portal:
        pages["/"] = pages["/"].replace('href="/zwgk', f'href="{portal.url.replace("http:", "https:")}zwgk')
        summary = crawled(db, portal.url, settings=FAST)[portal.id]
    assert (summary["outcome"], summary["reports"]) == ("done", 2)

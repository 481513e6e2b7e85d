"""Rules across reports in an archive: found whatever the order of reading, once, and the same on every rebuild."""

from pathlib import Path

import pytest
from tables import contents

from crawler.adding import add
from crawler.aggregates import aggregate
from crawler.archive import Archive
from crawler.load import load, reload
from crawler.measures import measure_rows
from crawler.unreading import forget_captures
from parsers.checks import CROSS_CHECKS
from parsers.measures import RULES, ZEROS

ZHANHE = Path(__file__).parent.parent / "demo" / "reports" / "zhanhe-zhujianju-2024.txt"
CROSS = {rule.key for rule in CROSS_CHECKS}
CARRIED_IN = "二、上年结转政府信息公开申请数量\t\t0\t0\t0\t0\t0\t0\t"


def written(year, body="湛河区住建局", carried_in=0, received=7):
    """The founding report of 湛河区住建局 as another body's of another year, with other figures."""
    text = ZHANHE.read_text(encoding="utf-8")
    text = text.replace("湛河区住建局 2024", f"{body} {year}").replace("湛河区住建局", body).replace("2024", str(year))
    text = text.replace(f"{CARRIED_IN}0", f"{CARRIED_IN}{carried_in}")
    text = text.replace("申请数量\t\t7\t0\t0\t0\t0\t0\t7", f"申请数量\t\t{received}\t0\t0\t0\t0\t0\t{received}")
    return f"{body}{year}.txt", text.encode()


def collected(folder, documents):
    folder.mkdir(exist_ok=True)
    path = folder / "archive.db"
    with Archive.opened(path) as archive:
        add(archive, documents)
        load(archive)
    return path


def crossed(path):
    """The findings across reports, as (body, year, rule, place, expected, actual)."""
    with Archive.opened(path) as archive:
        rows = archive.rows(
            """
            select agencies.name, reports.year, findings."check", "where", expected, actual
            from findings
            join reports on reports.id = findings.report
            join agencies on agencies.id = reports.agency
            order by 1, 2, 3, 4
            """
        )
    return [tuple(row) for row in rows if row["check"] in CROSS]


BUREAU = "平顶山市湛河区住房和城乡建设局"
GOVERNMENT = "平顶山市湛河区人民政府"


def test_what_last_year_carried_out_must_be_carried_in(tmp_path):
    path = collected(tmp_path / "a", [written(2023), written(2024, carried_in=3)])
    assert crossed(path) == [(BUREAU, 2024, "carry_over", "requests.carried_in.total", 0, 3)]


def test_a_year_in_between_is_missed(tmp_path):
    path = collected(tmp_path / "a", [written(2021), written(2024)])
    assert crossed(path) == [
        (BUREAU, 2024, "year_missing", "year 2022", None, None),
        (BUREAU, 2024, "year_missing", "year 2023", None, None),
    ]


def test_bodies_cannot_receive_more_than_the_government_reports_for_its_area(tmp_path):
    documents = [written(2024, "湛河区人民政府"), written(2024), written(2024, "湛河区财政局", received=5)]
    where = "requests.new_received.total"
    found = [one for one in crossed(collected(tmp_path / "a", documents)) if one[3] == where]
    assert found == [(GOVERNMENT, 2024, "parts_exceed_whole", where, 12, 7)]


def test_the_order_of_reading_does_not_matter_and_reading_again_changes_nothing(tmp_path):
    documents = [written(2022), written(2023, carried_in=2), written(2024), written(2024, "湛河区人民政府")]
    paths = [collected(tmp_path / "forth", documents), collected(tmp_path / "back", documents[::-1])]
    one_by_one = [collected(tmp_path / "singly", [document]) for document in documents][-1]
    first, *others = [contents(path) for path in (*paths, one_by_one)]
    assert crossed(paths[0])
    assert [other["findings"] for other in others] == [first["findings"]] * 2
    assert [other["scorecards"] for other in others] == [first["scorecards"]] * 2
    with Archive.opened(paths[0]) as archive:
        reload(archive)
    again = contents(paths[0])
    assert (again["findings"], again["scorecards"]) == (first["findings"], first["scorecards"])


def test_an_edition_that_differs_is_noted(tmp_path):
    name, body = written(2024)
    path = collected(tmp_path / "a", [(name, body)])
    with Archive.opened(path) as archive:
        archive.conn.execute("update captures set fetched_at = '2025-01-26T00:00:00Z'")
    collected(tmp_path / "a", [(name, written(2024, carried_in=1)[1])])
    assert crossed(path) == [(BUREAU, 2024, "edited_after_publication", "published", None, None)]


def test_counts_of_a_report_are_those_of_all_its_findings(tmp_path):
    path = collected(tmp_path / "a", [written(2023), written(2024, carried_in=3)])
    with Archive.opened(path) as archive:
        counted = archive.rows(
            """
            select reports.errors, reports.warnings, scorecards.notes,
                   sum(severity = 'error') as e, sum(severity = 'warning') as w, sum(severity = 'note') as n
            from reports
            join scorecards on scorecards.report = reports.id
            join findings on findings.report = reports.id
            group by reports.id
            """
        )
    assert [tuple(row)[:3] for row in counted] == [tuple(row)[3:] for row in counted]
    assert max(row["warnings"] for row in counted) > 0


def test_scorecard_has_no_rate_without_a_denominator(tmp_path):
    path = collected(tmp_path / "a", [written(2024)])
    with Archive.opened(path) as archive:
        [card] = archive.rows("select * from scorecards")
    assert (card["full_grant_rate"], card["not_held_share"], card["correction_rate"]) == (0, 100, None)
    assert (card["completeness"], card["errors"], card["days_late"]) == (100, 1, None)


def test_scorecard_holds_what_stands_in_the_years_beside_it(tmp_path):
    path = collected(tmp_path / "a", [written(2021, received=4), written(2022, received=9), written(2024)])
    cards = "select year, received, received_before, next_year, earlier_report from scorecards order by year"
    with Archive.opened(path) as archive:
        ids = {row["year"]: row["id"] for row in archive.rows("select id, year from reports")}
        assert [tuple(card) for card in archive.rows(cards)] == [
            (2021, 4, None, 2022, None),
            (2022, 9, 4, 2024, ids[2021]),
            (2024, 7, None, None, None),
        ]
        sums = "select year, sum(reports) from yearly_reports group by year order by year"
        assert [tuple(row) for row in archive.rows(sums)] == [(2021, 1), (2022, 1), (2024, 1)]
        forget_captures(archive, [archive.value("select capture from reports where year = 2022")])
        archive.sum_up()
        assert [tuple(row) for row in archive.rows(sums)] == [(2021, 1), (2024, 1)]
        assert [tuple(card) for card in archive.rows(cards)] == [
            (2021, 4, None, 2024, None),
            (2024, 7, None, None, None),
        ]


def test_a_report_counts_in_its_division_and_in_each_above(tmp_path):
    path = collected(tmp_path / "a", [written(2024), written(2024, "湛河区财政局", received=5)])
    with Archive.opened(path) as archive:
        aggregate(archive)
        aggregate(archive)
        requests = archive.rows("select level, region, reports, new_received, unable from agg_requests order by level")
        means = archive.rows("select level, reports, with_disposals, not_held_share from agg_scorecards order by level")
    assert [tuple(row) for row in requests] == [
        ("county", "410411", 2, 12, 14),
        ("prefecture", "410400", 2, 12, 14),
        ("province", "410000", 2, 12, 14),
    ]
    assert [tuple(row) for row in means] == [(level, 2, 2, 100) for level in ("county", "prefecture", "province")]


def test_every_measure_that_prose_can_state_is_named():
    named = {row["key"] for row in measure_rows() if row["kind"] == "stated"}
    assert named >= {rule.measure for rule in (*RULES, *ZEROS)}
    assert all(row["zh"] and row["en"] and row["unit"] for row in measure_rows())


@pytest.mark.parametrize("table", ["checks", "measures"])
def test_vocabulary_is_in_the_archive(tmp_path, table):
    with Archive.opened(tmp_path / "archive.db") as archive:
        assert archive.value(f"select count(*) from {table}") > 40  # noqa: S608

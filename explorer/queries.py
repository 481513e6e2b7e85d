"""Every SQL question the explorer's own pages ask; parameters by name."""

REPORT = """
    select
      reports.*,
      agencies.name as agency_name,
      agencies.level,
      agencies.kind,
      agencies.region,
      captures.fetched_at,
      captures.sha256,
      captures.media_type,
      captures.length,
      captures.final_url,
      captures.found_on
    from reports
    left join agencies on agencies.id = reports.agency
    left join captures on captures.id = reports.capture
    where reports.id = :report
"""
BODY = "select * from bodies where report = :report"
TABLES = {
    table: f'select * from "{table}" where report = :report'  # noqa: S608 (names are ours)
    for table in ("requests", "proactive", "reviews", "indicators")
}
CELLS = 'select grid, row, "column", text, place, confidence, raw from cells where report = :report'
FINDINGS = """
    select
      findings."check",
      findings.severity,
      findings."where",
      findings.message,
      findings.expected,
      findings.actual,
      checks.zh as check_zh,
      checks.en as check_en
    from findings
    left join checks on checks.key = findings."check"
    where findings.report = :report
    order by instr('error warning note', findings.severity), findings."where", findings."check"
"""
STATEMENTS = """
    select statements.*, measures.zh as measure_zh, measures.en as measure_en
    from statements
    left join measures on measures.key = statements.measure
    where statements.report = :report
    order by statements.start, statements."end" desc
"""
READINGS = """
    select readings.*, captures.url, captures.media_type, captures.sha256, captures.fetched_at
    from readings
    left join captures on captures.id = readings.capture
    where readings.report = :report
"""
YEARS = """
    select reports.id, reports.year, reports.scope, reports.errors
    from reports
    where reports.agency = :agency
    order by reports.year, reports.scope
"""
LAST_YEAR = "select max(year) from reports"
COPIES = """
    select copies.capture, copies.relation, copies.differs, captures.url, captures.fetched_at, captures.sha256
    from copies
    join captures on captures.id = copies.capture
    where copies.report = :report
    order by captures.fetched_at, captures.url
"""
PIECES = """
    select id, url, media_type, role, length
    from captures
    where part_of = :capture
    order by rowid
"""
PLACES = """
    with recursive above(code, name, full_name, parent, depth) as (
      select code, name, full_name, parent, 0
      from regions
      where code = :region
      union all
      select regions.code, regions.name, regions.full_name, regions.parent, above.depth + 1
      from above
      join regions on regions.code = above.parent
    )
    select code, name
    from above
    order by depth desc
"""
RECEIVED = """
    select requests.total
    from reports
    join requests on requests.report = reports.id and requests.row = 'new_received'
    where reports.agency = :agency
      and reports.scope = :scope
      and reports.year = :year
"""
CAPTURE = """
    select captures.*, reports.id as report, reports.title as report_title
    from captures
    left join documents on documents.capture = coalesce(captures.part_of, captures.id)
    left join reports on reports.id = documents.report
    where captures.id = :capture
"""
CANDIDATES = "select count(*) from (select 1 from reports_fts where reports_fts match :match limit :most)"
KNOWN_YEARS = """
    with recursive years(year) as (
      select max(year)
      from reports
      union all
      select (select max(reports.year) from reports where reports.year < years.year)
      from years
      where years.year is not null
    )
    select year
    from years
    where year is not null
"""
REGION_NAMED = """
    select code
    from regions
    where :name in (name, full_name)
    order by valid_to is not null, code
    limit 1
"""
BODIES_NAMED = """
    select id, name, level
    from agencies
    where instr(name, :name)
    order by length(name), name
    limit 12
"""
TEXT = "select text from bodies where report = :report"


def hits(terms: int, *, doubted: bool) -> str:
    """Reports of one year that the index offers and whose text holds all of the words."""
    verified = "".join(f"\n      and instr(bodies.text, :term{number})" for number in range(terms))
    findings = "\n      and reports.errors + reports.warnings" if doubted else ""
    return f"""
    select
      search_numbers.number,
      reports.id,
      reports.title,
      reports.year,
      reports.scope,
      reports.published,
      reports.form,
      reports.errors,
      reports.warnings,
      agencies.name as agency_name
    from reports_fts
    join search_numbers on search_numbers.number = reports_fts.rowid
    join reports on reports.id = search_numbers.report
    join bodies on bodies.report = reports.id
    left join agencies on agencies.id = reports.agency
    where reports_fts match :match
      and (:below is null or reports_fts.rowid < :below){verified}{findings}
    order by reports_fts.rowid desc
    limit :most
"""  # noqa: S608 (made of numbered parameters only)


def searched(column: str, terms: int) -> list[str]:
    """Conditions on a table whose `column` is the id of a report: the index offers it, and its text holds the words."""
    offered = f"""{column} in (
        select search_numbers.report
        from reports_fts
        join search_numbers on search_numbers.number = reports_fts.rowid
        where reports_fts match :pairs
    )"""  # noqa: S608 (names are ours)
    text = f"(select found.text from bodies as found where found.report = {column})"  # noqa: S608
    return [offered, *(f"instr({text}, :term{number})" for number in range(terms))]


def latest_searched(column: str, terms: int) -> list[str]:
    """The same of the latest reports only: going year by year, the index stops when there are enough.

    Without a limit of its own SQLite would not keep to the order of the years.
    """
    verified = "".join(f"\n          and instr(bodies.text, :term{number})" for number in range(terms))
    latest = f"""{column} in (
        select search_numbers.report
        from (select distinct year from yearly_reports order by year desc limit 100) as years
        cross join reports_fts
          on reports_fts match '(' || :pairs || ') AND "xyear' || coalesce(years.year, 'none') || 'x"'
        cross join search_numbers on search_numbers.number = reports_fts.rowid
        cross join bodies on bodies.report = search_numbers.report
        where years.year is coalesce(:within, years.year){verified}
        limit :latest
    )"""  # noqa: S608 (names are ours)
    return [latest]


EXTENT = """
    select
      (select coalesce(sum(reports), 0) from yearly_reports) as reports,
      (select count(*) from agencies) as bodies,
      (select min(year) from yearly_reports) as first_year,
      (select max(year) from yearly_reports) as last_year,
      (select count(distinct province) from yearly_reports where province <> '') as provinces,
      (select fetched_at from captures order by rowid desc limit 1) as captured
"""
BY_YEAR = """
    select
      yearly_reports.year,
      sum(yearly_reports.reports) as reports,
      (
        select sum(yearly_requests.total)
        from yearly_requests
        where yearly_requests.year = yearly_reports.year
          and yearly_requests.row = 'new_received'
      ) as received
    from yearly_reports
    where yearly_reports.year is not null
    group by yearly_reports.year
    order by yearly_reports.year
"""
BY_PROVINCE = """
    select regions.code, regions.name, sum(yearly_requests.total) as received, sum(yearly_requests.printed) as printed
    from yearly_requests
    join regions on regions.code = yearly_requests.province
    where yearly_requests.row = 'new_received'
      and yearly_requests.year = :year
    group by regions.code
    order by received desc nulls last, regions.code
"""


# What is compared of each table: its lines' key, the column, and whether a line has it only where it is printed.
_TOTALS = (
    ("requests", "row", "total", False),
    ("reviews", "stage", "total", False),
    ("reviews", "stage", "corrected", False),
    ("proactive", "item", "decisions", True),
    ("proactive", "item", "issued", True),
    ("proactive", "item", "amount_10k", True),
)


def totals(where: str) -> str:
    """Every printed total of some reports, one row each: table, line, column, number."""
    return "\n    union all".join(_total(where, *column) for column in _TOTALS)


def _total(where: str, table: str, key: str, column: str, printed: bool) -> str:
    return f"""
    select reports.id, '{table}' as grid, {table}.{key} as line, '{column}' as "column", {table}.{column} as value
    from reports
    join {table} on {table}.report = reports.id
    where {where}{f" and {table}.{column} is not null" * printed}"""  # noqa: S608 (names and conditions are ours)


COMPARED = """
    select
      reports.id,
      reports.year,
      reports.scope,
      reports.form,
      reports.errors,
      agencies.id as agency,
      agencies.name as agency_name
    from reports
    join agencies on agencies.id = reports.agency
"""
OF_BODY = "reports.agency = :body and reports.scope = :scope"
OF_PAIR = "reports.agency in (:first, :second) and reports.scope = 'office' and reports.year = :year"
SCOPES_OF = "select distinct scope from reports where agency = :body order by scope desc"
BODY_NAMED = """
    select id, name
    from agencies
    where :name in (id, name)
    limit 1
"""
SHARED_YEARS = """
    select distinct reports.year
    from reports
    where reports.agency in (:first, :second)
      and reports.year is not null
    order by reports.year desc
"""
OF_REGION = """
    select
      report as id,
      agency,
      name as agency_name,
      kind,
      scope,
      received,
      granted,
      results_total,
      reviews,
      errors,
      days_late
    from scorecards
    where year = :year
      and region >= :region
      and region < :region || ':'
    order by received desc nulls last, name, scope
    limit 501
"""

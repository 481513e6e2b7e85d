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
    select "check", severity, "where", message, expected, actual
    from findings
    where report = :report
    order by instr('error warning note', severity), "where", "check"
"""
STATEMENTS = "select * from statements where report = :report order by start, end desc"
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

"""What the archivist asks in January, as views: what is missing, late, failed or unfinished. Names are promises."""

_LATEST = """
        latest as (
          select crawls.*
          from crawls
          where crawls.number = (select max(number) from crawls as others where others.portal = crawls.portal)
        )
"""

OPERATION_VIEWS = {
    "last_seen": """
        select captures.id as capture,
               coalesce(
                 (
                   select max(printf('%s %012d', visits.at, visits.rowid))
                   from visits
                   where visits.capture = captures.id
                 ),
                 captures.fetched_at
               ) as last_seen
        from captures
    """,
    "missing_bodies": """
        with published as (
          select distinct captures.portal, reports.agency, reports.scope, reports.year
          from reports
          join captures on captures.id = reports.capture
          where reports.agency is not null
            and reports.year is not null
        ),
        bodies as (
          select portal, agency, scope, min(year) as first_year, max(year) as last_year,
                 group_concat(year, ' ') as published_in
          from (select * from published order by portal, agency, scope, year)
          group by portal, agency, scope
        ),
        years as (
          select starts.portal, every.year
          from (select portal, min(year) as first_year from published group by portal) as starts
          join (select distinct year from published) as every on every.year >= starts.first_year
        )
        select bodies.portal, portals.name as portal_name, years.year, agencies.name as agency, bodies.scope,
               case
                 when years.year < bodies.first_year then 'before_first'
                 when years.year > bodies.last_year then 'after_last'
                 else 'between'
               end as gap,
               bodies.published_in
        from bodies
        join years on years.portal is bodies.portal
        join agencies on agencies.id = bodies.agency
        left join portals on portals.id = bodies.portal
        where not exists (
          select 1
          from reports
          where reports.agency = bodies.agency
            and reports.scope = bodies.scope
            and reports.year = years.year
        )
    """,
    "publication_dates": """
        select (select portal from captures where captures.id = reports.capture) as portal,
               (select name from agencies where agencies.id = reports.agency) as agency,
               (select region from agencies where agencies.id = reports.agency) as region,
               reports.scope, reports.year, reports.published,
               date(reports.published, -reports.days_late || ' days') as due,
               reports.days_late,
               case
                 when reports.days_late is null then 'unknown'
                 when reports.days_late > 0 then 'late'
                 else 'in_time'
               end as timing,
               reports.id as report
        from reports
    """,
    "failed_addresses": f"""
        with {_LATEST.strip()}
        select latest.portal, portals.name as portal_name, visits.url, visits.outcome, outcomes.zh as reason_zh,
               outcomes.en as reason_en, visits.detail, visits.status, visits.at, visits.found_on, outcomes.advice,
               latest.id as crawl
        from latest
        join portals on portals.id = latest.portal
        join visits on visits.crawl = latest.id
        join outcomes on outcomes.key = visits.outcome
        where outcomes.failure = 1
    """,  # noqa: S608 (nothing but our own words)
    "portal_progress": f"""
        with {_LATEST.strip()},
        seen as (
          select latest.portal,
                 sum(visits.outcome in ('ok', 'unchanged')) as pages,
                 sum(visits.outcome = 'wall') as walls,
                 sum(outcomes.failure) as failed
          from latest
          join visits on visits.crawl = latest.id
          join outcomes on outcomes.key = visits.outcome
          group by latest.portal
        ),
        waiting as (
          select latest.portal, count(*) as addresses
          from latest
          join frontier on frontier.crawl = latest.id
          where frontier.state <> 'done'
          group by latest.portal
        ),
        found as (
          select portal, sum(reports) as reports
          from yearly_portals
          group by portal
        )
        select portals.id as portal, portals.name as portal_name, portals.address, portals.region, portals.platform,
               coalesce(latest.number, 0) as crawls, latest.started_at, latest.finished_at,
               case
                 when latest.id is null then 'never_crawled'
                 when latest.finished_at is null then 'interrupted'
                 else latest.outcome
               end as outcome,
               latest.reason,
               coalesce(found.reports, 0) as reports, coalesce(seen.pages, 0) as pages,
               coalesce(seen.failed, 0) as failed, coalesce(seen.walls, 0) as walls,
               coalesce(waiting.addresses, 0) as waiting,
               coalesce(latest.outcome = 'done' and latest.finished_at is not null and waiting.addresses is null, 0)
                 as complete
        from portals
        left join latest on latest.portal = portals.id
        left join seen on seen.portal = portals.id
        left join waiting on waiting.portal = portals.id
        left join found on found.portal = portals.id
    """,  # noqa: S608 (nothing but our own words)
}

-- why: a heat map over ten million issues must not read ten million rows. Issues are counted by place and day while they are written; the sums
-- up to a day are kept, so that any period is the difference of two of them.

-- The square of the map projection that a point is counted in, as one number: domain/density/density-cell.ts has the definition.
create function count_cell(point geometry) returns bigint language sql immutable parallel safe
  as $$ select (floor(ST_Y(ST_Transform(point, 3857)) / 38.21851414258813::float8)::bigint + 524288) * 1048576
    + floor(ST_X(ST_Transform(point, 3857)) / 38.21851414258813::float8)::bigint + 524288 $$;
-- the day and the hour of a report in the sub-district's own time
create function count_day(instant timestamptz) returns date language sql immutable parallel safe
  as $$ select (instant at time zone interval '8 hours')::date $$;
create function count_hour(instant timestamptz) returns smallint language sql immutable parallel safe
  as $$ select extract(hour from instant at time zone interval '8 hours')::smallint $$;
-- a level-3 grid as the six digits behind those of the sub-district; 0: in none
create function count_grid(grid_code text) returns integer language sql immutable parallel safe
  as $$ select coalesce(right(grid_code, 6)::integer, 0) $$;

-- What is counted: a report that was rejected or merged into another one is no trouble of its own.
create view counted_issue with (security_invoker = true) as
select subdistrict_code, issue_id, issue_item_key, source, reported_at, grid_code, geom from issue where status not in ('rejected', 'merged');
create view scoped.counted_issue with (security_invoker = true) as
select subdistrict_code, issue_id, issue_item_key, source, reported_at, grid_code, geom from scoped.issue
where status not in ('rejected', 'merged');

-- Sums, by domain/density/count-fold.ts. A row covers a block of days; it holds what was counted before the first of them, and each day of it.
create table issue_count (
  subdistrict_code text not null,
  -- what the sums are by: map cell, level-3 grid, hour of the day
  counted_by text not null,
  -- * stands for all
  issue_item_key text not null,
  source text not null,
  first_day date not null,
  before bytea not null,
  during bytea not null,
  constraint issue_count_pkey primary key (subdistrict_code, counted_by, issue_item_key, source, first_day),
  constraint issue_count_subdistrict_fkey foreign key (subdistrict_code) references subdistrict on delete cascade,
  constraint issue_count_by_known check (counted_by in ('cell', 'grid', 'hour'))
);
-- they are packed already: trying to compress them once more only takes time
alter table issue_count alter column before set storage external, alter column during set storage external;

-- What happened to the counts and is not in the sums yet. Writers only add rows here, so that nobody waits for somebody else's issue.
create table issue_count_change (
  subdistrict_code text not null,
  change_id bigint generated always as identity,
  day date not null,
  hour smallint not null,
  cell bigint not null,
  grid_place integer not null,
  issue_item_key text not null,
  source text not null,
  -- 1: counted, -1: no longer
  amount smallint not null,
  constraint issue_count_change_pkey primary key (subdistrict_code, change_id),
  constraint issue_count_change_subdistrict_fkey foreign key (subdistrict_code) references subdistrict on delete cascade
);
insert into issue_count_change (subdistrict_code, day, hour, cell, grid_place, issue_item_key, source, amount)
select subdistrict_code, count_day(reported_at), count_hour(reported_at), count_cell(geom), count_grid(grid_code), issue_item_key, source, 1
from counted_issue;

-- A cell lies across borders, so sums are for those who see the whole sub-district; everybody else's issues are counted one by one.
do $$
declare
  name text;
begin
  foreach name in array array['issue_count', 'issue_count_change'] loop
    execute format('create view scoped.%I with (security_invoker = true) as select t.* from public.%I t
      where t.subdistrict_code = (select scoped.subdistrict()) and (select scoped.whole())', name, name);
    execute format('alter table public.%I enable row level security', name);
    execute format('create policy reach on public.%I to fangyuan_scoped using (subdistrict_code = (select scoped.subdistrict())
      and (select scoped.whole()))', name);
    execute format('grant select on public.%I, scoped.%I to fangyuan_scoped', name, name);
  end loop;
end
$$;
grant select on counted_issue, scoped.counted_issue to fangyuan_scoped;

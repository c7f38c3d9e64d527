-- why: patrols are planned, walked and looked back upon here now: routes change and are closed while their history stays, a run knows what it was
-- to visit and when, and a track is kept for some weeks and no longer.
alter table patrol_team
  add column version integer not null default 1,
  add column retired_on date;
alter table patrol_route
  add column version integer not null default 1,
  add column retired_on date,
  -- from 1 on with each other line: what a run passed of one says nothing of the next
  add column line_version integer not null default 1,
  add column line_drawn_at timestamptz;

alter table checkpoint
  add column planned_minute smallint,
  add column retired_on date;
-- as in domain/patrol/checkpoints.ts: 50 m in a minute, one minute at each
update checkpoint k set planned_minute = round(ST_LineLocatePoint(r.geom, k.geom) * r.length_metres / 50 + k.sequence - 1)
from patrol_route r where r.subdistrict_code = k.subdistrict_code and r.patrol_route_id = k.patrol_route_id;
alter table checkpoint alter column planned_minute set not null, drop constraint checkpoint_sequence_once;
create unique index checkpoint_sequence_once on checkpoint (subdistrict_code, patrol_route_id, sequence) where retired_on is null;

alter table patrol_run
  add column version integer not null default 1,
  add column planned_end timestamptz,
  add column called_off_reason text,
  -- of the line on which it was walked; null before it is known
  add column line_version integer,
  -- of its track, in metres from the beginning of the line: [[from, to], …]; null without a track
  add column passed jsonb,
  add column passed_metres double precision,
  -- when each segment was passed, in milliseconds; by the track, or by visits in a row
  add column passes jsonb;
update patrol_run n set line_version = 1, planned_end = greatest(n.planned_start + interval '1 hour', n.finished_at,
  ((n.planned_start at time zone 'Asia/Shanghai')::date + r.shift_end + case when r.shift_end > r.shift_start then interval '0' else interval '1 day' end)
    at time zone 'Asia/Shanghai')
from patrol_route r where r.subdistrict_code = n.subdistrict_code and r.patrol_route_id = n.patrol_route_id;
alter table patrol_run
  alter column planned_end set not null,
  add constraint patrol_run_plan_ordered check (planned_end > planned_start),
  add constraint patrol_run_begun_or_called_off check (called_off_reason is null or started_at is null),
  add constraint patrol_run_once unique (subdistrict_code, patrol_route_id, planned_start);
create index patrol_run_by_time on patrol_run (subdistrict_code, planned_start, patrol_run_id);

-- a run knows its checkpoints from when it is planned, so that what nobody visited is counted too
alter table checkpoint_visit
  add column planned_at timestamptz,
  add column source text not null default 'hand',
  add constraint checkpoint_visit_source_known check (source in ('hand', 'track', 'checkIn'));
insert into checkpoint_visit (subdistrict_code, patrol_run_id, checkpoint_id)
select n.subdistrict_code, n.patrol_run_id, k.checkpoint_id
from patrol_run n join checkpoint k using (subdistrict_code, patrol_route_id)
on conflict do nothing;
update checkpoint_visit v set planned_at = n.planned_start + k.planned_minute * interval '1 minute'
from patrol_run n, checkpoint k
where n.subdistrict_code = v.subdistrict_code and n.patrol_run_id = v.patrol_run_id
  and k.subdistrict_code = v.subdistrict_code and k.checkpoint_id = v.checkpoint_id;
alter table checkpoint_visit alter column planned_at set not null;

-- where a team walked, without the ends, until the day on which it is deleted
create table patrol_track (
  subdistrict_code text not null,
  patrol_run_id bigint not null,
  recorded_on date not null,
  fixes integer not null,
  length_metres double precision not null,
  longest_silence_seconds double precision not null,
  -- [[[lon, lat], …], …]: a line for each piece without a hole; times are not kept
  lines jsonb not null,
  constraint patrol_track_pkey primary key (subdistrict_code, patrol_run_id),
  constraint patrol_track_run_fkey foreign key (subdistrict_code, patrol_run_id) references patrol_run on delete cascade
);
create index patrol_track_by_day on patrol_track (subdistrict_code, recorded_on);

-- a sub-district without a row has what stands here as default
create table patrol_setting (
  subdistrict_code text not null,
  track_days smallint not null default 60,
  check_ins boolean not null default false,
  version integer not null default 1,
  constraint patrol_setting_pkey primary key (subdistrict_code),
  constraint patrol_setting_subdistrict_fkey foreign key (subdistrict_code) references subdistrict on delete cascade,
  constraint patrol_setting_days_allowed check (track_days between 30 and 90)
);

-- ── Scope: the views with the new columns; a team is seen in its community too, as a new one has no route ──────────
create or replace view scoped.patrol_route with (security_invoker = true) as
select t.* from public.patrol_route t where t.subdistrict_code = (select scoped.subdistrict())
  and ((select scoped.whole()) or t.grid_codes && (select scoped.grids()));
create or replace view scoped.checkpoint with (security_invoker = true) as
select t.* from public.checkpoint t where t.subdistrict_code = (select scoped.subdistrict())
  and ((select scoped.whole()) or (exists (
    select from scoped.patrol_route o where o.subdistrict_code = t.subdistrict_code and o.patrol_route_id = t.patrol_route_id)));
create or replace view scoped.patrol_run with (security_invoker = true) as
select t.* from public.patrol_run t where t.subdistrict_code = (select scoped.subdistrict())
  and ((select scoped.whole()) or (exists (
    select from scoped.patrol_route o where o.subdistrict_code = t.subdistrict_code and o.patrol_route_id = t.patrol_route_id)));
create or replace view scoped.checkpoint_visit with (security_invoker = true) as
select t.* from public.checkpoint_visit t where t.subdistrict_code = (select scoped.subdistrict())
  and ((select scoped.whole()) or (exists (
    select from scoped.patrol_run o where o.subdistrict_code = t.subdistrict_code and o.patrol_run_id = t.patrol_run_id)));

create or replace view scoped.patrol_team with (security_invoker = true) as
select t.* from public.patrol_team t where t.subdistrict_code = (select scoped.subdistrict())
  and ((select scoped.whole()) or t.community_code || '000' in (select unnest(scoped.grids()))
    or exists (select from scoped.patrol_route o where o.subdistrict_code = t.subdistrict_code and o.patrol_team_id = t.patrol_team_id));
drop policy reach on patrol_team;
create policy reach on patrol_team to fangyuan_scoped using (
  patrol_team.subdistrict_code = (select scoped.subdistrict())
  and ((select scoped.whole()) or patrol_team.community_code || '000' in (select unnest(scoped.grids()))
    or exists (
      select from public.patrol_route o
      where o.subdistrict_code = patrol_team.subdistrict_code and o.patrol_team_id = patrol_team.patrol_team_id)));

create view scoped.patrol_track with (security_invoker = true) as
select t.* from public.patrol_track t where t.subdistrict_code = (select scoped.subdistrict())
  and ((select scoped.whole()) or (exists (
    select from scoped.patrol_run o where o.subdistrict_code = t.subdistrict_code and o.patrol_run_id = t.patrol_run_id)));
alter table patrol_track enable row level security;
create policy reach on patrol_track to fangyuan_scoped using (
  patrol_track.subdistrict_code = (select scoped.subdistrict())
  and ((select scoped.whole()) or (exists (
    select from public.patrol_run o
    where o.subdistrict_code = patrol_track.subdistrict_code and o.patrol_run_id = patrol_track.patrol_run_id))));

create view scoped.patrol_setting with (security_invoker = true) as
select t.* from public.patrol_setting t where t.subdistrict_code = (select scoped.subdistrict());
alter table patrol_setting enable row level security;
create policy reach on patrol_setting to fangyuan_scoped using (patrol_setting.subdistrict_code = (select scoped.subdistrict()));
grant select on patrol_track, scoped.patrol_track, patrol_setting, scoped.patrol_setting to fangyuan_scoped;

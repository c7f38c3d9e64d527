-- People known to the register who could look after a building, best reason first; who has two buildings already is not asked.
-- $1 sub-district, $2 today, $3 building
with target as (
  select building_id, compound_id, grid_code, coalesce(geom, entrance) as geom from building where subdistrict_code = $1 and building_id = $3::bigint
),
active as (
  select a.person_id, a.head_role, a.building_id, a.unit_number, a.grid_code from appointment a
  where a.subdistrict_code = $1 and a.term_start <= $2::date and a.held_until > $2::date
),
neighbour as (
  select b.building_id, b.compound_id is not distinct from t.compound_id and t.compound_id is not null as same_compound,
    ST_Distance(b.geom::geography, t.geom::geography) as distance_metres
  from target t join building b on b.subdistrict_code = $1 and b.building_id <> t.building_id
    -- about 200 metres
    and b.geom && ST_Expand(t.geom, 0.002)
),
found as (
  select person_id, 1 as rank, 'unitHeadHere' as reason, 0::float8 as distance_metres
  from active join target using (building_id) where head_role = 'unitHead'
  union all
  select a.person_id, 2, 'headHereBefore', null
  from appointment a join target t on t.building_id = a.building_id
  where a.subdistrict_code = $1 and a.head_role = 'buildingHead' and a.held_until <= $2::date and a.held_until > a.term_start
  union all
  select person_id, case when same_compound then 3 else 4 end, case when same_compound then 'sameCompound' else 'nextDoor' end, distance_metres
  from active join neighbour using (building_id) where head_role in ('buildingHead', 'unitHead')
  union all
  select person_id, 5, 'gridWorkerHere', null
  from active join target on target.grid_code = active.grid_code where head_role in ('gridHead', 'gridWorker')
),
best as (
  select distinct on (person_id) person_id, rank, reason, distance_metres from found order by person_id, rank, distance_metres
),
load as (
  select person_id, count(*) as buildings from active where head_role = 'buildingHead' group by person_id
)
select best.person_id as "personId", best.reason, round(best.distance_metres) as "distanceMetres"
from best left join load on load.person_id = best.person_id
where coalesce(load.buildings, 0) < 2
order by best.rank, best.distance_metres nulls last, coalesce(load.buildings, 0), best.person_id
limit 12

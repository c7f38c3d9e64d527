-- Grids in force on a day with their figures.
-- $1 sub-district, $2 day, $3 today, $4 level|null, $5 parent|null, $6 code|null, $7 after code|null, $8 limit, $9..$12 box in degrees|null
with recursive in_force as materialized (
  select b.*, g.level, g.kind, g.name, g.name_en
  from grid_boundary b join grid g using (subdistrict_code, grid_code)
  where b.subdistrict_code = $1 and daterange(b.valid_from, b.valid_to) @> $2::date
),
wanted as materialized (
  select * from in_force
  where ($4::int is null or level = $4::int)
    and ($5::text is null or parent_code = $5::text)
    and ($6::text is null or grid_code = $6::text)
    and ($7::text is null or grid_code > $7::text)
    and ($9::float8 is null or geom && ST_MakeEnvelope($9::float8, $10::float8, $11::float8, $12::float8, 4326))
  order by grid_code
  limit $8::int
),
-- from each wanted grid down to its level-3 grids
descent as (
  select grid_code as top, grid_code, level from wanted
  union all
  select descent.top, child.grid_code, child.level from descent join in_force child on child.parent_code = descent.grid_code
),
leaf as materialized (
  select descent.top, f.grid_code, f.geom, f.valid_to is null or f.valid_to > $3::date as still_in_force
  from descent join in_force f using (grid_code) where descent.level = 3
),
-- buildings know today's grid; for a boundary that is no longer in force they are found by place
inside as (
  select leaf.top, b.building_id, b.building_use, b.households, b.residents_60_plus
  from leaf join building b on b.subdistrict_code = $1 and b.grid_code = leaf.grid_code where leaf.still_in_force
  union all
  select leaf.top, b.building_id, b.building_use, b.households, b.residents_60_plus
  from leaf join building b on b.subdistrict_code = $1 and b.geom && leaf.geom and ST_Covers(leaf.geom, ST_PointOnSurface(b.geom))
  where not leaf.still_in_force
  union all
  select leaf.top, b.building_id, b.building_use, b.households, b.residents_60_plus
  from leaf join building b on b.subdistrict_code = $1 and b.geom is null and ST_Covers(leaf.geom, b.entrance)
  where not leaf.still_in_force
),
head as (
  select distinct building_id from appointment
  where subdistrict_code = $1 and head_role = 'buildingHead' and term_start <= $3::date and held_until > $3::date
),
figure as (
  select inside.top, count(*) as buildings, sum(households) as households, sum(residents_60_plus) as residents,
    count(*) filter (where building_use = 'residential') as denominator,
    count(*) filter (where building_use = 'residential' and head.building_id is not null) as numerator
  from inside left join head using (building_id) group by inside.top
),
open_issue as (
  select leaf.top, count(*) as issues
  from leaf join issue i on i.subdistrict_code = $1 and i.grid_code = leaf.grid_code
  where i.status not in ('closed', 'evaluated', 'rejected', 'merged') group by leaf.top
),
child as (
  select parent_code, count(*) as children from in_force where parent_code is not null group by parent_code
)
select w.grid_code as "gridCode", w.level, w.kind, w.name, w.name_en as "nameEn", w.parent_code as "parentCode",
  w.valid_from as "validFrom", w.valid_to as "validTo", w.area_m2 as "areaM2",
  json_build_array(ST_X(w.label_point), ST_Y(w.label_point)) as "labelPoint",
  coalesce(f.households, 0) as households, coalesce(f.residents, 0) as "residents60Plus", coalesce(f.buildings, 0) as buildings,
  coalesce(c.children, 0) as children, coalesce(o.issues, 0) as "openIssues",
  coalesce(f.numerator, 0) as "headNumerator", coalesce(f.denominator, 0) as "headDenominator",
  ST_AsGeoJSON(w.geom, 7)::json as geometry
from wanted w
left join figure f on f.top = w.grid_code
left join open_issue o on o.top = w.grid_code
left join child c on c.parent_code = w.grid_code
order by w.grid_code

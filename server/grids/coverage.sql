-- $1 sub-district, $2 today, $3 level, $4 buildingHead | unitHead
with in_force as materialized (
  select b.grid_code, b.parent_code, g.level, g.name, g.name_en
  from grid_boundary b join grid g using (subdistrict_code, grid_code)
  where b.subdistrict_code = $1 and daterange(b.valid_from, b.valid_to) @> $2::date
),
-- every level-3 grid and the grid of the wanted level it belongs to
ladder as (
  select l3.grid_code as leaf, case $3::int when 3 then l3.grid_code when 2 then l3.parent_code else l2.parent_code end as top
  from in_force l3 left join in_force l2 on l2.grid_code = l3.parent_code
  where l3.level = 3
),
active as (
  select distinct building_id, unit_number from appointment
  where subdistrict_code = $1 and head_role = $4::text and term_start <= $2::date and coalesce(ended_on, term_end) > $2::date
),
-- what needs a head: residential buildings, or their units
post as (
  select b.grid_code, b.building_id, null::smallint as unit_number
  from building b where b.subdistrict_code = $1 and b.building_use = 'residential' and $4::text = 'buildingHead'
  union all
  select b.grid_code, b.building_id, u.unit_number
  from building b join building_unit u on u.subdistrict_code = $1 and u.building_id = b.building_id
  where b.subdistrict_code = $1 and b.building_use = 'residential' and $4::text = 'unitHead'
),
figure as (
  select ladder.top, count(*) as denominator, count(active.building_id) as numerator
  from post
  join ladder on ladder.leaf = post.grid_code
  left join active on active.building_id = post.building_id and active.unit_number is not distinct from post.unit_number
  group by ladder.top
)
select g.grid_code as "gridCode", g.name, g.name_en as "nameEn", coalesce(f.numerator, 0) as numerator, coalesce(f.denominator, 0) as denominator
from in_force g left join figure f on f.top = g.grid_code
where g.level = $3::int
order by g.grid_code

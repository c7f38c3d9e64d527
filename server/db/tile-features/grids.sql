-- in force today, with the building-head figure of the residential buildings inside
with head as (
  select distinct building_id from appointment
  where subdistrict_code = $1 and head_role = 'buildingHead' and term_start <= $2::date and held_until > $2::date
),
-- every building counts for its level-3 grid and for the two above it
ladder as (
  select l3.grid_code as leaf, code as grid_code
  from grid_boundary l3
  join grid g on g.subdistrict_code = $1 and g.grid_code = l3.grid_code and g.level = 3
  left join grid_boundary l2 on l2.subdistrict_code = $1 and l2.grid_code = l3.parent_code and daterange(l2.valid_from, l2.valid_to) @> $2::date
  cross join lateral unnest(array[l3.grid_code, l2.grid_code, l2.parent_code]) as code
  where l3.subdistrict_code = $1 and daterange(l3.valid_from, l3.valid_to) @> $2::date and code is not null
),
figure as (
  select ladder.grid_code, sum(b.households) as households,
    count(*) filter (where b.building_use = 'residential') as denominator,
    count(*) filter (where b.building_use = 'residential' and head.building_id is not null) as numerator
  from ladder
  join building b on b.subdistrict_code = $1 and b.grid_code = ladder.leaf
  left join head on head.building_id = b.building_id
  group by ladder.grid_code
)
select g.grid_code::bigint as feature_id, v.geom, case g.level when 3 then 12 when 2 then 9 else 8 end as min_zoom, array[g.grid_code] as grid_codes,
  jsonb_build_object('gridCode', g.grid_code, 'level', g.level, 'kind', g.kind, 'name', g.name, 'nameEn', g.name_en, 'parentCode', v.parent_code,
    'households', coalesce(f.households, 0), 'headNumerator', coalesce(f.numerator, 0), 'headDenominator', coalesce(f.denominator, 0)) as properties
from grid g
join grid_boundary v on v.subdistrict_code = $1 and v.grid_code = g.grid_code and daterange(v.valid_from, v.valid_to) @> $2::date
left join figure f on f.grid_code = g.grid_code
where g.subdistrict_code = $1

-- Posts that nobody holds today, and houses without a record. $1 sub-district, $2 today, $3 community|null, $4 grids|null, $5 compound|null,
-- $6 property class|null, $7 renovation stage or none|null, $8 part of a name|null, $9 sort, $10 limit, $11 after value|null, $12 after row|null;
-- :list is written in by vacancy-queries.ts
with active as materialized (
  select distinct head_role, grid_code, building_id, unit_number from appointment
  where subdistrict_code = $1 and term_start <= $2::date and held_until > $2::date
    and (:list = 'gridStaffing' and grid_code is not null or head_role = :list)
),
home as (
  select building_id, compound_id, grid_code, name, name_en, address, households, residents_60_plus, entrance, geom
  from building where subdistrict_code = $1 and building_use = 'residential' and grid_code is not null
    and ($3::text is null or left(grid_code, 12) = $3::text)
    and ($4::text[] is null or grid_code = any ($4::text[]))
    and ($5::bigint is null or compound_id = $5::bigint)
),
missing as (
  -- "not in" is looked up in a hash whatever the planner expects of "active": a nested loop over it cost 100 ms
  select b.building_id * 100000 as row_id, array['buildingHead'] as lacking, null::text as grid_code, b.building_id, null::int as unit_number,
    b.compound_id, b.grid_code as stands_in, b.name, b.name_en, b.address, b.households, b.residents_60_plus, b.entrance
  from home b where :list = 'buildingHead'
    and b.building_id not in (select building_id from active where head_role = 'buildingHead')
  union all
  select b.building_id * 100000 + u.unit_number, array['unitHead'], null, b.building_id, u.unit_number, b.compound_id, b.grid_code, b.name, b.name_en,
    b.address, u.households, null, b.entrance
  from home b join building_unit u on u.subdistrict_code = $1 and u.building_id = b.building_id where :list = 'unitHead'
    and (b.building_id, u.unit_number) not in (select building_id, unit_number from active where head_role = 'unitHead')
  union all
  select b.building_id * 100000, '{}', null, b.building_id, null, b.compound_id, b.grid_code, b.name, b.name_en, b.address, 0, 0, b.entrance
  from home b where :list = 'noRecord' and b.households = 0
    and not exists (select from building_unit u where u.subdistrict_code = $1 and u.building_id = b.building_id)
  union all
  select b.building_id * 100000, '{}', null, b.building_id, null, b.compound_id, b.grid_code, b.name, b.name_en, b.address, b.households,
    b.residents_60_plus, b.entrance
  from home b where :list = 'noFootprint' and b.geom is null
  union all
  select g.grid_code::bigint, without.posts, g.grid_code, null, null, null, g.grid_code, g.name, g.name_en, '', coalesce(inside.households, 0),
    coalesce(inside.residents_60_plus, 0), v.label_point
  from grid g
  join grid_boundary v on v.subdistrict_code = $1 and v.grid_code = g.grid_code and daterange(v.valid_from, v.valid_to) @> $2::date
  cross join lateral (
    select array_remove(array[
      case when g.grid_code not in (select grid_code from active where head_role = 'gridHead') then 'gridHead' end,
      case when g.grid_code not in (select grid_code from active where head_role = 'gridWorker') then 'gridWorker' end], null) as posts
  ) without
  left join (
    select grid_code, sum(households)::int as households, sum(residents_60_plus)::int as residents_60_plus from home group by grid_code
  ) inside on inside.grid_code = g.grid_code
  where :list = 'gridStaffing' and g.subdistrict_code = $1 and g.level = 3 and $5::bigint is null
    and ($3::text is null or g.community_code = $3::text)
    and ($4::text[] is null or g.grid_code = any ($4::text[]))
    and cardinality(without.posts) > 0
),
found as (
  select m.*, c.name as compound_name, c.name_en as compound_name_en, c.property_class, p.stage
  from missing m
  left join compound c on c.subdistrict_code = $1 and c.compound_id = m.compound_id
  left join renovation_project p on p.subdistrict_code = $1 and p.compound_id = m.compound_id
  where ($6::text is null or c.property_class = $6::text)
    and ($7::text is null or coalesce(p.stage, 'none') = $7::text)
    and ($8::text is null or strpos(lower(concat_ws(' ', c.name, m.name, m.address, c.name_en, m.name_en)), lower($8::text)) > 0)
),
-- never held comes first, where most households wait; then the longest vacant
dated as (
  select f.*, l.held_until, l.person_id,
    case when $9::text = 'households' then f.households when l.held_until is null then 1000000 + f.households else $2::date - l.held_until end
      as sorted_by
  from found f
  -- who held it last; an appointment that was taken back was held on no day
  left join lateral (
    select a.held_until, a.person_id from appointment a
    where a.subdistrict_code = $1 and a.head_role = f.lacking[1] and a.held_until > a.term_start and a.held_until <= $2::date
      and a.building_id is not distinct from f.building_id and a.grid_code is not distinct from f.grid_code
      and a.unit_number is not distinct from f.unit_number
      and (a.building_id = f.building_id or a.grid_code = f.grid_code)
    order by a.held_until desc limit 1
  ) l on true
),
chosen as materialized (
  select * from dated
  where $11::bigint is null or sorted_by < $11::bigint or (sorted_by = $11::bigint and row_id > $12::bigint)
  order by sorted_by desc, row_id limit $10::int
)
select c.row_id as "rowId", c.sorted_by as "sortedBy", coalesce(c.lacking[1], 'buildingHead') as "headRole", to_json(c.lacking) as lacking,
  c.grid_code as "gridCode", c.building_id as "buildingId", c.unit_number as "unitNumber", c.compound_id as "compoundId", c.name, c.name_en as "nameEn",
  c.address, c.stands_in as "standsIn", c.compound_name as "compoundName", c.compound_name_en as "compoundNameEn", c.property_class as "propertyClass",
  c.stage as "renovationStage", c.households, c.residents_60_plus as "residents60Plus", c.held_until as "vacantSince", p.name as person,
  c.person_id as "personId", null::bigint as "appointmentId", null::int as version, null::date as "termEnd", '[]'::json as posts,
  (select coalesce(sum(a.version), 0)::int from appointment a where a.subdistrict_code = $1 and a.head_role = c.lacking[1]
    and a.building_id = c.building_id and a.unit_number is not distinct from c.unit_number) as steps,
  ST_X(c.entrance) as lng, ST_Y(c.entrance) as lat
from chosen c left join person p on p.subdistrict_code = $1 and p.person_id = c.person_id
order by c.sorted_by desc, c.row_id

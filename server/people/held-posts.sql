-- Posts that are held and need somebody to look: terms that end soon, and people who hold more than one. One row for each post, or each person.
-- $1 sub-district, $2 today, $3 community|null, $4 grids|null, $5 compound|null, $6 property class|null, $7 renovation stage or none|null,
-- $8 part of a name|null, $9 sort, $10 limit, $11 after value|null, $12 after row|null, $13 days, $14 most buildings of a head;
-- :list is written in by vacancy-queries.ts
with active as materialized (
  select a.*, g.level from appointment a left join grid g on g.subdistrict_code = $1 and g.grid_code = a.grid_code
  where a.subdistrict_code = $1 and a.term_start <= $2::date and a.held_until > $2::date
),
loaded as (
  select person_id, min(appointment_id) as first_id, count(*) filter (where head_role = 'buildingHead') as buildings, count(distinct head_role) as roles
  from active where :list in ('overloaded', 'severalPosts') group by person_id
),
named as (
  select a.appointment_id as row_id, a.*, 0::bigint as buildings from active a where :list = 'ending' and a.held_until <= $2::date + $13::int
  union all
  select a.appointment_id, a.*, l.buildings from loaded l join active a on a.appointment_id = l.first_id
  where (:list = 'overloaded' and l.buildings > $14::int) or (:list = 'severalPosts' and l.roles > 1)
),
found as (
  select n.*, coalesce(b.name, g.name, k.name) as name, coalesce(b.name_en, g.name_en, k.name_en) as name_en, coalesce(b.address, '') as address,
    coalesce(b.grid_code, g.grid_code) as stands_in, c.name as compound_name, c.name_en as compound_name_en, c.property_class, p.stage,
    case when n.unit_number is not null then u.households when b.building_id is not null then b.households else 0 end as households,
    case when n.unit_number is null then b.residents_60_plus end as residents_60_plus,
    coalesce(b.entrance, v.label_point, ST_PointOnSurface(k.geom)) as place
  from named n
  left join building b on b.subdistrict_code = $1 and b.building_id = n.building_id
  left join building_unit u on u.subdistrict_code = $1 and u.building_id = n.building_id and u.unit_number = n.unit_number
  left join grid g on g.subdistrict_code = $1 and g.grid_code = n.grid_code
  left join grid_boundary v on v.subdistrict_code = $1 and v.grid_code = n.grid_code and daterange(v.valid_from, v.valid_to) @> $2::date
  left join compound k on k.subdistrict_code = $1 and k.compound_id = n.compound_id
  left join compound c on c.subdistrict_code = $1 and c.compound_id = coalesce(b.compound_id, n.compound_id)
  left join renovation_project p on p.subdistrict_code = $1 and p.compound_id = c.compound_id
  where ($3::text is null or left(coalesce(b.grid_code, g.grid_code, k.community_code), 12) = $3::text)
    and ($4::text[] is null or coalesce(b.grid_code, g.grid_code) = any ($4::text[]) or k.grid_codes && $4::text[])
    and ($5::bigint is null or c.compound_id = $5::bigint)
    and ($6::text is null or c.property_class = $6::text)
    and ($7::text is null or coalesce(p.stage, 'none') = $7::text)
    and ($8::text is null
      or strpos(lower(concat_ws(' ', c.name, b.name, g.name, b.address, c.name_en, b.name_en, g.name_en)), lower($8::text)) > 0)
),
dated as (
  -- soonest end first; most buildings first
  select *, case when $9::text = 'households' then households when :list = 'ending' then 1000000 - (held_until - $2::date) else buildings end
    as sorted_by
  from found
),
chosen as materialized (
  select * from dated
  where $11::bigint is null or sorted_by < $11::bigint or (sorted_by = $11::bigint and row_id > $12::bigint)
  order by sorted_by desc, row_id limit $10::int
)
select c.row_id as "rowId", c.sorted_by as "sortedBy", c.head_role as "headRole", '[]'::json as lacking, c.grid_code as "gridCode",
  c.building_id as "buildingId", c.unit_number as "unitNumber", c.compound_id as "compoundId", c.name, c.name_en as "nameEn", c.address,
  c.stands_in as "standsIn", c.compound_name as "compoundName", c.compound_name_en as "compoundNameEn", c.property_class as "propertyClass",
  c.stage as "renovationStage", c.households, c.residents_60_plus as "residents60Plus", null::date as "vacantSince", p.name as person,
  c.person_id as "personId", c.appointment_id as "appointmentId", c.version, c.held_until as "termEnd", c.version as steps,
  case when :list = 'ending' then '[]'::json else (
    select json_agg(json_build_object('headRole', a.head_role,
      'place', coalesce(g.name, k.name, concat_ws(' ', bk.name, b.name)), 'placeEn', coalesce(g.name_en, k.name_en, concat_ws(', ', b.name_en, bk.name_en)))
      order by a.appointment_id)
    from active a
    left join grid g on g.subdistrict_code = $1 and g.grid_code = a.grid_code
    left join compound k on k.subdistrict_code = $1 and k.compound_id = a.compound_id
    left join building b on b.subdistrict_code = $1 and b.building_id = a.building_id
    left join compound bk on bk.subdistrict_code = $1 and bk.compound_id = b.compound_id
    where a.person_id = c.person_id) end as posts,
  ST_X(c.place) as lng, ST_Y(c.place) as lat
from chosen c join person p on p.subdistrict_code = $1 and p.person_id = c.person_id
order by c.sorted_by desc, c.row_id

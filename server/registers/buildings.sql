-- $1 sub-district, $2 today, $3 limit, $4 head state|null, $5 community|null, $6 grid|null, $7 compound|null, $8 renovated yes/no|null,
-- $9..$12 box|null, $13 sort, $14 after households|null, $15 after id|null, $16 building id|null, $17 use|null, $18 part of a name or an address|null,
-- $19 building ids|null, $20 with footprints
with active as (
  select distinct building_id from appointment
  where subdistrict_code = $1 and head_role = 'buildingHead' and term_start <= $2::date and held_until > $2::date
),
candidate as (
  select b.*, c.name as compound_name, c.name_en as compound_name_en,
    case when b.building_use <> 'residential' or b.grid_code is null then 'notNeeded' when active.building_id is null then 'missing' else 'present' end as head
  from building b
  left join compound c on c.subdistrict_code = $1 and c.compound_id = b.compound_id
  left join active on active.building_id = b.building_id
  where b.subdistrict_code = $1
    and ($5::text is null or b.grid_code like $5::text || '%')
    -- a grid of any level: itself, its children or theirs
    and ($6::text is null or b.grid_code in (
      with recursive below as (
        select $6::text as grid_code
        union all
        select v.grid_code from below join grid_boundary v
          on v.subdistrict_code = $1 and v.parent_code = below.grid_code and daterange(v.valid_from, v.valid_to) @> $2::date
      ) select grid_code from below))
    and ($7::bigint is null or b.compound_id = $7::bigint)
    and ($8::text is null or ($8::text = 'yes') = exists (
      select 1 from renovation_project p
      where p.subdistrict_code = $1 and p.compound_id = b.compound_id and p.stage in ('accepted', 'afterCare')))
    and ($9::float8 is null or b.geom && ST_MakeEnvelope($9::float8, $10::float8, $11::float8, $12::float8, 4326)
      or b.geom is null and b.entrance && ST_MakeEnvelope($9::float8, $10::float8, $11::float8, $12::float8, 4326))
    and ($16::bigint is null or b.building_id = $16::bigint)
    and ($19::bigint[] is null or b.building_id = any ($19::bigint[]))
    and ($17::text is null or b.building_use = $17::text)
    and ($18::text is null or concat_ws(' ', c.name, b.name, b.address, c.name_en, b.name_en) ilike $18::text)
),
chosen as materialized (
  select * from candidate
  where ($4::text is null or head = $4::text)
    and ($15::bigint is null
      or ($13::text = 'building' and building_id > $15::bigint)
      or ($13::text = 'households' and (households, -building_id) < ($14::int, -$15::bigint)))
  order by case when $13::text = 'households' then -households end, building_id
  limit $3::int
)
select b.building_id as "buildingId", b.name, b.name_en as "nameEn", b.address, b.building_use as use, b.levels, b.built_year as "builtYear",
  b.households, b.residents_60_plus as "residents60Plus", b.compound_id as "compoundId", b.compound_name as "compoundName",
  b.compound_name_en as "compoundNameEn", b.grid_code as "gridCode", b.head,
  case when b.head = 'missing' then (
    select max(a.held_until) from appointment a
    where a.subdistrict_code = $1 and a.building_id = b.building_id and a.head_role = 'buildingHead' and a.term_start <= $2::date and a.held_until > a.term_start)
  end as "vacantSince",
  (select count(*) from building_unit u where u.subdistrict_code = $1 and u.building_id = b.building_id) as units,
  (select count(distinct a.unit_number) from appointment a
    where a.subdistrict_code = $1 and a.building_id = b.building_id and a.head_role = 'unitHead'
      and a.term_start <= $2::date and a.held_until > $2::date) as "unitsWithHead",
  b.version, ST_AsGeoJSON(b.entrance, 7)::json as entrance,
  case when $20::boolean then ST_AsGeoJSON(b.geom, 7)::json end as footprint
from chosen b
order by case when $13::text = 'households' then -b.households end, b.building_id

-- Coverage figures of one kind on a day, by place, and of all places together: the row without a place. Each thing counts once in a place.
-- $1 sub-district, $2 day, not after $3 today, $4 kind, $5 level of the grids, or null: by compound
with in_force as materialized (
  select b.grid_code, b.parent_code, b.geom, b.valid_to is null or b.valid_to > $3::date as still_in_force, g.level, g.name, g.name_en
  from grid_boundary b join grid g using (subdistrict_code, grid_code)
  where b.subdistrict_code = $1 and daterange(b.valid_from, b.valid_to) @> $2::date
),
-- every level-3 grid, and the grid of the wanted level it belongs to
leaf as materialized (
  select l3.grid_code, l3.geom, l3.still_in_force,
    case $5::int when 3 then l3.grid_code when 2 then l3.parent_code when 1 then l2.parent_code end as top
  from in_force l3 left join in_force l2 on l2.grid_code = l3.parent_code
  where l3.level = 3
),
held as (
  select distinct head_role, grid_code, building_id, unit_number from appointment
  where subdistrict_code = $1 and term_start <= $2::date and held_until > $2::date
),
-- residential buildings; one that was built in a later year was not there
home as (
  select building_id, compound_id, grid_code, geom from building
  where subdistrict_code = $1 and building_use = 'residential' and $4::text in ('buildingHead', 'unitHead')
    and (built_year is null or built_year <= extract(year from $2::date))
),
-- buildings know today's grid; for a boundary that is no longer in force they are found by place, on a border in one of the two
stood as (
  select distinct on (building_id) building_id, grid_code
  from (
    select home.building_id, leaf.grid_code, 1 as choice from home join leaf on leaf.grid_code = home.grid_code where leaf.still_in_force
    union all
    select home.building_id, leaf.grid_code, 2
    from leaf join home on home.geom && leaf.geom and ST_Covers(leaf.geom, ST_PointOnSurface(home.geom))
    where not leaf.still_in_force
  ) found
  order by building_id, choice, grid_code
),
-- what is counted, each with the level-3 grids it belongs to
thing as (
  select home.building_id::text as thing, home.compound_id, stood.grid_code, held.building_id is not null as has_it
  from home
  left join stood on stood.building_id = home.building_id
  left join held on held.head_role = 'buildingHead' and held.building_id = home.building_id
  where $4::text = 'buildingHead'
  union all
  select home.building_id || '/' || u.unit_number, home.compound_id, stood.grid_code, held.building_id is not null
  from home
  join building_unit u on u.subdistrict_code = $1 and u.building_id = home.building_id
  left join stood on stood.building_id = home.building_id
  left join held on held.head_role = 'unitHead' and held.building_id = home.building_id and held.unit_number = u.unit_number
  where $4::text = 'unitHead'
  union all
  select c.compound_id::text, c.compound_id, part.grid_code, c.party_organisation <> 'none'
  from compound c left join unnest(c.grid_codes) as part (grid_code) on true
  where c.subdistrict_code = $1 and $4::text = 'partyOrganisation'
  union all
  select leaf.grid_code, null, leaf.grid_code, head.grid_code is not null and worker.grid_code is not null
  from leaf
  left join held head on head.head_role = 'gridHead' and head.grid_code = leaf.grid_code
  left join held worker on worker.head_role = 'gridWorker' and worker.grid_code = leaf.grid_code
  where $4::text = 'gridStaffing'
),
-- in no grid in force nobody is responsible for it: not known, which is not the same as not covered
placed as (
  select thing.thing, thing.has_it, leaf.grid_code is not null as known,
    case when $5::int is null then thing.compound_id::text else leaf.top end as place
  from thing left join leaf on leaf.grid_code = thing.grid_code
  where $5::int is not null or thing.compound_id is not null
),
figure as (
  select place, grouping(place) = 1 as together,
    count(distinct thing) filter (where known and has_it) as numerator,
    count(distinct thing) filter (where known) as denominator,
    count(distinct thing) - count(distinct thing) filter (where known) as unknown
  from placed group by grouping sets ((place), ())
),
place as (
  select grid_code as place, name, name_en from in_force where level = $5::int
  union all
  select compound_id::text, name, name_en from compound where subdistrict_code = $1 and $5::int is null
)
select p.place, p.name, p.name_en as "nameEn",
  coalesce(f.numerator, 0) as numerator, coalesce(f.denominator, 0) as denominator, coalesce(f.unknown, 0) as unknown
from place p left join figure f on f.place = p.place and not f.together
union all
select null, '', '', numerator, denominator, unknown from figure where together
order by 1 nulls first

-- $1 sub-district, $2 the words, $3 the words as a pattern, $4 today, $5 limit
with hit as (
  select 'grid' as kind, g.grid_code as id, g.name, g.name_en, coalesce(p.name, '') as detail, coalesce(p.name_en, '') as detail_en,
    b.geom, case when g.grid_code = $2 then 0 when g.grid_code like $2 || '%' then 1 when g.name = $2 then 1 else 2 end + g.level * 0.1 as rank
  from grid g
  join grid_boundary b on b.subdistrict_code = $1 and b.grid_code = g.grid_code and daterange(b.valid_from, b.valid_to) @> $4::date
  left join grid p on p.subdistrict_code = $1 and p.grid_code = b.parent_code
  where g.subdistrict_code = $1 and (g.name ilike $3 or g.name_en ilike $3 or g.grid_code like $2 || '%')
  union all
  select 'compound', c.compound_id::text, c.name, c.name_en, coalesce(g.name, ''), coalesce(g.name_en, ''), c.geom,
    case when c.name = $2 then 1 else 3 end
  from compound c left join grid g on g.subdistrict_code = $1 and g.grid_code = c.community_code || '000'
  where c.subdistrict_code = $1 and (c.name ilike $3 or c.name_en ilike $3)
  union all
  -- a street is drawn in pieces; it is found once
  select 'road', min(road_id)::text, name, max(name_en), '', '', ST_Collect(geom), case when name = $2 then 1 else 4 end
  from road where subdistrict_code = $1 and name <> '' and (name ilike $3 or name_en ilike $3) group by name
  union all
  (select 'building', b.building_id::text, coalesce(nullif(trim(concat(c.name, ' ', b.name)), ''), b.address), trim(concat(c.name_en, ' ', b.name_en)),
    b.address, b.address, coalesce(b.geom, b.entrance), case when b.name = $2 then 4 else 5 end
  from building b left join compound c on c.subdistrict_code = $1 and c.compound_id = b.compound_id
  where b.subdistrict_code = $1 and (b.name ilike $3 or b.address ilike $3 or concat(c.name, b.name) ilike $3 or b.name_en ilike $3)
  order by case when b.name ilike $3 then 0 else 1 end, b.building_id
  limit $5::int)
)
select kind, id, name, name_en as "nameEn", detail, detail_en as "detailEn",
  json_build_array(ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)) as bbox
from hit order by rank, name, id limit $5::int

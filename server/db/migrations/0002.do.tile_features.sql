-- why: tiles are read far more often than facts are written. Each layer's features stand ready in the tiles' own projection (EPSG:3857),
-- simplified once per zoom band, with their attributes, so that a tile is one index scan and an encode.
create table tile_feature (
  subdistrict_code text not null,
  layer text not null,
  band smallint not null,
  feature_id bigint not null,
  min_zoom smallint not null,
  size_metres real not null,
  -- twice the area over the outline of a polygon in one piece without holes, otherwise 0: what is thick can be put on whole units without harm
  thickness_metres real not null,
  properties jsonb not null,
  geom geometry(Geometry, 3857) not null,
  constraint tile_feature_pkey primary key (subdistrict_code, layer, band, feature_id),
  constraint tile_feature_subdistrict_fkey foreign key (subdistrict_code) references subdistrict on delete cascade
) partition by list (layer);

create table tile_feature_green partition of tile_feature for values in ('green');
create table tile_feature_water partition of tile_feature for values in ('water');
create table tile_feature_roads partition of tile_feature for values in ('roads');
create table tile_feature_buildings partition of tile_feature for values in ('buildings');
create table tile_feature_compounds partition of tile_feature for values in ('compounds');
create table tile_feature_renovations partition of tile_feature for values in ('renovations');
create table tile_feature_grids partition of tile_feature for values in ('grids');
create table tile_feature_grid_labels partition of tile_feature for values in ('gridLabels');
create table tile_feature_patrol_routes partition of tile_feature for values in ('patrolRoutes');
create table tile_feature_checkpoints partition of tile_feature for values in ('checkpoints');
create table tile_feature_stations partition of tile_feature for values in ('stations');
create table tile_feature_issues partition of tile_feature for values in ('issues');

-- one index for each band: a tile reads one band, and a plain GiST index is a third of the work of one that starts with the band
create index tile_feature_at_10 on tile_feature using gist (geom) where band = 10;
create index tile_feature_at_12 on tile_feature using gist (geom) where band = 12;
create index tile_feature_at_14 on tile_feature using gist (geom) where band = 14;
create index tile_feature_at_16 on tile_feature using gist (geom) where band = 16;

-- The version of a layer is the number of the change event that last touched it: never used again, not even after a reload.
create table layer_version (
  subdistrict_code text not null,
  layer text not null,
  version bigint not null,
  data_time timestamptz not null,
  features integer not null,
  constraint layer_version_pkey primary key (subdistrict_code, layer),
  constraint layer_version_subdistrict_fkey foreign key (subdistrict_code) references subdistrict on delete cascade
);

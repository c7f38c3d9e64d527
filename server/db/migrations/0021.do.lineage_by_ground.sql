-- why: a grid comes from those whose ground it has, whatever was drawn to get there, and two grids may pass ground to each other again and again.
-- A grid that only got another number is no exchange of ground: it has a kind of its own. `takes_over`: whoever was responsible for the ancestor, which
-- is dissolved, is responsible for the descendant.
alter table grid_lineage drop constraint grid_lineage_change_known;
update grid_lineage l set change_kind = 'renumber'
where change_kind = 'transfer' and exists (
  select from grid g where g.subdistrict_code = l.subdistrict_code and g.grid_code = l.ancestor_code and g.retired_on = l.effective_on);
alter table grid_lineage
  add constraint grid_lineage_change_known check (change_kind in ('split', 'merge', 'transfer', 'renumber')),
  add column takes_over boolean not null default true,
  drop constraint grid_lineage_pkey,
  add constraint grid_lineage_pkey primary key (subdistrict_code, ancestor_code, descendant_code, effective_on);
alter table grid_lineage alter column takes_over drop default;

/**
 * The demo sub-district: 砚溪街道, a fictional county town. Everything is drawn by a seeded generator, so that the same date
 * gives the same rows to the byte. The figures (2 / 26 / 325 grids, 216 compounds, 82 stations, 21 teams, 65 renovated)
 * are taken from published reports; the place, the people and every name are invented.
 */
import { addDays } from '#domain/calendar/calendar-day.ts'
import { polygonAreaSquareMetres } from '#domain/geo/local-plane.ts'
import { boxOf } from '#domain/geo/ring.ts'
import { createRandom } from '#domain/random/random.ts'
import type { RenovationStage } from '#domain/renovation/stages.ts'
import { greenRows, roadRows, waterRows } from './base-map.ts'
import type { Compound } from './compounds.ts'
import { SUBDISTRICT, SUBDISTRICT_NAME } from './grid-register.ts'
import { headRows } from './heads.ts'
import { issueRows } from './issues.ts'
import { patrolRoutes } from './patrol-routes.ts'
import { patrolRuns } from './patrol-runs.ts'
import { renovationPapers } from './renovation-papers.ts'
import { renovationRows } from './renovations.ts'
import { type Shapes, shapesOn } from './shapes.ts'
import { stationRows } from './stations.ts'
import type { BuildingRow, BuildingUnitRow, CompoundRow, DemoTables, GridBoundaryRow, GridRow, WalkEdgeRow, WalkNodeRow } from './tables.ts'
import { createTown, type Town } from './town.ts'
import { BORDER } from './town-plan.ts'

const VERSION_AGE_DAYS = 540
const tenant = { subdistrict_code: SUBDISTRICT }

/** @param today ISO date; issues, patrols and terms of office are laid out before it */
export function generateDemo({ today }: { readonly today: string }): DemoTables {
  const town = createTown()
  const shapes = shapesOn(town.ground.plane, town.ground.graph.nodes)
  const random = createRandom('fangyuan demo 1 records')
  const inForce = addDays(today, -VERSION_AGE_DAYS)
  const [x0, y0, x1, y1] = boxOf(BORDER)
  const { projects, items } = renovationRows(town, today, random.fork('renovations'))
  const papers = renovationPapers(town, projects, items, random.fork('renovation papers'))
  const patrols = patrolRoutes(town, shapes, random.fork('patrols'))
  const { runs, visits, tracks } = patrolRuns(patrols, today, random.fork('runs'))
  const { persons, appointments } = headRows(town, today, random.fork('heads'))
  const { issues, events } = issueRows(town, shapes, today, random.fork('issues'))
  return {
    subdistrict: [
      {
        ...tenant,
        name: SUBDISTRICT_NAME.zh,
        name_en: SUBDISTRICT_NAME.en,
        source: 'demo',
        attribution: '演示数据',
        extent: shapes.polygon([
          [x0, y0],
          [x1, y0],
          [x1, y1],
          [x0, y1],
        ]),
      },
    ],
    coverage_version: [{ ...tenant, coverage_version_id: 1, title: '三级网格划分方案', valid_from: inForce, valid_to: null }],
    grid: gridRows(town, inForce),
    grid_boundary: boundaryRows(town, shapes, inForce),
    compound: compoundRows(town, shapes, new Map(projects.map(({ compound_id, stage }) => [compound_id, stage]))),
    building: buildingRows(town, shapes),
    building_unit: unitRows(town),
    renovation_project: projects,
    renovation_item: items,
    ...papers,
    service_station: stationRows(town, shapes, today, random.fork('stations')),
    road: roadRows(town, shapes),
    water: waterRows(town, shapes),
    green: greenRows(town, shapes),
    walk_node: town.network.nodes.map(
      ({ id, p, heightMetres }): WalkNodeRow => ({ ...tenant, walk_node_id: id, height_metres: heightMetres, geom: shapes.point(p) }),
    ),
    walk_edge: town.network.edges.map(
      (edge): WalkEdgeRow => ({
        ...tenant,
        walk_edge_id: edge.id,
        from_node_id: edge.from,
        to_node_id: edge.to,
        length_metres: edge.lengthMetres,
        steps: edge.steps,
        foot_access: edge.access,
        road_id: edge.street?.id ?? null,
        geom: shapes.line(edge.points),
      }),
    ),
    patrol_team: patrols.teams,
    patrol_route: patrols.routes,
    patrol_shift: patrols.shifts,
    checkpoint: patrols.checkpoints,
    patrol_run: runs,
    checkpoint_visit: visits,
    patrol_track: tracks,
    person: persons,
    appointment: appointments,
    issue: issues,
    issue_event: events,
  }
}

function gridRows(town: Town, inForce: string): GridRow[] {
  return town.grids.grids.map(({ code, level, kind, communityCode, name }) => ({
    ...tenant,
    grid_code: code,
    level,
    kind,
    community_code: communityCode,
    name: name.zh,
    name_en: name.en,
    created_on: inForce,
    retired_on: null,
  }))
}

function boundaryRows(town: Town, shapes: Shapes, inForce: string): GridBoundaryRow[] {
  return town.grids.grids.map(({ code, parentCode, area }) => {
    const geom = shapes.nodeArea(area.polygons)
    const polygons = geom.coordinates.map((rings) => rings.map((ring) => ring.map(([x = 0, y = 0]): [number, number] => [x, y])))
    const area_m2 = Math.round(polygonAreaSquareMetres(polygons) * 10) / 10
    return {
      ...tenant,
      grid_code: code,
      valid_from: inForce,
      valid_to: null,
      coverage_version_id: 1,
      parent_code: parentCode,
      area_m2,
      label_point: shapes.point(area.label),
      geom,
    }
  })
}

function compoundRows(town: Town, shapes: Shapes, stageOf: ReadonlyMap<number, RenovationStage>): CompoundRow[] {
  return town.compounds.map((c) => ({
    ...tenant,
    compound_id: c.id,
    name: c.name.zh,
    name_en: c.name.en,
    compound_type: c.type,
    property_class: stageOf.get(c.id) === 'afterCare' ? keptOf(managementOf(c)) : managementOf(c),
    party_organisation: c.party,
    // a renovation begins with a body of the residents
    owners_committee: (stageOf.get(c.id) ?? 'candidate') === 'candidate' ? committeeOf(c) : bodyOf(committeeOf(c)),
    community_code: c.communityCode,
    built_year: c.builtYear,
    geom: shapes.area([c.ring]),
  }))
}

/** A few of those that have no company of their own share one with their area, or are held in trust. */
const managementOf = ({ id, type, propertyClass }: Compound): CompoundRow['property_class'] =>
  type === 'scattered' || id % 5 !== 0 ? propertyClass : propertyClass === 'managed' ? 'trust' : 'areaManaged'

const committeeOf = ({ id, type, propertyClass }: Compound): CompoundRow['owners_committee'] =>
  propertyClass === 'managed' && id % 3 !== 0
    ? 'ownersCommittee'
    : type !== 'scattered' && propertyClass === 'selfManaged' && id % 4 !== 0
      ? 'selfManagement'
      : 'none'

const bodyOf = (body: CompoundRow['owners_committee']): CompoundRow['owners_committee'] => (body === 'none' ? 'selfManagement' : body)
const keptOf = (by: CompoundRow['property_class']): CompoundRow['property_class'] => (by === 'unmanaged' ? 'selfManaged' : by)

function buildingRows(town: Town, shapes: Shapes): BuildingRow[] {
  return town.buildings.map((b) => ({
    ...tenant,
    building_id: b.id,
    compound_id: b.compound?.id ?? null,
    grid_code: b.grid.code,
    name: b.name.zh,
    name_en: b.name.en,
    address: b.address,
    building_use: b.use,
    levels: b.levels,
    height_metres: b.heightMetres,
    built_year: b.builtYear,
    households: b.households,
    residents_60_plus: b.residentsOver60,
    entrance: shapes.point(b.entrance),
    geom: shapes.area([b.ring]),
  }))
}

/** Only buildings with more than one stairwell have units. */
function unitRows(town: Town): BuildingUnitRow[] {
  return town.buildings.flatMap(({ id, units, levels, form }) => {
    if (units.length < 2) return []
    // towers were built with lifts; a few stairwells of the walk-ups got one since
    const hasLift = (unit: number) => form === 'tower' || levels > 9 || (levels > 5 && (id * 7 + unit) % 19 === 0)
    return units.map((households, i) => ({ ...tenant, building_id: id, unit_number: i + 1, households, lift: hasLift(i + 1) }))
  })
}

/** About 18,000 issues of the twelve months before today, each with its timeline. */
import type { XY } from '#domain/geo/local-plane.ts'
import { insideRing, signedArea } from '#domain/geo/ring.ts'
import { distance } from '#domain/geo/segment.ts'
import type { Random } from '#domain/random/random.ts'
import { issueItems } from '../dictionaries/issue-items.ts'
import { instantOf, isoOf } from './clock.ts'
import { SUBDISTRICT } from './grid-register.ts'
import { playFlow } from './issue-flow.ts'
import { placesFor } from './issue-places.ts'
import { describe } from './issue-texts.ts'
import { createReportTimes, RHYTHMS } from './issue-times.ts'
import type { Shapes } from './shapes.ts'
import type { IssueEventRow, IssueRow, IssueSource } from './tables.ts'
import type { Town, TownBuilding } from './town.ts'

const ISSUE_COUNT = 18_000
const SOURCES: readonly (readonly [IssueSource, number])[] = [
  ['hotline12345', 35],
  ['gridWorker', 27],
  ['resident', 13],
  ['patrol', 11],
  ['buildingHead', 9],
  ['superior', 3],
  ['sensor', 2],
]
const URGENT = 0.035

export function issueRows(town: Town, shapes: Shapes, today: string, random: Random): { issues: IssueRow[]; events: IssueEventRow[] } {
  const keys = issueItems.map(({ issue_item_key }) => issue_item_key)
  const places = placesFor(town, keys, random.fork('spots'))
  const timeOf = createReportTimes(today)
  const now = instantOf(today, 0)
  const shares = issueItems.map(({ issue_item_key }) => RHYTHMS[issue_item_key]?.share ?? 1)
  const drafts = Array.from({ length: ISSUE_COUNT }, () => {
    const item = issueItems[random.weighted(shares)] ?? issueItems[0]
    if (item === undefined) throw new Error('the dictionary of issue items is empty')
    return { item, reportedAt: timeOf(item.issue_item_key, random) }
  }).sort((a, b) => a.reportedAt - b.reportedAt)

  const issues: IssueRow[] = []
  const events: IssueEventRow[] = []
  for (const { item, reportedAt } of drafts) {
    const key = item.issue_item_key
    const building = places.building(key, random)
    const at = spotNear(building, town, random)
    const atBuilding = building.form !== 'shop' || random.chance(0.4)
    const source = SOURCES[random.weighted(SOURCES.map(([, share]) => share))]?.[0] ?? 'resident'
    const urgent = random.chance(key === 'hazard' ? URGENT * 4 : key === 'garbage' || key === 'flyposting' ? URGENT / 4 : URGENT)
    const flow = playFlow(item, source, urgent, reportedAt, now, random)
    const last = flow.steps[flow.steps.length - 1]
    const first = flow.steps[0]
    if (last === undefined || first === undefined) continue
    const id = issues.length + 1
    const place = placeOf(building)
    issues.push({
      subdistrict_code: SUBDISTRICT,
      issue_id: id,
      issue_item_key: key,
      source,
      severity: urgent ? 'urgent' : 'normal',
      status: last.to,
      handler_level: flow.level,
      description: describe(key, place, atBuilding && isBlock(building), random),
      address: building.address,
      reported_at: isoOf(first.at),
      filed_at: flow.filedAt === null ? null : isoOf(flow.filedAt),
      due_at: flow.dueAt === null ? null : isoOf(flow.dueAt),
      closed_at: flow.closedAt === null ? null : isoOf(flow.closedAt),
      grid_code: building.grid.code,
      building_id: atBuilding ? building.id : null,
      geom: shapes.point(at),
    })
    for (const { at: when, from, to, actor, reason } of flow.steps) {
      events.push({
        subdistrict_code: SUBDISTRICT,
        issue_id: id,
        issue_event_id: events.length + 1,
        happened_at: isoOf(when),
        from_status: from,
        to_status: to,
        actor_role: actor,
        reason,
      })
    }
  }
  return { issues, events }
}

/** Between the entrance and the lane before it, never over the border of the grid. */
function spotNear({ entrance, centre, cell, ring }: TownBuilding, town: Town, random: Random): XY {
  // In front of the building, up to half of its length to either side, and a few steps further.
  const length = distance(entrance, centre) || 1
  const [u, v] = [(entrance[0] - centre[0]) / length, (entrance[1] - centre[1]) / length]
  const reach = Math.sqrt(Math.abs(signedArea(ring))) * 1.1
  for (const share of [1, 0.8, 0.5, 0.2, 0.05]) {
    const ahead = random.between(1, 14) * share
    const aside = random.between(-reach, reach) * share
    const p = town.ground.plane.onLattice([entrance[0] + u * ahead - v * aside, entrance[1] + v * ahead + u * aside])
    if (insideRing(p, cell.points) && !insideRing(p, ring)) return p
  }
  return entrance
}

/** A house of its own has no stairwell to speak of. */
const isBlock = ({ compound, form }: TownBuilding): boolean => form === 'public' || (compound !== null && compound.type !== 'scattered')

function placeOf({ compound, address, cell, name }: TownBuilding): string {
  if (cell.plot.title !== '') return cell.plot.title + name.zh
  if (compound !== null && compound.type !== 'scattered') return compound.name.zh + name.zh
  return address.replace(/\d+号.*$/, '')
}

/**
 * The three heads (grid, building, unit), grid workers and the workers of compounds: who holds which post, since when and until when.
 * Active: term_start ≤ today < coalesce(ended_on, term_end), which the database keeps as held_until. Posts stand empty in clusters: well-run communities are
 * nearly complete, scattered and self-built houses are not. Some posts were held long ago, some never.
 */
import { addDays } from '#domain/calendar/calendar-day.ts'
import { distance } from '#domain/geo/segment.ts'
import type { Random } from '#domain/random/random.ts'
import { SUBDISTRICT } from './grid-register.ts'
import { createNamer } from './names.ts'
import type { AppointmentRow, PersonRow } from './tables.ts'
import type { Town, TownBuilding } from './town.ts'

type Post = Pick<AppointmentRow, 'head_role' | 'grid_code' | 'building_id' | 'unit_number' | 'compound_id'>

export function headRows(town: Town, today: string, random: Random): { persons: PersonRow[]; appointments: AppointmentRow[] } {
  const namer = createNamer(random.fork('names'))
  const persons: PersonRow[] = []
  const appointments: AppointmentRow[] = []
  const newPerson = (): number => {
    const id = persons.length + 1
    // No Chinese number begins with 100 and has eleven digits.
    persons.push({
      subdistrict_code: SUBDISTRICT,
      person_id: id,
      name: namer.person(),
      phone: `100${String((id * 7919) % 100_000_000).padStart(8, '0')}`,
    })
    return id
  }
  const appoint = (person: number, post: Post, term: Term) =>
    appointments.push({
      subdistrict_code: SUBDISTRICT,
      appointment_id: appointments.length + 1,
      person_id: person,
      ...post,
      // not asked of chance: another draw would change everything after it
      notice_consent: appointments.length % 5 < 3,
      selection_route: (['recommended', 'elected', 'selfNominated'] as const)[random.weighted([38, 48, 14])] ?? 'elected',
      ...term,
    })
  const past = (post: Post, endedAgo: number) => appoint(newPerson(), post, pastTerm(today, endedAgo, random))

  for (const grid of town.grids.grids) {
    if (grid.level !== 3) continue
    const head: Post = { head_role: 'gridHead', grid_code: grid.code, building_id: null, unit_number: null, compound_id: null }
    const term = activeTerm(today, random)
    if (random.chance(0.3)) past(head, daysAgo(today, term.term_start) + random.whole(0, 20))
    appoint(newPerson(), head, term)
    if (grid.kind === 'general' && random.chance(0.28))
      appoint(newPerson(), { ...head, head_role: 'gridWorker' }, activeTerm(today, random))
  }

  // How complete a community is: a few are exemplary, a few neglected.
  const quality = new Map(town.grids.communities.map(({ code }) => [code, random.pick([0.78, 0.9, 0.97, 1.04, 1.1, 1.2])]))
  const headOf = new Map<number, number>()
  const gridHeads = new Map(appointments.filter(({ head_role }) => head_role === 'gridHead').map((a) => [a.grid_code, a.person_id]))
  for (const group of sharedBetween(
    town.buildings.filter((b) => b.use === 'residential'),
    random,
  )) {
    const [first] = group
    if (first === undefined) continue
    if (random.chance(chanceOfHead(first) * (quality.get(first.grid.communityCode ?? '') ?? 1))) {
      const term = activeTerm(today, random)
      // One person, several hats: the grid's head also looks after a building.
      const person = random.chance(0.06) ? (gridHeads.get(first.grid.code) ?? newPerson()) : newPerson()
      for (const building of group) {
        const post = buildingPost(building)
        if (random.chance(0.18)) past(post, daysAgo(today, term.term_start) + random.whole(0, 60))
        appoint(person, post, term)
        headOf.set(building.id, person)
      }
    } else if (random.chance(0.52)) {
      const endedAgo = random.chance(0.45) ? random.whole(400, 980) : random.whole(3, 399)
      for (const building of group) past(buildingPost(building), endedAgo)
    }
  }

  for (const building of town.buildings) {
    if (building.units.length < 2) continue
    const complete = (quality.get(building.grid.communityCode ?? '') ?? 1) * (headOf.has(building.id) ? 0.53 : 0.24)
    for (const [i] of building.units.entries()) {
      const post: Post = { head_role: 'unitHead', grid_code: null, building_id: building.id, unit_number: i + 1, compound_id: null }
      if (random.chance(complete)) {
        const own = headOf.get(building.id)
        appoint(i === 0 && own !== undefined && random.chance(0.35) ? own : newPerson(), post, activeTerm(today, random))
      } else if (random.chance(0.22)) past(post, random.whole(5, 800))
    }
  }
  // Compounds that are looked after by a company have their cleaner and safety officer; who mediates and who helps is found among residents.
  const own = random.fork('compounds')
  for (const { id, type, propertyClass } of town.compounds)
    for (const role of ['mediator', 'cleaner', 'safetyOfficer', 'helper'] as const) {
      const easy = role === 'cleaner' || role === 'safetyOfficer' ? propertyClass === 'managed' : type === 'compound'
      if (!own.chance(easy ? 0.85 : 0.4)) continue
      appoint(
        newPerson(),
        { head_role: role, grid_code: null, building_id: null, unit_number: null, compound_id: id },
        activeTerm(today, own),
      )
    }
  return { persons, appointments }
}

const buildingPost = (building: TownBuilding): Post => ({
  head_role: 'buildingHead',
  grid_code: null,
  building_id: building.id,
  unit_number: null,
  compound_id: null,
})

function chanceOfHead({ compound, cell }: TownBuilding): number {
  if (compound === null) return cell.plot.zone === 'hill' ? 0.46 : cell.plot.zone === 'old' ? 0.66 : 0.56
  if (compound.type === 'scattered') return 0.5
  if (compound.propertyClass === 'managed') return 0.88
  return compound.propertyClass === 'selfManaged' ? 0.82 : 0.6
}

/** Groups of one to three neighbours that share a head: houses more often than blocks of flats. */
function sharedBetween(buildings: readonly TownBuilding[], random: Random): TownBuilding[][] {
  const byCell = new Map<number, TownBuilding[]>()
  for (const building of buildings) byCell.set(building.cell.id, [...(byCell.get(building.cell.id) ?? []), building])
  const groups: TownBuilding[][] = []
  for (const list of byCell.values()) {
    const left = [...list]
    for (let first = left.shift(); first !== undefined; first = left.shift()) {
      const origin = first
      const wanted = 1 + random.weighted(first.households > 60 ? [1, 0, 0] : first.households > 12 ? [70, 28, 2] : [42, 52, 6])
      left.sort((a, b) => distance(a.entrance, origin.entrance) - distance(b.entrance, origin.entrance))
      groups.push([first, ...left.splice(0, wanted - 1)])
    }
  }
  return groups
}

interface Term {
  readonly term_start: string
  readonly term_end: string
  readonly ended_on: string | null
  readonly end_reason: string
}

const daysAgo = (today: string, day: string) => Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 86_400_000)

/** One in eight ends within ninety days. */
function activeTerm(today: string, random: Random): Term {
  const years = random.pick([1, 2, 2, 3, 3])
  const left = random.chance(0.13) ? random.whole(1, 90) : random.whole(91, years * 365 - 5)
  const end = addDays(today, left)
  return { term_start: addDays(end, -years * 365), term_end: end, ended_on: null, end_reason: '' }
}

const REASONS = ['迁居外地', '身体原因', '工作变动', '本人申请', '换届未连任'] as const

function pastTerm(today: string, endedAgo: number, random: Random): Term {
  const early = random.chance(0.4)
  const ended = addDays(today, -endedAgo)
  const length = random.pick([1, 2, 2, 3]) * 365
  if (!early) return { term_start: addDays(ended, -length), term_end: ended, ended_on: ended, end_reason: '任期届满' }
  const cut = random.whole(40, 300)
  return { term_start: addDays(ended, cut - length), term_end: addDays(ended, cut), ended_on: ended, end_reason: random.pick(REASONS) }
}

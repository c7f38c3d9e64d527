/** Renovation of compounds built before 2001: 65 done, the others at every stage on the way (DOMAIN a.5, c.6). */
import { addDays } from '#domain/calendar/calendar-day.ts'
import type { Random } from '#domain/random/random.ts'
import { type RenovationStage, renovationStages } from '#domain/renovation/stages.ts'
import type { Compound } from './compounds.ts'
import { SUBDISTRICT } from './grid-register.ts'
import type { RenovationItemRow, RenovationProjectRow } from './tables.ts'
import type { Town } from './town.ts'

const DONE_COUNT = 65
const AFTER_CARE_COUNT = 38
const ON_THE_WAY: readonly (readonly [RenovationStage, number])[] = [
  ['underConstruction', 13],
  ['filed', 8],
  ['consent', 8],
  ['wishList', 7],
  ['bodySetUp', 6],
]
/** Votes are complete from here on; filing needs 80 % of the entitled households. */
const CONSENT_TO_FILE = 0.8

export function renovationRows(
  town: Town,
  today: string,
  random: Random,
): { projects: RenovationProjectRow[]; items: RenovationItemRow[] } {
  const order = new Map(town.compounds.map(({ id }) => [id, random.next()]))
  const byChance = (a: Compound, b: Compound) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0)
  const walled = town.compounds.filter(({ type }) => type !== 'scattered')
  const old = walled.filter(({ builtYear }) => builtYear < 2001).sort(byChance)
  // A few younger ones come in with their neighbours.
  const young = walled.filter(({ builtYear }) => builtYear >= 2001 && builtYear < 2005).sort(byChance)
  const candidates = [...old.slice(0, 60), ...young.slice(0, 3), ...old.slice(60)]
  const stages: RenovationStage[] = [
    ...new Array<RenovationStage>(AFTER_CARE_COUNT).fill('afterCare'),
    ...new Array<RenovationStage>(DONE_COUNT - AFTER_CARE_COUNT).fill('accepted'),
    ...ON_THE_WAY.flatMap(([stage, count]) => new Array<RenovationStage>(count).fill(stage)),
  ]
  const projects: RenovationProjectRow[] = []
  const items: RenovationItemRow[] = []
  for (const [i, compound] of candidates.entries()) {
    const stage = stages[i] ?? 'candidate'
    if (stage === 'candidate' && i > stages.length + 16) break
    const project = projectOf(projects.length + 1, compound, stage, today, random)
    projects.push(project)
    if (renovationStages.indexOf(stage) >= renovationStages.indexOf('wishList')) {
      for (const [key, quantity] of itemsOf(compound, town, project.renovation_class, random)) {
        if (quantity > 0)
          items.push({
            subdistrict_code: SUBDISTRICT,
            renovation_project_id: project.renovation_project_id,
            renovation_item_key: key,
            quantity,
            done_quantity: doneOf(quantity, stage, items.length),
          })
      }
    }
  }
  return { projects, items }
}

function projectOf(id: number, compound: Compound, stage: RenovationStage, today: string, random: Random): RenovationProjectRow {
  const entitled = compound.households
  const filed = stage === 'filed' || stage === 'underConstruction' || stage === 'accepted' || stage === 'afterCare'
  const turnout = filed ? random.between(0.9, 1) : stage === 'consent' ? random.between(0.45, 0.93) : 0
  const voted = Math.min(entitled, Math.ceil(entitled * turnout))
  const consenting = filed
    ? Math.min(voted, Math.ceil(entitled * random.between(CONSENT_TO_FILE + 0.005, 0.97)))
    : Math.floor(voted * random.between(0.66, 0.9))
  const days: Record<RenovationStage, readonly [number, number]> = {
    afterCare: [420, 1700],
    accepted: [20, 400],
    underConstruction: [25, 260],
    filed: [10, 120],
    consent: [5, 70],
    wishList: [10, 90],
    bodySetUp: [15, 140],
    candidate: [60, 700],
  }
  const since = random.whole(...days[stage])
  const done = stage === 'accepted' || stage === 'afterCare'
  const acceptedAgo = stage === 'afterCare' ? since + random.whole(30, 90) : since
  const startedAgo = done ? acceptedAgo + random.whole(150, 330) : since
  return {
    subdistrict_code: SUBDISTRICT,
    renovation_project_id: id,
    compound_id: compound.id,
    renovation_class: (['basic', 'improve', 'upgrade'] as const)[random.weighted([34, 52, 14])] ?? 'basic',
    stage,
    stage_since: addDays(today, -since),
    entitled_households: entitled,
    voted_households: voted,
    consenting_households: consenting,
    started_on: done || stage === 'underConstruction' ? addDays(today, -startedAgo) : null,
    accepted_on: done ? addDays(today, -acceptedAgo) : null,
  }
}

/** Everything once it is accepted; while it is built some of it, more of what stands first on the list. */
function doneOf(quantity: number, stage: RenovationStage, place: number): number {
  if (stage === 'accepted' || stage === 'afterCare') return quantity
  return stage === 'underConstruction' ? Math.floor(quantity * ([1, 0.6, 0.35, 0][place % 4] ?? 0)) : 0
}

/** Quantities in proportion to households, of the order that a town of this size reported for its own renovation. */
function itemsOf(compound: Compound, town: Town, renovationClass: string, random: Random): [string, number][] {
  const { households } = compound
  const homes = compound.members.flatMap((i) => town.buildings[i] ?? []).filter((b) => b.use === 'residential')
  const units = homes.reduce((sum, b) => sum + b.units.length, 0)
  const about = (perHousehold: number, share = 1) =>
    random.chance(share) ? Math.round(households * perHousehold * random.between(0.6, 1.4)) : 0
  const basic: [string, number][] = [
    ['gasPipe', about(9, 0.8)],
    ['carriageway', about(5.2)],
    ['footway', about(1.4, 0.7)],
    ['sewer', about(2.6, 0.85)],
    ['misconnection', about(0.02, 0.7)],
    ['fireLane', about(0.7, 0.6)],
    ['lighting', about(0.12)],
    ['barrier', about(2.4, 0.5)],
  ]
  if (renovationClass === 'basic') return basic
  const improve: [string, number][] = [
    ['lift', random.chance(0.75) ? Math.round(units * random.between(0.2, 0.65)) : 0],
    ['parkingBay', about(0.28, 0.9)],
    ['chargingPoint', about(0.06, 0.7)],
    ['barrierFreeEntrance', Math.round(units * random.between(0.5, 1))],
    ['handrail', about(1.1, 0.8)],
    ['facade', about(8, 0.6)],
    ['greening', about(2.2, 0.8)],
    ['fitnessSet', about(0.012, 0.8)],
  ]
  if (renovationClass === 'improve') return [...basic, ...improve]
  return [...basic, ...improve, ['venue', random.whole(1, 2)], ['elderCare', random.chance(0.6) ? 1 : 0]]
}

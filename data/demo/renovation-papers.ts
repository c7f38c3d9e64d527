/** What a renovation leaves on paper: the days of its steps, the votes on it and on its lifts, and who pays. */
import { addDays, daysBetween } from '#domain/calendar/calendar-day.ts'
import type { Random } from '#domain/random/random.ts'
import { type CostSource, costSources } from '#domain/renovation/costs.ts'
import { type RenovationStage, renovationStages } from '#domain/renovation/stages.ts'
import type {
  DemoTables,
  RenovationConsentRoundRow,
  RenovationCostRow,
  RenovationItemRow,
  RenovationLiftVoteRow,
  RenovationProjectRow,
  RenovationStepRow,
} from './tables.ts'
import type { Town } from './town.ts'

type Papers = Pick<DemoTables, 'renovation_step' | 'renovation_consent_round' | 'renovation_lift_vote' | 'renovation_cost'>

/** Days that pass at a stage before the next one. */
const usualDays: Readonly<Record<RenovationStage, readonly [number, number]>> = {
  candidate: [60, 240],
  bodySetUp: [15, 60],
  wishList: [20, 70],
  consent: [15, 60],
  filed: [40, 120],
  underConstruction: [150, 330],
  accepted: [30, 90],
  afterCare: [0, 0],
}
/** Every so many compounds residents were asked a second time. */
const askedTwice = 5
const recorded = (day: string) => ({ recorded_at: `${day}T09:00:00+08:00`, recorded_by: 'demo-secretary' })
const at = (stage: RenovationStage): number => renovationStages.indexOf(stage)

export function renovationPapers(
  town: Town,
  projects: readonly RenovationProjectRow[],
  items: readonly RenovationItemRow[],
  random: Random,
): Papers {
  const papers = { renovation_step: [], renovation_consent_round: [], renovation_lift_vote: [], renovation_cost: [] } as {
    renovation_step: RenovationStepRow[]
    renovation_consent_round: RenovationConsentRoundRow[]
    renovation_lift_vote: RenovationLiftVoteRow[]
    renovation_cost: RenovationCostRow[]
  }
  for (const project of projects) {
    const days = daysOf(project, random)
    stepsOf(project, days, papers.renovation_step)
    roundsOf(project, days, random, papers.renovation_consent_round)
    const lifts = items.find(
      ({ renovation_project_id: id, renovation_item_key: key }) => id === project.renovation_project_id && key === 'lift',
    )
    if (lifts) liftVotesOf(project, days, town, random, papers.renovation_lift_vote)
    costsOf(project, random, papers.renovation_cost)
  }
  return papers
}

/** The day of each stage up to the present one: those that the register knows, the others before them by the usual time. */
function daysOf(project: RenovationProjectRow, random: Random): ReadonlyMap<RenovationStage, string> {
  const known: Partial<Record<RenovationStage, string | null>> = {
    underConstruction: project.started_on,
    accepted: project.accepted_on,
    [project.stage]: project.stage_since,
  }
  const days = new Map<RenovationStage, string>()
  let later = project.stage_since
  for (const stage of renovationStages.slice(0, at(project.stage) + 1).reverse()) {
    later = known[stage] ?? addDays(later, -random.whole(...usualDays[stage]))
    days.set(stage, later)
  }
  return days
}

function stepsOf(project: RenovationProjectRow, days: ReadonlyMap<RenovationStage, string>, rows: RenovationStepRow[]): void {
  const { subdistrict_code, renovation_project_id } = project
  let from: RenovationStage | null = null
  for (const stage of renovationStages.slice(0, days.size)) {
    const on_day = days.get(stage) ?? project.stage_since
    rows.push({
      ...{ subdistrict_code, renovation_project_id, renovation_step_id: rows.length + 1 },
      ...{ from_stage: from, to_stage: stage, on_day, reason: '', ...recorded(on_day) },
    })
    from = stage
  }
}

function roundsOf(
  project: RenovationProjectRow,
  days: ReadonlyMap<RenovationStage, string>,
  random: Random,
  rows: RenovationConsentRoundRow[],
): void {
  const opened = days.get('consent')
  if (opened === undefined || project.voted_households === 0) return
  const { subdistrict_code, renovation_project_id, entitled_households, voted_households, consenting_households } = project
  const closed = days.get('filed')
  const held = closed === undefined ? addDays(opened, 4) : addDays(opened, Math.floor(daysBetween(opened, closed) * 0.8))
  const write = (held_on: string, voted: number, consenting: number, note: string): void => {
    rows.push({
      ...{ subdistrict_code, renovation_project_id, renovation_consent_round_id: rows.length + 1, held_on, entitled_households },
      ...{ voted_households: voted, consenting_households: consenting, note, ...recorded(held_on) },
    })
  }
  if (closed !== undefined && renovation_project_id % askedTwice === 0) {
    const voted = Math.floor(voted_households * random.between(0.6, 0.75))
    write(addDays(opened, 3), voted, Math.floor(voted * random.between(0.7, 0.85)), '第一轮，外出户较多')
  }
  write(held, voted_households, consenting_households, '')
}

/** Of a few units; owners are one for each flat, of 62 to 118 m². About one vote in five does not carry: some do not come, some below do not want it. */
function liftVotesOf(
  project: RenovationProjectRow,
  days: ReadonlyMap<RenovationStage, string>,
  town: Town,
  random: Random,
  rows: RenovationLiftVoteRow[],
): void {
  const compound = town.compounds.find(({ id }) => id === project.compound_id)
  const opened = days.get('consent')
  if (compound === undefined || opened === undefined) return
  const houses = compound.members
    .flatMap((i) => town.buildings[i] ?? [])
    .filter(({ use, units, levels }) => use === 'residential' && units.length > 1 && levels > 4)
  for (const house of houses.slice(0, 2)) {
    for (const [place, flats] of house.units.slice(0, 2).entries()) {
      if (flats < 3) continue
      const areas = Array.from({ length: flats }, () => random.whole(6200, 11_800))
      const fails = random.chance(0.2)
      const voting = areas.filter(() => random.chance(fails ? 0.8 : 0.94))
      const approving = voting.filter((_, i) => (fails ? i % 3 !== 0 : i % 8 !== 7))
      const sum = (of: readonly number[]): number => of.reduce((total, one) => total + one, 0)
      const held_on = addDays(opened, 2 + place)
      const { subdistrict_code, renovation_project_id } = project
      rows.push({
        ...{ subdistrict_code, renovation_project_id, renovation_lift_vote_id: rows.length + 1 },
        ...{ building_id: house.id, unit_number: place + 1, held_on },
        ...{ entitled_people: flats, entitled_area: sum(areas), voted_people: voting.length, voted_area: sum(voting) },
        ...{ approving_people: approving.length, approving_area: sum(approving) },
        ...{ note: fails ? '一层住户担心采光' : '', ...recorded(held_on) },
      })
    }
  }
}

/** Parts of the whole in hundredths; yuan for each household by class, of the order of such works. */
const shares: Readonly<Record<CostSource, number>> = {
  ...{ central: 34, province: 14, city: 9, district: 21, residents: 8, propertyCompany: 4, enterprise: 10, other: 0 },
}
const yuanPerHousehold = { basic: 9000, improve: 16_000, upgrade: 24_000 } as const

function costsOf(project: RenovationProjectRow, random: Random, rows: RenovationCostRow[]): void {
  if (at(project.stage) < at('filed')) return
  const { subdistrict_code, renovation_project_id, stage } = project
  const whole = project.entitled_households * yuanPerHousehold[project.renovation_class] * random.between(0.85, 1.2)
  for (const cost_source of costSources) {
    const planned_cents = Math.round(whole * shares[cost_source])
    if (planned_cents === 0) continue
    const part = stage === 'filed' ? 0 : stage === 'underConstruction' ? random.between(0.2, 0.7) : random.between(0.94, 1.02)
    rows.push({ subdistrict_code, renovation_project_id, cost_source, planned_cents, spent_cents: Math.round(planned_cents * part) })
  }
}

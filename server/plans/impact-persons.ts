// Whom a change of borders concerns: what everybody who holds a post answers for before and after it, a line for each person.
//
//      heads of grids and grid workers   gain and lose what lies on the ground that their grids gain and lose
//      building heads                    keep their building, which comes along with them into another grid
import type { OkOf } from '#contract/route.ts'
import type { RouteTable } from '#contract/routes.ts'
import type { Placed, PlannedFacts } from '#domain/plans/figures.ts'
import { maskName } from '#domain/privacy/mask.ts'
import { type GridId, OUTSIDE, type Topology } from '#domain/topology/topology.ts'
import type { Post } from './queries.ts'

type Impact = OkOf<RouteTable['planImpact']>
type Person = Impact['persons'][number]
type Flow = Person['gained']
type Held = {
  readonly personId: number
  readonly name: string
  readonly roles: Set<Post['role']>
  /** by their own post */
  readonly grids: Set<GridId>
  readonly before: Set<GridId>
  readonly after: Set<GridId>
  gained: Flow
  lost: Flow
  along: Flow
}

const nothing: Flow = { grids: 0, buildings: 0, households: 0, residents60Plus: 0, openIssues: 0 }
/** The form is for people to read; who is concerned most comes first. */
const mostPersons = 300
const mostGridsTold = 20

const plus = (flow: Flow, more: Partial<Flow>): Flow => ({
  grids: flow.grids + (more.grids ?? 0),
  buildings: flow.buildings + (more.buildings ?? 0),
  households: flow.households + (more.households ?? 0),
  residents60Plus: flow.residents60Plus + (more.residents60Plus ?? 0),
  openIssues: flow.openIssues + (more.openIssues ?? 0),
})

export function personsOf(
  topology: Topology,
  facts: PlannedFacts,
  was: Placed,
  is: Placed,
  posts: readonly Post[],
  moves: Impact['moves'],
): { readonly persons: Person[]; readonly personsMore: number } {
  const places = new Map(facts.buildings.map(({ id }, i) => [id, i]))
  const people = new Map<number, Held>()
  const ofGrid = new Map<GridId, Held[]>()
  for (const { personId, name, role, grid, building } of posts) {
    const held: Held = people.get(personId) ?? {
      ...{ personId, name, roles: new Set(), grids: new Set(), before: new Set(), after: new Set() },
      ...{ gained: nothing, lost: nothing, along: nothing },
    }
    people.set(personId, held)
    held.roles.add(role)
    if (grid !== null && !held.grids.has(grid)) {
      held.grids.add(grid)
      held.before.add(grid)
      // the post at a grid that is dissolved ends with it
      if (topology.grids.has(grid)) held.after.add(grid)
      ofGrid.set(grid, [...(ofGrid.get(grid) ?? []), held])
    }
    const place = building === null ? undefined : places.get(building)
    if (place === undefined) continue
    const [from, to] = [was.gridOfBuilding[place] ?? OUTSIDE, is.gridOfBuilding[place] ?? OUTSIDE]
    if (from !== OUTSIDE) held.before.add(from)
    if (to !== OUTSIDE) held.after.add(to)
    if (from !== to) held.along = plus(held.along, { ...facts.buildings[place], buildings: 1 })
  }
  for (const { from, to, ...flow } of moves) {
    for (const held of ofGrid.get(to) ?? []) if (!held.grids.has(from)) held.gained = plus(held.gained, flow)
    for (const held of ofGrid.get(from) ?? []) if (!held.grids.has(to)) held.lost = plus(held.lost, flow)
  }

  const concerned = [...people.values()].flatMap(({ personId, name, roles, before, after, gained, lost, along }) => {
    const person: Person = {
      personId,
      name: maskName(name),
      roles: [...roles].sort(),
      gridsBefore: [...before].sort().slice(0, mostGridsTold),
      gridsAfter: [...after].sort().slice(0, mostGridsTold),
      gained: { ...gained, grids: [...after].filter((grid) => !before.has(grid)).length },
      lost: { ...lost, grids: [...before].filter((grid) => !after.has(grid)).length },
      along: { buildings: along.buildings, households: along.households, residents60Plus: along.residents60Plus },
    }
    return isNothing(person.gained) && isNothing(person.lost) && along.buildings === 0 ? [] : [person]
  })
  const weight = ({ gained, lost, along }: Person) => gained.households + lost.households + along.households
  concerned.sort((a, b) => weight(b) - weight(a))
  return { persons: concerned.slice(0, mostPersons), personsMore: Math.max(0, concerned.length - mostPersons) }
}

const isNothing = (flow: Flow) => Object.values(flow).every((n) => n === 0)

/** How many building heads come along, by `from to`; one with two buildings that go the same way counts once. */
export function headsAlong(facts: PlannedFacts, was: Placed, is: Placed, posts: readonly Post[]): ReadonlyMap<string, number> {
  const headsOf = new Map<number, Set<number>>()
  for (const { personId, building } of posts)
    if (building !== null) headsOf.set(building, (headsOf.get(building) ?? new Set()).add(personId))
  const going = new Map<string, Set<number>>()
  for (const [i, { id }] of facts.buildings.entries()) {
    const way = `${was.gridOfBuilding[i] ?? OUTSIDE} ${is.gridOfBuilding[i] ?? OUTSIDE}`
    for (const person of headsOf.get(id) ?? []) going.set(way, (going.get(way) ?? new Set()).add(person))
  }
  return new Map([...going].map(([way, persons]) => [way, persons.size]))
}

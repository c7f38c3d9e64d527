// Repeats: an issue of the same class at the same place within thirty days after another (DOMAIN d, repeatRate).
// A place is a building; where none was named, a spot of about ten metres. Reports of the classes A A B A at one place within a month: the
// second and the third A are repeats, B is none.

export const repeatDays = 30

export type Placed = {
  readonly at: Date
  readonly class: string
  readonly buildingId: number | null
  readonly lng: number
  readonly lat: number
}

const spot = (degrees: number): string => (Math.round(degrees * 1e4) / 1e4).toFixed(4)
const placeOf = ({ buildingId, lng, lat }: Placed): string => (buildingId === null ? `${spot(lng)}/${spot(lat)}` : `building ${buildingId}`)

/** Which of the issues repeat an earlier one of the same list. */
export function repeatsOf<T extends Placed>(issues: readonly T[]): readonly T[] {
  const last = new Map<string, Date>()
  const repeats: T[] = []
  for (const issue of [...issues].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const key = `${issue.class} ${placeOf(issue)}`
    const before = last.get(key)
    if (before !== undefined && issue.at.getTime() - before.getTime() <= repeatDays * 86_400_000) repeats.push(issue)
    last.set(key, issue.at)
  }
  return repeats
}

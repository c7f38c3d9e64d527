// A count of people so small that it points at one of them is told as "fewer than three" (DOMAIN g.2). Zero points at nobody.
export const smallestTold = 3

type Told = number | '<3'

export const toldCount = (count: number): Told => (count > 0 && count < smallestTold ? '<3' : count)

/** As long as it is drawn: that there is something must be seen, not how much. */
export const drawnCount = (count: Told): number => (count === '<3' ? smallestTold - 1 : count)

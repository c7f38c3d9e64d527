// A count of people so small that it points at one of them is told as "fewer than three" (DOMAIN g.2). Zero points at nobody.
export const smallestTold = 3

export const toldCount = (count: number): number | '<3' => (count > 0 && count < smallestTold ? '<3' : count)

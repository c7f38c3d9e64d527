// What is different in a plan that was only thought of, as one line of an address:
//   open:108.031,30.512,08:30-18:00;close:12;hours:7,08:00-21:00
import { openingSpans } from '../calendar/opening-hours.ts'

export type StationChange =
  | { readonly change: 'open'; readonly lng: number; readonly lat: number; readonly openingHours: string }
  | { readonly change: 'close'; readonly serviceStationId: number }
  | { readonly change: 'hours'; readonly serviceStationId: number; readonly openingHours: string }

export const mostChanges = 20
/** Decimals of a place in an address: a tenth of a metre. */
const placeDigits = 6

export const changesText = (changes: readonly StationChange[]): string =>
  changes
    .map((one) => {
      if (one.change === 'close') return `close:${one.serviceStationId}`
      if (one.change === 'hours') return `hours:${one.serviceStationId},${one.openingHours}`
      return `open:${Number(one.lng.toFixed(placeDigits))},${Number(one.lat.toFixed(placeDigits))},${one.openingHours}`
    })
    .join(';')

/** The changes, or what is wrong with which of them. */
export function parseChanges(text: string): readonly StationChange[] | { readonly problem: string } {
  const changes: StationChange[] = []
  for (const part of text.split(';')) {
    const one = parseOne(part)
    if (one === undefined) return { problem: `"${part.slice(0, 60)}" is not open:lng,lat,hours, close:station or hours:station,hours` }
    changes.push(one)
  }
  return changes.length > mostChanges ? { problem: `more than ${mostChanges} changes` } : changes
}

function parseOne(text: string): StationChange | undefined {
  const [, change = '', rest = ''] = /^(open|close|hours):(.*)$/.exec(text) ?? []
  const [first = '', second = '', ...others] = rest.split(',')
  if (change === 'close') return isStation(rest) ? { change, serviceStationId: Number(rest) } : undefined
  const openingHours = (change === 'hours' ? [second, ...others] : others).join()
  if (openingSpans(openingHours) === undefined) return undefined
  if (change === 'hours') return isStation(first) ? { change, serviceStationId: Number(first), openingHours } : undefined
  const [lng, lat] = [Number(first), Number(second)]
  if (change !== 'open' || first === '' || second === '' || !(Math.abs(lng) <= 180) || !(Math.abs(lat) <= 90)) return undefined
  return { change, lng, lat, openingHours }
}

const isStation = (text: string): boolean => /^\d{1,15}$/.test(text)

// The film of a period: asked for once, then one frame after the other. Where somebody wants less motion it does not run by itself.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { decodeDensity } from '#domain/density/density-bytes.ts'
import { type Frame, frameOf, framesIn, picturesFor } from '#domain/density/film.ts'
import { type DensityFilter, filmQuery, type Scope } from '../api/queries.ts'
import { daysBetween } from '../i18n/formats.ts'

export const filmSpeeds = [1, 2, 4] as const
export type FilmSpeed = (typeof filmSpeeds)[number]
const pictureMs = 700

export type Film = {
  /** Null: not shown. */
  readonly at: number | null
  readonly frame: Frame | null
  readonly length: number
  readonly playing: boolean
  readonly speed: FilmSpeed
  readonly failed: boolean
  readonly possible: boolean
  play(): void
  pause(): void
  seek(at: number): void
  stop(): void
  setSpeed(speed: FilmSpeed): void
}

const nowhere: Scope = { subdistrict: '', version: 0 }
export const wantsCalm = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches

type Shown = { readonly key: string; readonly at: number; readonly playing: boolean }

/** `pictures`: as many as usual where not given. */
export function useFilm(scope: Scope | null, filter: DensityFilter, latitude: number, possible: boolean, pictures?: number): Film {
  const [shown, setShown] = useState<Shown | null>(null)
  const [speed, setSpeed] = useState<FilmSpeed>(1)
  // another period or filter is another film: the one that ran is over
  const key = JSON.stringify(filter)
  const current = possible && shown?.key === key ? shown : null
  const days = daysBetween(filter.from, filter.to) + 1
  const query = useQuery({
    ...filmQuery(scope ?? nowhere, filter, pictures ?? picturesFor(days)),
    enabled: scope !== null && current !== null,
  })
  const { data } = query
  const film = useMemo(() => (data ? decodeDensity(data) : null), [data])
  const length = film ? framesIn(film) : 0
  const at = current === null ? null : Math.min(current.at, Math.max(0, length - 1))
  const frame = useMemo(() => (film && at !== null ? frameOf(film, at, latitude) : null), [film, at, latitude])
  const running = current?.playing === true && length > 0
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => {
      setShown((before) => {
        if (before === null) return before
        const ended = before.at >= length - 1
        return { ...before, at: ended ? before.at : before.at + 1, playing: !ended }
      })
    }, pictureMs / speed)
    return () => clearInterval(timer)
  }, [running, speed, length])
  const last = Math.max(0, length - 1)
  return {
    at,
    frame,
    length,
    playing: current?.playing ?? false,
    speed,
    failed: query.isError,
    possible,
    play: () => setShown({ key, at: at === null || (length > 0 && at >= last) ? 0 : at, playing: !wantsCalm() }),
    pause: () => setShown((before) => before && { ...before, playing: false }),
    seek: (to) => setShown({ key, at: to, playing: false }),
    stop: () => setShown(null),
    setSpeed,
  }
}

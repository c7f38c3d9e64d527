// A wall that nobody touches: it loads itself anew after an upgrade, once and not all walls at the same moment; it notices that it stopped drawing;
// it darkens at night.
import { useEffect, useSyncExternalStore } from 'react'
import { isNight, type WallSetting } from '#domain/wall/scenes.ts'
import { reloadWhenServed, scriptsHere, servedScripts } from '../../api/served-scripts.ts'

const lookForUpgradeMs = 600_000
const longestStaggerMs = 60_000
const reloadedKey = 'fangyuan.wall.reloadedFor'
const stuckMs = 120_000

let reloading = false

/** Loads the page anew because of `reason`, unless it did so already for the same one: what a reload does not mend is not mended by a second. */
function reloadOnce(reason: string, stagger: number): void {
  if (reloading || window.sessionStorage.getItem(reloadedKey) === reason) return
  reloading = true
  setTimeout(() => {
    window.sessionStorage.setItem(reloadedKey, reason)
    void reloadWhenServed(new AbortController().signal)
  }, Math.random() * stagger)
}

export function useUpgrades(stagger = longestStaggerMs): void {
  useEffect(() => {
    const ending = new AbortController()
    const here = scriptsHere()
    const look = async (): Promise<void> => {
      const served = await servedScripts(ending.signal)
      if (served !== null && served !== '' && here !== '' && served !== here) reloadOnce(served, stagger)
    }
    const timer = setInterval(() => void look(), lookForUpgradeMs)
    // a part of the page that is not there any more: the service was upgraded between two looks. Whoever asked for the part is told that it is missing.
    const onMissing = (): void =>
      void servedScripts(ending.signal).then((served) => {
        if (served !== null) reloadOnce(`missing ${served}`, stagger)
      })
    window.addEventListener('vite:preloadError', onMissing)
    return () => {
      ending.abort()
      clearInterval(timer)
      window.removeEventListener('vite:preloadError', onMissing)
    }
  }, [stagger])
}

/** A page in sight whose frames do not come any more is stuck, however alive its timers are. */
export function useWatchdog(): void {
  useEffect(() => {
    let drawnAt = performance.now()
    let asked = 0
    const timer = setInterval(() => {
      if (document.hidden) {
        drawnAt = performance.now()
        return
      }
      if (performance.now() - drawnAt > stuckMs) reloadOnce(`stuck ${new Date().toISOString().slice(0, 13)}`, 0)
      cancelAnimationFrame(asked)
      asked = requestAnimationFrame(() => {
        drawnAt = performance.now()
      })
    }, 10_000)
    return () => {
      clearInterval(timer)
      cancelAnimationFrame(asked)
    }
  }, [])
}

const clockIn = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
export const clockText = (at: number): string => clockIn.format(at)

const lookers = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined
/** One clock ticks for all who look at it, and none when nobody does. */
function watchClock(look: () => void): () => void {
  lookers.add(look)
  ticking ??= setInterval(() => {
    for (const one of lookers) one()
  }, 1000)
  return () => {
    lookers.delete(look)
    if (lookers.size > 0) return
    clearInterval(ticking)
    ticking = undefined
  }
}

/** The clock time, HH:MM; drawn anew when it changes, whatever the clock does. */
export const useClock = (): string => useSyncExternalStore(watchClock, () => clockText(Date.now()))

/** What is left of the light, 1 by day. */
export const lightAt = ({ night }: WallSetting, clock: string): number => (isNight(night, clock) && night ? night.dim : 1)

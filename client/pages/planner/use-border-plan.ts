// What a file would make of the borders, worked out between two pictures: thousands of outlines take longer than a page may stand still.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Topology } from '#domain/topology/topology.ts'
import { type BordersAnswer, type BordersAsked, type BordersPlan, planningBorders } from '../../editor/borders-file.ts'

type Refusal = Exclude<BordersAnswer, { ok: true }>
export type BorderPlan = {
  readonly plan: BordersPlan | null
  readonly refusal: Refusal | 'tooSlow' | null
  /** how much of it is done, 0 to 1; null: nothing is being worked out */
  readonly share: number | null
  readonly begin: (asked: BordersAsked) => void
  readonly forget: () => void
}

const sliceMs = 40
const mostMs = 30_000

export function useBorderPlan(show: (topology: Topology | null) => void): BorderPlan {
  const [plan, setPlan] = useState<BordersPlan | null>(null)
  const [refusal, setRefusal] = useState<Refusal | 'tooSlow' | null>(null)
  const [share, setShare] = useState<number | null>(null)
  /** Whatever was begun before is no longer wanted. */
  const turn = useRef(0)
  const forget = useCallback(() => {
    turn.current += 1
    setPlan(null)
    setRefusal(null)
    setShare(null)
    show(null)
  }, [show])
  const begin = useCallback(
    async (asked: BordersAsked) => {
      forget()
      const mine = turn.current
      setShare(0)
      await picture()
      const steps = planningBorders(asked)
      const started = performance.now()
      let slice = started
      for (let step = steps.next(); ; step = steps.next()) {
        if (mine !== turn.current) return
        if (step.done === true) {
          setShare(null)
          if (step.value.ok) {
            setPlan(step.value.plan)
            show(step.value.plan.topology)
          } else setRefusal(step.value)
          return
        }
        const now = performance.now()
        if (now - started > mostMs) {
          setShare(null)
          setRefusal('tooSlow')
          return
        }
        if (now - slice < sliceMs) continue
        setShare(step.value.done / step.value.all)
        await picture()
        slice = performance.now()
      }
    },
    [forget, show],
  )
  useEffect(
    () => () => {
      turn.current += 1
    },
    [],
  )
  return { plan, refusal, share, begin: (asked) => void begin(asked), forget }
}

const picture = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

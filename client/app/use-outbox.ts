// Reports that wait on this device are sent from any page, as soon as somebody who made them is signed in.
import { useEffect } from 'react'

/** `accountId`: null where nobody is signed in who may report. */
export function useOutbox(accountId: number | null): void {
  useEffect(() => {
    if (accountId === null) return
    let stop = (): void => undefined
    let left = false
    void import('../api/outbox.ts').then(({ watchOutbox }) => {
      if (!left) stop = watchOutbox(accountId)
    })
    return () => {
      left = true
      stop()
    }
  }, [accountId])
}

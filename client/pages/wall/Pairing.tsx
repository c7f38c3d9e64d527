// The code that makes a phone the remote of this display. It is asked for by a press and goes after its time.
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { beginPairingMutation } from '../../api/wall.ts'
import { useTexts } from '../../i18n/text.ts'

export function Pairing() {
  const { say } = useTexts()
  const { mutate, data, isError, isPending, reset } = useMutation(beginPairingMutation())
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (!shown || !data) return
    const timer = setTimeout(() => setShown(false), Math.max(0, Date.parse(data.expiresAt) - Date.now()))
    return () => clearTimeout(timer)
  }, [shown, data])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if ((event.key !== 'r' && event.key !== 'R') || event.ctrlKey || event.metaKey || event.altKey) return
      reset()
      mutate(undefined, { onSuccess: () => setShown(true) })
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [mutate, reset])
  if (!shown || !data)
    return (
      <button
        type="button"
        className="wall-button wall-pair-button"
        disabled={isPending}
        onClick={() => mutate(undefined, { onSuccess: () => setShown(true) })}
      >
        {say(isError ? 'wall.pairing.failed' : 'wall.pairing.begin')} <kbd>R</kbd>
      </button>
    )
  return (
    <div className="wall-pairing" role="status" data-testid="pairing">
      <p>{say('wall.pairing.how', { address: `${window.location.host}/wall/remote` })}</p>
      <b>{data.code.replace(/(...)(...)/, '$1 $2')}</b>
    </div>
  )
}

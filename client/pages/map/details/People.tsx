// Who holds the posts of a building or a grid, as masked as the service sends them; one at a time can be shown in clear, for a reason.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Appointment } from '#contract/people.ts'
import { appointmentsQuery } from '../../../api/queries.ts'
import { RevealDialog, type Revealed } from '../../../app/RevealDialog.tsx'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { useDetails } from './context.ts'
import { Answer } from './parts.tsx'

const clearSeconds = 60

export function People({ of }: { of: { building: number } | { grid: string } }) {
  const may = useMay()
  return may('appointments') ? <Posts of={of} /> : null
}

function Posts({ of }: { of: { building: number } | { grid: string } }) {
  const { say } = useTexts()
  const { scope } = useDetails()
  const query = useQuery(appointmentsQuery(scope, of))
  return (
    <section className="people" data-testid="people">
      <h3 className="section-label">{say('people.title')}</h3>
      <Answer query={query}>
        {({ appointments }) =>
          appointments.length === 0 ? (
            <p className="rows-empty">{say('people.none')}</p>
          ) : (
            <ul>
              {appointments.map((one) => (
                <Post key={one.appointmentId} post={one} />
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  )
}

/** Name and phone in clear until a minute is over; kept nowhere but here. */
function useRevealed(): readonly [Revealed | null, (revealed: Revealed) => void] {
  const [revealed, setRevealed] = useState<Revealed | null>(null)
  useEffect(() => {
    if (revealed === null) return
    const timer = setTimeout(() => setRevealed(null), clearSeconds * 1000)
    return () => clearTimeout(timer)
  }, [revealed])
  return [revealed, setRevealed]
}

function Post({ post }: { post: Appointment }) {
  const { say, formats } = useTexts()
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const [revealed, setRevealed] = useRevealed()
  const { name, phone } = revealed ?? post
  const role = say(`headRole.${post.headRole}`)
  return (
    <li className="post" data-testid="post">
      <span className="post-role">{post.unitNumber === null ? role : `${role} · ${say('people.unit', { number: post.unitNumber })}`}</span>
      <span className="post-name" data-testid="post-name">
        {name}
      </span>
      <span className="post-phone">{revealed ? <a href={`tel:${phone}`}>{phone}</a> : phone}</span>
      <span className="post-term">{say('people.term', { from: formats.day(post.termStart), to: formats.day(post.termEnd) })}</span>
      {may('reveal') ? (
        <span className="post-reveal" aria-live="polite">
          {revealed ? (
            say('people.hidesSoon', { seconds: clearSeconds })
          ) : (
            <button type="button" className="link" data-testid="reveal" onClick={() => setAsking(true)}>
              {say('people.reveal')}
            </button>
          )}
        </span>
      ) : null}
      {asking ? (
        <RevealDialog
          post={post}
          role={role}
          onClose={() => setAsking(false)}
          onRevealed={(clear) => {
            setAsking(false)
            setRevealed(clear)
          }}
        />
      ) : null}
    </li>
  )
}

// The registers, one beside the other, at the top of each of their pages.
import './register-nav.css'
import { Link } from 'react-router'
import type { CallId } from '../api/operations.ts'
import { useTexts } from '../i18n/text.ts'
import { useLook } from './look.ts'
import { useMay } from './session.ts'

const registers = [
  ['posts', '/register', 'vacancies'],
  ['compounds', '/register/compounds', 'recordHistory'],
  ['buildings', '/register/buildings', 'recordHistory'],
  ['stations', '/register/stations', 'recordHistory'],
  ['renovations', '/register/renovations', 'renovationSummary'],
  ['patrols', '/register/patrols', 'patrolRuns'],
] as const satisfies readonly (readonly [string, string, CallId])[]
export type RegisterName = (typeof registers)[number][0]

export function RegisterNav({ here }: { here: RegisterName }) {
  const { say } = useTexts()
  const { search } = useLook()
  const may = useMay()
  return (
    <nav className="register-nav" aria-label={say('registers.nav')}>
      {registers
        .filter(([, , id]) => may(id))
        .map(([register, path]) => (
          <Link key={register} to={path + search} className="register-nav-entry" aria-current={register === here ? 'page' : undefined}>
            {say(`registers.${register}`)}
          </Link>
        ))}
    </nav>
  )
}

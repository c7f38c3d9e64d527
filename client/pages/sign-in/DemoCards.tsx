// The fictional people of the demo, each a card: one click signs in. Those whose work differs most come first and larger.
import { useMutation } from '@tanstack/react-query'
import type { Role } from '#contract/words.ts'
import { CallError } from '../../api/errors.ts'
import { signInMutation } from '../../api/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'

const icons = {
  leader: 'flag',
  planner: 'pencil',
  secretary: 'people',
  administrator: 'gear',
  auditor: 'clipboard',
  wall: 'screen',
  gridWorker: 'grid',
  patrolLeader: 'shield',
  securityAdministrator: 'key',
} as const satisfies Record<Role, IconName>

const order = Object.keys(icons) as Role[]
const small: readonly Role[] = ['gridWorker', 'patrolLeader', 'securityAdministrator']

export function DemoCards({ roles }: { roles: readonly Role[] }) {
  const { say } = useTexts()
  const signIn = useMutation(signInMutation())
  const { error, variables } = signIn
  const waitingFor = signIn.isPending && variables && 'demo' in variables ? variables.demo : null
  const code = error instanceof CallError ? error.code : 'internal'
  const card = (role: Role) => (
    <li key={role}>
      <button
        type="button"
        className={small.includes(role) ? 'demo-card demo-card-small' : 'demo-card'}
        data-testid={`demo-${role}`}
        aria-busy={waitingFor === role}
        disabled={signIn.isPending}
        onClick={() => signIn.mutate({ demo: role })}
      >
        <span className="demo-icon">
          <Icon name={icons[role]} size={small.includes(role) ? 20 : 24} />
        </span>
        <span className="demo-role">{say(`role.${role}`)}</span>
        <span className="demo-does">{say(`role.${role}.does`)}</span>
      </button>
    </li>
  )
  const shown = order.filter((role) => roles.includes(role))
  return (
    <section className="demo" aria-labelledby="demo-title">
      <div className="demo-head">
        <h2 id="demo-title">{say('signIn.demo.title')}</h2>
        <span className="demo-mark">{say('app.demo')}</span>
      </div>
      <p className="demo-note">{say('signIn.demo.note')}</p>
      <ul className="demo-cards">{shown.filter((role) => !small.includes(role)).map(card)}</ul>
      <ul className="demo-cards demo-cards-small">{shown.filter((role) => small.includes(role)).map(card)}</ul>
      {error ? (
        <p className="form-error" role="alert" data-testid="demo-error">
          {say(`error.${code}`)}
        </p>
      ) : null}
    </section>
  )
}

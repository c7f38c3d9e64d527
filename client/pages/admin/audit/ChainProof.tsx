// Proving that no entry was altered: how many there are, the hash of the last, or the first that is not what was written.
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Typography } from 'antd'
import { auditChainMutation } from '../../../api/audit.ts'
import type { Ok } from '../../../api/client.ts'
import { useTexts } from '../../../i18n/text.ts'
import { ActionError } from '../ActionError.tsx'

export function ChainProof() {
  const { say } = useTexts()
  const prove = useMutation(auditChainMutation())
  return (
    <>
      <div className="admin-bar">
        <p className="admin-note">{say('audit.about')}</p>
        <Button className="admin-bar-end" loading={prove.isPending} data-testid="prove-chain" onClick={() => prove.mutate()}>
          {say('audit.prove')}
        </Button>
      </div>
      <ActionError error={prove.error} />
      {prove.data ? <Proof proof={prove.data} /> : null}
    </>
  )
}

function Proof({ proof }: { proof: Ok<'auditChain'> }) {
  const { say, formats } = useTexts()
  const { entries, firstBroken, problem, head } = proof
  const whole = problem === null
  return (
    <Alert
      type={whole ? 'success' : 'error'}
      showIcon
      role="status"
      data-testid="chain-result"
      style={{ marginBottom: 12 }}
      title={
        whole
          ? say('audit.chain.whole', { count: formats.number(entries) })
          : firstBroken === null
            ? say(`auditProblem.${problem}`)
            : say('audit.chain.broken', { id: firstBroken, problem: say(`auditProblem.${problem}`) })
      }
      description={
        <div className="chain-proof">
          <span>{say('audit.chain.head')}</span>
          <Typography.Text className="mono" copyable={{ tooltips: [say('admin.copy'), say('admin.copied')] }}>
            {head}
          </Typography.Text>
          <span className="admin-note">{say('audit.chain.keep')}</span>
        </div>
      }
    />
  )
}

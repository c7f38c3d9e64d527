// What would become, or has become, of each row of a file that is not as the register has it already.
import { useTexts } from '../../i18n/text.ts'
import { troubleFile } from '../trouble-file.ts'

export type ToldRow = {
  readonly line: number
  readonly code: string
  readonly name: string
  readonly isTrouble: boolean
  readonly what: string
}
type Props = {
  readonly rows: readonly ToldRow[]
  readonly summary: string
  /** The name of the file of troubles. */
  readonly troubles: string
  /** Null: rows are not shown on a map. */
  readonly onPoint: ((line: number) => void) | null
}

/** More rows than this are told by their number alone; the file of troubles has all of them. */
const mostShown = 300

export function ToldRows({ rows, summary, troubles, onPoint }: Props) {
  const { say } = useTexts()
  const wrong = rows.filter(({ isTrouble }) => isTrouble)
  return (
    <section aria-live="polite" data-testid="register-fill-in-told">
      <p>
        <strong>{summary}</strong>
      </p>
      {wrong.length > 0 ? (
        <p>
          <a
            className="link"
            href={troubleFile(wrong.map(({ line, code, name, what }) => [String(line), code, name, what]))}
            download={troubles}
          >
            {say('registerFillIn.errors')}
          </a>
        </p>
      ) : null}
      <ol className="told-rows">
        {rows.slice(0, mostShown).map(({ line, code, name, isTrouble, what }) => {
          const text = `${say('registerFillIn.line', { line, code, name })} ${what}`
          return (
            <li key={line} className={isTrouble ? 'told-rows-trouble' : ''}>
              {onPoint === null ? (
                text
              ) : (
                <button type="button" className="told-rows-button" onClick={() => onPoint(line)}>
                  {text}
                </button>
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

// The lists side by side, each with how long it is.
import { type VacancyList, vacancyLists } from '#domain/appointments/vacancy-lists.ts'
import { useTexts } from '../../i18n/text.ts'

type Counts = readonly { readonly list: VacancyList; readonly count: number }[]

export function RegisterTabs({ list, counts, onList }: { list: VacancyList; counts: Counts | null; onList: (list: VacancyList) => void }) {
  const { say, formats } = useTexts()
  return (
    <nav className="register-tabs" aria-label={say('register.lists')}>
      {vacancyLists.map((one) => {
        const count = counts?.find((counted) => counted.list === one)?.count
        return (
          <button
            key={one}
            type="button"
            className="register-tab"
            aria-current={list === one ? 'page' : undefined}
            data-testid={`list-${one}`}
            onClick={() => onList(one)}
          >
            {say(`vacancyList.${one}`)}
            {count === undefined ? null : <span className="register-count">{formats.number(count)}</span>}
          </button>
        )
      })}
    </nav>
  )
}

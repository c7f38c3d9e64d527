// The ranking of communities: the first of them, each leading to its place, and all of them behind a press.
import type { RankingMeasure } from '#domain/wall/scenes.ts'
import { measureWords } from '../../../app/borders-basis.ts'
import { useTexts } from '../../../i18n/text.ts'
import { useWall } from '../context.ts'
import { useRanking } from '../use-ranking.ts'
import { Empty, Panel } from './Panel.tsx'

/** More than a panel has room for on the smallest wall. */
const fewShown = 5

export function Ranking({ measure }: { measure?: RankingMeasure }) {
  const texts = useTexts()
  const { say, name } = texts
  const { setting, drill, open } = useWall()
  const { by, rows, answer, dataTime, borders } = useRanking(measure ?? setting.ranking)
  const most = Math.max(0, ...(rows ?? []).map(({ value }) => value ?? 0))
  return (
    <Panel
      name="ranking"
      title={say('wall.panel.ranking')}
      measure={measureWords(say(`wall.measure.${by}`), borders, texts)}
      answer={answer}
      dataTime={dataTime}
    >
      {rows?.length === 0 ? <Empty>{say('wall.empty.ranking')}</Empty> : null}
      <ol className="wall-ranking">
        {rows?.map((row) => (
          <li key={row.gridCode}>
            <button type="button" onClick={() => drill({ grid: row.gridCode })}>
              <span className="wall-ranking-name">{name(row)}</span>
              <span className="wall-bar" aria-hidden="true">
                <span style={{ width: `${most > 0 ? ((row.value ?? 0) / most) * 100 : 0}%` }} data-lacks={by === 'buildingHeadCoverage'} />
              </span>
              <span className="wall-ranking-value">{row.words}</span>
            </button>
          </li>
        ))}
      </ol>
      {rows !== null && rows.length > fewShown ? (
        <button type="button" className="wall-more" data-testid="ranking-all" onClick={() => open({ list: 'ranking', measure: by })}>
          {say('wall.list.all', { count: rows.length })}
        </button>
      ) : null}
    </Panel>
  )
}

// Every panel by its name in the settings, and what an account must be allowed to ask for it to stand there.
import type { ComponentType } from 'react'
import type { WallPanel } from '#domain/wall/scenes.ts'
import type { CallId } from '../../../api/operations.ts'
import { ClassMix, CoverageLine, HourWeek, IssueDays, RenovationStages } from './charts.tsx'
import { BorderFigures, CoverageFigures, PatrolFigures, RenovationFigures, WalkFigures } from './figures.tsx'
import { IssueFigures } from './IssueFigures.tsx'
import { BeforeAfter, BlindSpots, BorderChanges, HotSpots, PatrolRuns, RenovationItems, Stations } from './lists.tsx'
import { Ranking } from './Ranking.tsx'

export const panelTable: Readonly<Record<WallPanel, { readonly show: ComponentType; readonly asks: readonly CallId[] }>> = {
  issueFigures: { show: IssueFigures, asks: ['wallFigures'] },
  coverageFigures: { show: CoverageFigures, asks: ['coverage'] },
  walkFigures: { show: WalkFigures, asks: ['walkCoverage', 'stations'] },
  patrolFigures: { show: PatrolFigures, asks: ['wallPatrols'] },
  renovationFigures: { show: RenovationFigures, asks: ['wallRenovation'] },
  borderFigures: { show: BorderFigures, asks: ['wallBorders'] },
  ranking: { show: Ranking, asks: [] },
  classMix: { show: ClassMix, asks: ['wallFigures'] },
  issueDays: { show: IssueDays, asks: ['wallFigures'] },
  hourWeek: { show: HourWeek, asks: ['issueTimes'] },
  hotSpots: { show: HotSpots, asks: ['issueHotSpots'] },
  coverageLine: { show: CoverageLine, asks: ['coverageHistory'] },
  blindSpots: { show: BlindSpots, asks: ['blindSpotList'] },
  stations: { show: Stations, asks: ['stations'] },
  patrolRuns: { show: PatrolRuns, asks: ['wallPatrols'] },
  renovationStages: { show: RenovationStages, asks: ['wallRenovation'] },
  renovationItems: { show: RenovationItems, asks: ['wallRenovation'] },
  beforeAfter: { show: BeforeAfter, asks: ['wallRenovation', 'renovationPhoto'] },
  borderChanges: { show: BorderChanges, asks: ['wallBorders'] },
}

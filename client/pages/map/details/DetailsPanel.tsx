// The panel of what is selected; nothing selected is the sub-district.
import type { Selection } from '../../../map/selection.ts'
import { BuildingDetails } from './BuildingDetails.tsx'
import { CompoundDetails } from './CompoundDetails.tsx'
import { CountedDetails } from './CountedDetails.tsx'
import { GridDetails } from './GridDetails.tsx'
import { IssueDetails, PatrolDetails, RoadDetails, StationDetails } from './PointDetails.tsx'
import { StreetDetails } from './StreetDetails.tsx'

export function DetailsPanel({ selection }: { selection: Selection | null }) {
  if (selection === null) return <StreetDetails />
  switch (selection.kind) {
    case 'grid':
      return <GridDetails key={selection.code} code={selection.code} />
    case 'building':
      return <BuildingDetails key={selection.id} id={selection.id} />
    case 'compound':
      return <CompoundDetails key={selection.id} id={selection.id} />
    case 'station':
      return <StationDetails id={selection.id} />
    case 'patrol':
      return <PatrolDetails id={selection.id} />
    case 'issue':
      return <IssueDetails id={selection.id} />
    case 'road':
      return <RoadDetails roadName={selection.name} />
    case 'counted':
      return <CountedDetails by={selection.by} />
    default:
      return selection satisfies never
  }
}

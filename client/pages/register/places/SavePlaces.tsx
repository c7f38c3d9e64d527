// A register into a geographic file: what the caller's grids reach, as the lists and their other files have it.
import { useState } from 'react'
import { registerMap } from '../../../api/places.ts'
import { thingsIn } from '../../../app/geo-file/asked-things.ts'
import { SaveDialog } from '../../../app/geo-file/SaveDialog.tsx'
import { useTexts } from '../../../i18n/text.ts'
import { Choice } from '../../../ui/Choice.tsx'
import { type Kind, titles } from './books.ts'

const shapes = ['area', 'point'] as const

export function SavePlaces({ kind, onClose }: { kind: Kind; onClose: () => void }) {
  const { say } = useTexts()
  const [shape, setShape] = useState<(typeof shapes)[number]>(kind === 'station' ? 'point' : 'area')
  return (
    <SaveDialog
      layer={`${kind}s`}
      title={say(titles[kind])}
      things={async () => thingsIn(await registerMap(kind, shape), [shape])}
      onClose={onClose}
    >
      {kind === 'building' ? (
        <Choice
          label={say('geoFile.shape')}
          options={shapes.map((value) => ({ value, text: say(`geoFile.shape.${value}`) }))}
          value={shape}
          onChange={setShape}
        />
      ) : null}
    </SaveDialog>
  )
}

/** Pictures of before and after for a few demo projects: drawn, and plainly so, with a word on them that says what they are. */
import sharp from 'sharp'
import type { Row } from '../../server/db/queryable.ts'
import type { RenovationProjectRow } from './tables.ts'

const [width, height] = [640, 400]
const caption = '一栋外墙、入口与路灯（演示图）'
const projects = 3

/** The letters of DEMO as strokes on a field of 4 × 6: no font is needed to draw them. */
const letters = ['M0 0V6H2L4 4V2L2 0Z', 'M4 0H0V6H4M0 3H3', 'M0 6V0L2 3L4 0V6', 'M1 0H3L4 1V5L3 6H1L0 5V1Z'] as const
const mark = letters
  .map(
    (path, i) => `<path transform="translate(${470 + i * 38} 24) scale(6 5)" d="${path}" fill="none" stroke="#b91c1c" stroke-width="0.7"/>`,
  )
  .join('')

const windows = (fill: string, worn: boolean): string =>
  Array.from({ length: 20 }, (_, i) => {
    const [x, y] = [120 + (i % 5) * 82, 92 + Math.floor(i / 5) * 52]
    const tilt = worn && i % 4 === 1 ? ` transform="rotate(3 ${x} ${y})"` : ''
    return `<rect x="${x}" y="${y}" width="48" height="30" fill="${fill}"${tilt}/>`
  }).join('')

/** One house: worn walls and weeds, or painted ones with a ramp, lamps and trees. */
function drawing(side: 'before' | 'after'): string {
  const before = side === 'before'
  const wall = before ? '#b9ad9a' : '#e9d9b8'
  const cracks = '<path d="M150 80L168 140L158 190M470 100L455 170L468 220" fill="none" stroke="#6b6255" stroke-width="3"/>'
  const ramp =
    '<path d="M260 340L200 356H380L340 340Z" fill="#9aa5ad"/><path d="M206 356V336H262" fill="none" stroke="#5b6873" stroke-width="3"/>'
  const lamps =
    '<path d="M60 360V250H78M590 360V250H572" fill="none" stroke="#5b6873" stroke-width="5"/><circle cx="80" cy="254" r="8" fill="#f7d774"/><circle cx="570" cy="254" r="8" fill="#f7d774"/>'
  const weeds = '<path d="M60 360l8-24 6 24 8-30 4 30M520 360l8-22 6 22 8-28 4 28" fill="none" stroke="#75804f" stroke-width="4"/>'
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 640 400">
    <rect width="640" height="400" fill="${before ? '#d5d6d2' : '#dcebf3'}"/>
    <rect y="340" width="640" height="60" fill="${before ? '#8d877c' : '#a9b0b3'}"/>
    <rect x="90" y="70" width="450" height="270" fill="${wall}"/>
    ${windows(before ? '#6f7b80' : '#8fb6c9', before)}
    <rect x="270" y="290" width="60" height="50" fill="${before ? '#5d5347' : '#0b6e99'}"/>
    ${before ? cracks + weeds : ramp + lamps}
    ${mark}</svg>`
}

const hexadecimal = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`

export async function renovationPhotoRows(
  given: readonly RenovationProjectRow[],
): Promise<{ readonly renovation_photo_pair: readonly Row[]; readonly renovation_photo: readonly Row[] }> {
  const drawn = await Promise.all(
    (['before', 'after'] as const).map(async (side) => {
      const picture = sharp(Buffer.from(drawing(side)))
      const content = await picture.clone().jpeg({ quality: 80 }).toBuffer()
      const thumbnail = await picture.clone().resize({ width: 320 }).jpeg({ quality: 72 }).toBuffer()
      return { side, width, height, content: hexadecimal(content), thumbnail: hexadecimal(thumbnail) }
    }),
  )
  const done = given.filter(({ stage }) => stage === 'accepted').slice(0, projects)
  const pairs = done.map(({ subdistrict_code, renovation_project_id, accepted_on, stage_since }, at) => ({
    ...{ subdistrict_code, renovation_project_id, renovation_photo_pair_id: at + 1, caption },
    ...{ added_at: `${accepted_on ?? stage_since}T10:00:00+08:00`, added_by: 'demo-secretary' },
  }))
  return {
    renovation_photo_pair: pairs,
    renovation_photo: pairs.flatMap(({ subdistrict_code, renovation_project_id, renovation_photo_pair_id }) =>
      drawn.map((photo) => ({ subdistrict_code, renovation_project_id, renovation_photo_pair_id, ...photo })),
    ),
  }
}

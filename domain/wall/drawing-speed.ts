// Whether a machine is far too slow for the live map. Its frames are looked at for some seconds whenever another scene, stop or picture comes, which is
// when a map moves and draws; a look is bad where most of its time passed within long frames. One bad look is a busy moment: only where nearly all of
// the last ones are bad, the machine stays too slow.
//
// Measured on two cores that others used, drawn in software, with flights and replays (docs/wall.md): 1920 × 1080 drew three or four frames a second
// and had none of a second among them but one when a scene was drawn for the first time; 3840 × 2160 took 1.2 to 1.7 s a frame. The first is a wall
// still, the second is none.
export const longFrameMs = 1000
const badShare = 0.5
const looksKept = 10
const badLooks = 9

/** Milliseconds between the frames of one look. */
export type Look = readonly number[]

const isBad = (look: Look): boolean => {
  const sum = (gaps: readonly number[]) => gaps.reduce((all, gap) => all + gap, 0)
  return sum(look.filter((gap) => gap > longFrameMs)) > badShare * sum(look)
}

/** The looks that count, with a new one. */
export const withLook = (looks: readonly boolean[], look: Look): readonly boolean[] => [...looks, isBad(look)].slice(-looksKept)

export const farTooSlow = (looks: readonly boolean[]): boolean => looks.filter((bad) => bad).length >= badLooks

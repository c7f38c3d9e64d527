import type { CSSProperties } from 'react'
import type { Box } from '#domain/wall/layout.ts'

/** A box of the layout as a style. */
export const placed = ({ x, y, width, height }: Box): CSSProperties => ({ left: x, top: y, width, height })

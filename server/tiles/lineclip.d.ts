declare module 'lineclip' {
  type Point = [number, number]
  type Box = [minX: number, minY: number, maxX: number, maxY: number]
  /** The pieces of a line inside the box. */
  export function clipPolyline(points: Point[], box: Box): Point[][]
  /** A ring cut to the box; pieces stay joined along its edge. */
  export function clipPolygon(points: Point[], box: Box): Point[]
}

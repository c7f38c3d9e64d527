// The posts of a sub-district (DOMAIN b): heads of grids, buildings and units, and the workers of grids and compounds.
// A post is a role at one place. It has one holder at a time; only of grid workers may a grid have several, each once.
// Example: buildingHead of building 12 is the post `buildingHead:12`; unitHead of its second unit is `unitHead:12/2`.
export const headRoles = ['gridHead', 'gridWorker', 'buildingHead', 'unitHead', 'mediator', 'cleaner', 'safetyOfficer', 'helper'] as const
export type HeadRole = (typeof headRoles)[number]

/** How somebody came to a post (S0: 组织推荐、居民推选或个人自荐). */
export const selectionRoutes = ['recommended', 'elected', 'selfNominated'] as const
export type SelectionRoute = (typeof selectionRoutes)[number]

/** What a post of a role stands at. */
export const placeKinds = ['grid', 'building', 'unit', 'compound'] as const
export type PlaceKind = (typeof placeKinds)[number]
export const placeOfRole = {
  gridHead: 'grid',
  gridWorker: 'grid',
  buildingHead: 'building',
  unitHead: 'unit',
  mediator: 'compound',
  cleaner: 'compound',
  safetyOfficer: 'compound',
  helper: 'compound',
} as const satisfies Record<HeadRole, PlaceKind>

/** From more buildings on than this, a head has too many (S3: 1—2个楼栋设1名楼栋长). */
export const mostBuildingsOfHead = 2

/** Where a post stands; what its role does not stand at is null. */
export type PostPlace = {
  readonly gridCode: string | null
  readonly buildingId: number | null
  readonly unitNumber: number | null
  readonly compoundId: number | null
}
export type Post = PostPlace & { readonly headRole: HeadRole }

/** Whether a place names exactly what the role stands at. */
export function placeFits({ headRole, gridCode, buildingId, unitNumber, compoundId }: Post): boolean {
  const wanted = placeOfRole[headRole]
  return (
    (gridCode !== null) === (wanted === 'grid') &&
    (buildingId !== null) === (wanted === 'building' || wanted === 'unit') &&
    (unitNumber !== null) === (wanted === 'unit') &&
    (compoundId !== null) === (wanted === 'compound')
  )
}

/** The name under which one holder at a time is kept, as the database writes it (migration 0010). */
export function postKey({ headRole, gridCode, buildingId, unitNumber, compoundId }: Post, personId: number): string {
  const unit = unitNumber === null ? '' : `/${unitNumber}`
  const each = headRole === 'gridWorker' ? `/${personId}` : ''
  return `${headRole}:${gridCode ?? ''}${buildingId ?? ''}${compoundId ?? ''}${unit}${each}`
}

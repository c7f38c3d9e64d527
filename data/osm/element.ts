// What OpenStreetMap data is made of, as both file formats give it.
export type Tags = Readonly<Record<string, string>>
export type OsmNode = { readonly type: 'node'; readonly id: number; readonly lon: number; readonly lat: number }
export type OsmWay = { readonly type: 'way'; readonly id: number; readonly refs: readonly number[]; readonly tags: Tags }
export type OsmMember = { readonly type: 'node' | 'way' | 'relation'; readonly ref: number; readonly role: string }
export type OsmRelation = { readonly type: 'relation'; readonly id: number; readonly members: readonly OsmMember[]; readonly tags: Tags }
export type OsmElement = OsmNode | OsmWay | OsmRelation

/** A file that cannot be read as OpenStreetMap data; the message is one line for the person who gave it. */
export class OsmFileRefused extends Error {}

/** Starts reading the file from its beginning, a block at a time. */
export type OsmReader = () => AsyncGenerator<readonly OsmElement[]>

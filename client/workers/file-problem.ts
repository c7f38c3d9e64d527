// Why a geographic file is not read: a closed list, each with its words in both languages.
export const fileProblems = [
  'empty',
  'tooLarge',
  'wrongType',
  'officeFile',
  'dwg',
  'binaryDxf',
  'geodatabase',
  'looseShape',
  'incompleteShape',
  'cutOff',
  'unpacksTooLarge',
  'protected',
  'nothingGeographic',
  'notJson',
  'notGeoJson',
  'malformed',
  'noPolygons',
  'noLines',
  'noPoints',
  'noPlaces',
  'noFeatures',
  'tooMany',
  'tooSlow',
  'noReader',
  'notThatSystem',
] as const
export type FileProblem = (typeof fileProblems)[number]

/** Thrown inside the worker, answered as its code. */
export class FileRefused extends Error {
  readonly problem: FileProblem
  constructor(problem: FileProblem) {
    super(problem)
    this.problem = problem
  }
}

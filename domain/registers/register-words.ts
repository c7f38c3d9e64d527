// The closed sets of words of the registers of places (DOMAIN b), as they stand in SQL, JSON and code.

export const compoundTypes = ['compound', 'courtyard', 'scattered'] as const
export const propertyClasses = ['managed', 'trust', 'areaManaged', 'selfManaged', 'unmanaged'] as const
export const partyOrganisations = ['own', 'joint', 'area', 'none'] as const
export const ownersCommittees = ['ownersCommittee', 'selfManagement', 'none'] as const
export const buildingUses = ['residential', 'commercial', 'public', 'industrial', 'other'] as const
export const stationKinds = ['streetCenter', 'communityCenter', 'station'] as const
/** What a station offers (seeds: functions of a 15-minute circle, DOMAIN a.4 rows 6 and 12). */
export const stationServices = [
  'generalServices',
  'civilisationPractice',
  'cultureSports',
  'elderlyCare',
  'childrensHome',
  'womensHome',
  'police',
  'mediation',
  'legalAid',
  'emergency',
] as const

// Colours of the base map and of selection, for the two themes (the table of tokens in the design; the panels have the same in ui/tokens.css).
export type Theme = 'light' | 'dark'

export type Palette = {
  readonly ground: string
  readonly land: string
  readonly building: string
  readonly buildingEdge: string
  readonly water: string
  readonly waterText: string
  readonly green: string
  readonly greenText: string
  readonly square: string
  readonly majorRoad: string
  readonly majorCasing: string
  readonly minorRoad: string
  readonly minorCasing: string
  readonly path: string
  readonly rail: string
  readonly text: string
  readonly muted: string
  readonly halo: string
  readonly accent: string
  readonly warm: string
}

export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    ground: '#F6F7F5',
    land: '#ECEEEA',
    building: '#DADFDA',
    buildingEdge: '#C6CDC8',
    water: '#CFE3EC',
    waterText: '#41708A',
    green: '#DCEBD3',
    greenText: '#4A6B45',
    square: '#E6E8E1',
    majorRoad: '#FFFFFF',
    majorCasing: '#C2C9C4',
    minorRoad: '#FFFFFF',
    minorCasing: '#D8DDD8',
    path: '#CBD0C8',
    rail: '#AEB6B2',
    text: '#17212B',
    muted: '#5B6873',
    halo: '#FAFBF9',
    accent: '#0B6E99',
    warm: '#C2410C',
  },
  dark: {
    ground: '#0E1419',
    land: '#151D24',
    building: '#212C35',
    buildingEdge: '#2C3944',
    water: '#122B3A',
    waterText: '#6FA3BF',
    green: '#16281E',
    greenText: '#7FA586',
    square: '#1A232A',
    majorRoad: '#36454F',
    majorCasing: '#0B1014',
    minorRoad: '#27323B',
    minorCasing: '#10171C',
    path: '#303C45',
    rail: '#3A4650',
    text: '#E8EEF2',
    muted: '#93A3AF',
    halo: '#0E1419',
    accent: '#4FB3DC',
    warm: '#FB7C3C',
  },
}

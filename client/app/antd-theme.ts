// The component library in the colours, measures and type of ui/tokens.css.
import { type ThemeConfig, theme as themes } from 'antd'
import type { Theme } from '../map/palette.ts'

const names = {
  ground: '--ground',
  raised: '--raised',
  line: '--line',
  edge: '--edge',
  hover: '--hover',
  text: '--text',
  muted: '--muted',
  accent: '--accent',
  accentSoft: '--accent-soft',
  onAccent: '--on-accent',
  needsText: '--needs-text',
  needsSoft: '--needs-soft',
  urgent: '--urgent',
  urgentSoft: '--urgent-soft',
  done: '--done-text',
  font: '--font',
  target: '--target',
} as const
/** The tokens of one theme, so that its colours and the way others are derived from them belong together. */
export type Tokens = Readonly<Record<keyof typeof names, string>> & { readonly theme: Theme }

/** As the stylesheet has them now: it must show the theme already. */
export function readTokens(theme: Theme): Tokens {
  const style = getComputedStyle(document.documentElement)
  const values = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, style.getPropertyValue(name).trim()]))
  return { ...(values as Record<keyof typeof names, string>), theme }
}

export function antdTheme(tokens: Tokens): ThemeConfig {
  const { accent, accentSoft, onAccent, raised, ground, line, edge, hover, text, muted } = tokens
  return {
    algorithm: tokens.theme === 'dark' ? themes.darkAlgorithm : themes.defaultAlgorithm,
    token: {
      colorPrimary: accent,
      colorInfo: accent,
      colorLink: accent,
      colorWarning: tokens.needsText,
      colorWarningBg: tokens.needsSoft,
      colorWarningBorder: tokens.needsText,
      colorError: tokens.urgent,
      colorErrorBg: tokens.urgentSoft,
      colorErrorBorder: tokens.urgent,
      colorSuccess: tokens.done,
      colorSuccessBg: hover,
      colorSuccessBorder: tokens.done,
      colorInfoBg: accentSoft,
      colorInfoBorder: line,
      colorPrimaryText: accent,
      colorPrimaryHover: accent,
      colorPrimaryActive: accent,
      colorLinkHover: accent,
      colorBgLayout: ground,
      colorBgContainer: raised,
      colorBgElevated: raised,
      colorBorder: edge,
      colorBorderSecondary: line,
      colorSplit: line,
      colorText: text,
      colorTextHeading: text,
      colorTextSecondary: muted,
      colorTextTertiary: muted,
      colorTextDescription: muted,
      colorTextPlaceholder: muted,
      controlItemBgHover: hover,
      controlItemBgActive: accentSoft,
      borderRadius: 8,
      controlHeight: Number.parseInt(tokens.target, 10) || 36,
      fontFamily: tokens.font,
      motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    },
    components: {
      Button: { primaryColor: onAccent, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Table: { headerBg: 'transparent', headerColor: muted, headerSplitColor: 'transparent', rowHoverBg: hover, cellPaddingBlock: 12 },
      Tabs: { itemColor: muted, itemSelectedColor: accent, inkBarColor: accent, horizontalItemPadding: '12px 0' },
      Tree: { nodeHoverBg: hover, nodeSelectedBg: 'transparent' },
      Descriptions: { labelColor: muted },
    },
  }
}

// How personal data looks to whoever need not know it (DOMAIN g.3, g.7):
//   name   张伟 → 张*   张小伟 → 张**   欧阳修 → 欧阳*   Zhang Wei → Z***
//   phone  13812341234 → 138****1234   023-67891234 → 023-6789****   12345 → 1***5
//   text   “找张伟13812341234” → “找张伟138****1234”, 500231198001011234 → 500***********1234
// A masked value never shows all of what it stands for, and masking a masked value changes nothing that was hidden.

/** Surnames of two characters that are in use (百家姓 and today’s registers). */
const compoundSurnames = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 ' +
    '司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 ' +
    '梁丘 左丘 东门 西门 第五 纳兰 完颜 叶赫 那拉'
  ).split(' '),
)

const han = /^\p{Script=Han}$/u

/** The surname stays, every further character becomes a star, two at most; of other scripts the first letter stays. */
export function maskName(name: string): string {
  const characters = [...name.normalize('NFC').trim()]
  const [first = '', second = ''] = characters
  if (characters.length === 0) return ''
  if (!han.test(first)) return characters.length === 1 ? '***' : `${first}***`
  if (characters.length === 1) return '*'
  const kept = characters.length > 2 && compoundSurnames.has(first + second) ? 2 : 1
  return characters.slice(0, kept).join('') + '*'.repeat(Math.min(characters.length - kept, 2))
}

/** Digits as people type them in Chinese input methods become ordinary ones. Length stays the same. */
const plainDigits = (text: string) => text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))

/** Eleven digits from 1: also those that no operator gives out, such as the demo's. */
const mobile = /^(?:(?:00)?86|0)?(1\d{2})\d{4}(\d{4})$/
/** 010, 02x and four-digit area codes, then seven or eight digits. */
const landline = /^(0(?:10|2\d|[3-9]\d{2}))(\d{3,4})\d{4}$/

/** Mobiles keep 3 + 4 digits, landlines all but the last four, anything else a quarter at each end. */
export function maskPhone(phone: string): string {
  if (phone.trim() === '') return ''
  const digits = plainDigits(phone).replace(/\D/g, '')
  const asMobile = mobile.exec(digits)
  if (asMobile) return `${asMobile[1]}****${asMobile[2]}`
  const asLandline = landline.exec(digits)
  if (asLandline) return `${asLandline[1]}-${asLandline[2]}****`
  const quarter = Math.min(Math.floor(digits.length / 4), 3)
  if (quarter === 0) return '***'
  return digits.slice(0, quarter) + '*'.repeat(Math.min(digits.length - 2 * quarter, 8)) + digits.slice(-quarter)
}

/** What may stand between two digits of one number: a blank, a hyphen, a dot, or a hyphen with blanks. */
const gap = String.raw`(?:[\s.·-]|\s?[-‐‑–—]\s?)?`
const spaced = (count: number) => `(?:${gap}\\d){${count}}`
const identity18 = new RegExp(String.raw`(?<!\d)\d{6}${spaced(11)}${gap}[\dXx](?![\dA-Za-z])`, 'g')
const identity15 = new RegExp(String.raw`(?<!\d)\d{6}${spaced(9)}(?!\d)`, 'g')
const mobileInText = new RegExp(String.raw`(?<!\d)(?:(?:\+|00)?86${gap}|0)?(1[3-9]\d${spaced(8)})(?!\d)`, 'g')

/**
 * Masks mobiles and ID numbers in what people wrote, also with blanks or hyphens between the digits.
 * Other numbers stay; a code of a grid (15 digits) is told from an old ID (15 digits) by province and birth date.
 */
export function maskFreeText(text: string): string {
  const found: { readonly start: number; readonly end: number; readonly masked: string }[] = []
  const plain = plainDigits(text)
  const take = (pattern: RegExp, mask: (match: string) => string | undefined) => {
    for (const match of plain.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length]
      const masked = found.some((other) => start < other.end && other.start < end) ? undefined : mask(match[0])
      if (masked !== undefined) found.push({ start, end, masked })
    }
  }
  take(identity18, maskIdentity)
  take(identity15, maskIdentity)
  take(mobileInText, maskPhone)
  let [masked, at] = ['', 0]
  for (const one of found.sort((a, b) => a.start - b.start)) {
    masked += text.slice(at, one.start) + one.masked
    at = one.end
  }
  return masked + text.slice(at)
}

/** First three and last four stay (DOMAIN g.3); undefined when the number cannot be an ID. */
function maskIdentity(match: string): string | undefined {
  const number = match.replace(/[^\dXx]/g, '')
  const birth = number.length === 18 ? number.slice(6, 14) : `19${number.slice(6, 12)}`
  if (!provinces.has(number.slice(0, 2)) || !plausibleBirth(birth)) return undefined
  return number.slice(0, 3) + '*'.repeat(number.length - 7) + number.slice(-4)
}

/** The first two digits of a division code (GB/T 2260), and 83 for residence permits of Taiwan. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
)

/**
 * From 1920: in the code of a grid the same two digits begin the number of its sub-district, and those of sub-districts (街道 001–099) and
 * towns (镇 100–199) would give 1900–1919.
 */
function plausibleBirth(day: string): boolean {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(4, 6)), Number(day.slice(6, 8))]
  const real = new Date(Date.UTC(year, month - 1, date))
  return year >= 1920 && year < 2100 && real.getUTCMonth() === month - 1 && real.getUTCDate() === date
}

// The two languages of the client. BCP-47 tags.
export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

/** Something that has a Chinese name and perhaps an English one. */
export type Named = { readonly name: string; readonly nameEn?: string | null | undefined }

/** Name in the language of the page; Chinese where nobody wrote an English one. */
export const nameIn = (language: Language, thing: Named): string => (language === 'en' && thing.nameEn ? thing.nameEn : thing.name)

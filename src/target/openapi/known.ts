import { isMapping } from './anything.ts'
import { isCapacityToMake, isEmail, isFlagOf, isKey, isPassword, isQuantity, isUser } from './likeness.ts'
import type { Place } from './place.ts'
import { lastWord } from './words.ts'

/** What a request is for, which decides what there is to fill in. */
type Purpose = 'account' | 'signIn' | 'makeEvent' | 'stock' | 'look' | 'book' | 'cancel' | 'ledger'

/** What may be filled into a request by name. */
export interface Known {
  readonly purpose: Purpose
  /** What the document calls an event: `show`, `product`; empty where that is not known. */
  readonly noun: string
  /** What the document calls a booking. */
  readonly booking: string
  /** Names under which earlier steps captured something, by the phrases that stand for it. */
  readonly captured: ReadonlyMap<string, string>
  /** Whether accounts have a name to sign in by that is not their email address. */
  readonly hasUsername: boolean
  /** The start of names in the environment. */
  readonly secret: string
}

/** A field or a parameter that a request asks for. */
export type Asked = Pick<Place, 'phrase' | 'around' | 'shape' | 'name'>

const idWords = /^(?:id|uuid|code|slug|key|number|sku|ref|reference|identifier)$/

/** Which template, if any, a request has for what it asks for. */
export function templateFor(asked: Asked, known: Known): string | null {
  const place: Place = { ...asked, path: '', depth: 0, isInList: false }
  const full = fullPhrase(asked)
  const captured = known.captured.get(full) ?? known.captured.get(asked.phrase)
  if (captured !== undefined) return `{{${captured}}}`
  switch (known.purpose) {
    case 'account':
      return accountTemplate(place, known)
    case 'signIn':
      return accountTemplate(place, known) ?? clientTemplate(full, known)
    case 'makeEvent':
      return eventTemplate(place)
    case 'stock':
      return isCapacityToMake(place) > 0 || isQuantity(place) > 0 ? '{{event.capacity}}' : null
    case 'look':
    case 'ledger':
      return namesEvent(full, known.noun) && isWritable(place) ? '{{event.id}}' : null
    case 'book':
      return bookingTemplate(place, full, known)
    case 'cancel':
      return cancelTemplate(place, full, known)
  }
}

/** `show id` of an `id` that stands in a show. */
export const fullPhrase = ({ phrase, around }: Pick<Asked, 'phrase' | 'around'>): string =>
  idWords.test(phrase) && around !== '' ? `${around} ${phrase}` : phrase

/** Every phrase by which something may be asked for by its id. */
export const phrasesFor = (noun: string): readonly string[] => [
  noun,
  ...['id', 'uuid', 'code', 'slug', 'key', 'number', 'sku', 'ref', 'reference', 'identifier'].map(
    (id) => `${noun} ${id}`,
  ),
]

function bookingTemplate(place: Place, full: string, known: Known): string | null {
  if (namesEvent(full, known.noun) && isWritable(place)) return '{{event.id}}'
  if (isKey(place) > 0) return '{{key}}'
  if (isQuantity(place) > 2) return '{{seats}}'
  return userTemplate(place, full)
}

function cancelTemplate(place: Place, full: string, known: Known): string | null {
  if (isWritable(place) && namesBooking(full, known.booking)) return '{{reference}}'
  if (namesEvent(full, known.noun) && isWritable(place)) return '{{event.id}}'
  return userTemplate(place, full)
}

/** Whether a phrase names an event of this kind: `show id`, `show`, and of a product its `sku`. */
export function namesEvent(phrase: string, noun: string): boolean {
  if (noun === '') return false
  if (phrase === noun || phrase === `${noun} id`) return true
  const base = phrase.replace(/ (?:id|uuid|sku|code|slug|key|number|ref|reference|identifier)$/, '')
  if (base === phrase)
    return phrase === 'sku' && /^(?:product|item|article|sku|variant|inventory|stock)$/.test(lastWord(noun))
  return base === noun || base === lastWord(noun) || lastWord(base) === noun
}

export function namesBooking(phrase: string, booking: string): boolean {
  if (/^(?:(?:booking|order|reservation|purchase) )?(?:id|uuid|reference|ref|number|code)$/.test(phrase)) return true
  return booking !== '' && (phrase === booking || phrase.startsWith(`${booking} `))
}

/** Whether a text fits in there. */
const isWritable = ({ shape }: Place): boolean =>
  shape.types.size === 0 || ['string', 'integer', 'number'].some((type) => shape.types.has(type))

function userTemplate(place: Place, full: string): string | null {
  if (!isWritable(place)) return null
  if (isEmail(place) > 0) return '{{user.email}}'
  if (/^(?:(?:user|customer|guest|buyer|holder|attendee|contact) )?(?:full )?name$/.test(place.phrase)) {
    return /^(?:|user|customer|guest|buyer|holder|attendee|contact|passenger|person)$/.test(place.around)
      ? '{{user.name}}'
      : null
  }
  if (/^(?:first|last|given|family) name$/.test(place.phrase)) return '{{user.name}}'
  if (/^user ?name$/.test(place.phrase)) return '{{user.username}}'
  const isId = isUser({ ...place, phrase: full }) >= 6
  return isId ? '{{user.id}}' : null
}

function accountTemplate(place: Place, known: Known): string | null {
  if (!isWritable(place)) return null
  if (isEmail(place) > 0) return '{{user.email}}'
  if (
    isPassword(place) > 0 ||
    /^(?:confirm|confirmed|repeat|repeated|verify) ?password$|^password (?:confirmation|confirm|repeat|again)$/.test(
      place.phrase,
    )
  ) {
    return '{{user.password}}'
  }
  if (/^(?:user ?name|login|login name|handle|nick ?name|identifier|user)$/.test(place.phrase)) {
    return known.purpose === 'signIn' && !known.hasUsername ? '{{user.email}}' : '{{user.username}}'
  }
  if (/^(?:(?:full|first|last|given|family|display|user|customer) )?name$/.test(place.phrase)) return '{{user.name}}'
  if (/^(?:phone|phone number|mobile|mobile number|telephone)$/.test(place.phrase)) return '{{user.phone}}'
  return null
}

/** What a program that signs accounts in is known by (OAuth 2.0). */
function clientTemplate(full: string, { secret }: Known): string | null {
  if (full === 'client id') return `\${${secret}_CLIENT_ID}`
  return full === 'client secret' ? `\${${secret}_CLIENT_SECRET}` : null
}

const isWaitlist = isFlagOf(/^(?:(?:has|allow|enable|with) )?wait ?(?:list|ing list)(?: enabled)?$/)

function eventTemplate(place: Place): string | null {
  if (isCapacityToMake(place) > 0) return '{{event.capacity}}'
  if (isWaitlist(place) > 0) return '{{event.waitlist}}'
  const isName =
    /^(?:(?:\w+ )?name|title)$/.test(place.phrase) && !/^(?:first|last|file|host|user) name$/.test(place.phrase)
  return isName && place.around === '' && isWritable(place) ? '{{event.name}}' : null
}

/** Every template in a value: `user.email`, `seats`. */
export function templatesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [...value.matchAll(/\{\{([^{}]+)\}\}/g)].map(([, name = '']) => name)
  if (Array.isArray(value)) return value.flatMap(templatesIn)
  return isMapping(value) ? Object.values(value).flatMap(templatesIn) : []
}

import type { Likeness, Place } from './place.ts'
import { wordsOf } from './words.ts'

/*
 * How fields are told by their names: each table says which words stand for something, and how surely. Names come as words
 * in the singular, so that `seatsLeft`, `seats_left` and `SeatLeft` are one.
 */

type Table = readonly (readonly [pattern: RegExp, score: number])[]

const like =
  (table: Table, may: (place: Place) => boolean = () => true): Likeness =>
  (place) => {
    if (!may(place)) return 0
    return Math.max(0, ...table.map(([pattern, score]) => (pattern.test(place.phrase) ? score : 0)))
  }

const isOfType =
  (...types: readonly string[]) =>
  ({ shape }: Place): boolean =>
    shape.types.size === 0 || types.some((type) => shape.types.has(type))

export const isCount = isOfType('integer', 'number')
const isText = isOfType('string')
const isTextOrCount = isOfType('string', 'integer', 'number')
const isFlag = isOfType('boolean')

const thing = '(?:seat|ticket|place|spot|unit|slot|room|item|stock|quantity|inventory|count|capacity|booking|space)'

export const isAvailable = like(
  [
    [/^(?:available|remaining|left)$/, 10],
    [new RegExp(`^(?:available|remaining|free|open|vacant|unsold)(?: ${thing})+$`), 10],
    [new RegExp(`^(?:${thing} )+(?:available|remaining|left|free)$`), 10],
    [/^(?:free|vacancy|on hand|in stock|availability)$/, 8],
    [/^(?:stock|stock (?:level|count|quantity)|inventory|inventory (?:level|count|quantity))$/, 7],
    [/^(?:quantity|qty)$/, 4],
  ],
  isCount,
)

export const isSold = like(
  [
    [/^(?:sold|booked|reserved|taken|occupied|sold count|booking count|registration count|attendee count)$/, 9],
    [new RegExp(`^(?:sold|booked|reserved|taken|occupied) ${thing}$`), 9],
    [new RegExp(`^${thing} (?:sold|booked|reserved|taken|occupied)$`), 9],
  ],
  isCount,
)

export const isCapacity = like(
  [
    [/^(?:(?:total|max|maximum|full) )?capacity$/, 10],
    [new RegExp(`^(?:total|max|maximum)(?: ${thing}| attendee| participant| guest)+$`), 9],
    [new RegExp(`^(?:${thing} )+total$`), 8],
    [/^(?:total|size|seat|ticket)$/, 5],
  ],
  isCount,
)

/** Where something is made, what is there in the beginning is what is there in all. */
export const isCapacityToMake: Likeness = (place) =>
  Math.max(isCapacity(place), isAvailable(place) - 1, likeCountToMake(place))
const likeCountToMake = like(
  [[/^(?:seat|ticket|place|spot|unit|slot) count$|^initial (?:stock|quantity|inventory)$|^limit$/, 7]],
  isCount,
)

export const isVersion = like(
  [
    [/^version$/, 10],
    [/^(?:revision|rev|lock version|row version|version number)$/, 8],
  ],
  isCount,
)

/** The version of something, by its name, by what it stands in or by what is said of it. */
export const isVersionOf =
  (noun: string): Likeness =>
  (place) => {
    if (!isCount(place) || noun === '') return 0
    if (place.phrase === `${noun} version` || (place.around === noun && place.phrase === 'version')) return 10
    return isVersion(place) > 0 && wordsOf(place.shape.description).includes(noun) ? 9 : 0
  }

export const isQuantity = like(
  [
    [/^(?:quantity|qty|seat count|ticket count|item count|party size|group size|seat quantity|ticket quantity)$/, 10],
    [
      /^(?:number of|num|no of|number|count of|nr of) (?:seat|ticket|place|spot|unit|slot|room|item|guest|people|person|attendee|participant)$/,
      10,
    ],
    [/^(?:seat|ticket|place|spot|unit)$/, 9],
    [/^(?:guest|attendee|participant|people|person|pax|passenger|adult)(?: count)?$/, 7],
    [/^(?:count|unit count|size)$/, 6],
    [/^amount$/, 2],
  ],
  isCount,
)

export const isKey = like(
  [
    [/^(?:x )?idempotency (?:key|token|id)$|^idempotent key$/, 10],
    [/^(?:client|customer)? ?(?:request|transaction|mutation) (?:id|token|key)$|^dedupe (?:key|id)$/, 7],
    [/^(?:client (?:token|reference|order id|reference id)|external (?:id|reference)|nonce)$/, 6],
  ],
  isText,
)

/** Of a row, where there is no other key that it could be. */
export const isKeyOfRow: Likeness = (place) => Math.max(isKey(place), likeKeyOfRow(place))
const likeKeyOfRow = like([[/^(?:key|request key)$/, 5]], isText)

export const isToken = like(
  [
    [/^(?:access token|token|jwt|id token|auth token|bearer token|session token)$/, 10],
    [/^(?:api key|session id|access|bearer)$/, 4],
  ],
  isText,
)

export const isApiKey = like([[/^(?:api key|api token|key|access key|app key)$/, 10]], isText)
export const isPassword = like([[/^(?:password|pass|passwd|pwd|secret|pin)$/, 10]], isText)
export const isEmail = like([[/^(?:(?:\w+ )?e ?mail(?: address)?)$/, 10]], isText)

export const isUser = like(
  [
    [/^(?:user|customer|account|member|buyer|client|owner|booker|holder|guest) (?:id|uuid)$/, 10],
    [/^(?:booked|created|reserved|purchased|ordered) by$/, 7],
    [/^(?:user|customer|account|member|buyer|owner|holder)$/, 6],
    [/^(?:(?:user|customer|account|member|buyer|guest) )?e ?mail(?: address)?$/, 5],
    [/^(?:user ?name|login)$/, 4],
  ],
  isTextOrCount,
)

/** An id of a user that stands inside of it, such as `customer.id`. */
export const isUserWithin: Likeness = (place) => {
  const isWithin = /^(?:user|customer|account|member|buyer|client|owner|holder|guest)$/.test(place.around)
  return isWithin && isTextOrCount(place) && /^(?:id|uuid)$/.test(place.phrase) ? 9 : isUser(place)
}

export const isStatus = like(
  [
    [/^(?:status|state)$/, 10],
    [/^(?:kind|entry type|transaction type|event type|action|operation)$/, 9],
    [/^(?:(?:booking|order|reservation|ticket|purchase) (?:status|state))$/, 10],
    [/^type$/, 6],
  ],
  isText,
)

export const isFlagOf = (pattern: RegExp): Likeness => like([[pattern, 10]], isFlag)

export const isCode = like(
  [
    [/^(?:code|error code)$/, 10],
    [/^(?:reason|reason code|error type|error name)$/, 8],
    [/^(?:error|type|name|key|slug)$/, 6],
  ],
  isTextOrCount,
)

export const isPosition = like(
  [
    [/^(?:position|queue position|position in (?:queue|line)|waitlist position|place in queue)$/, 10],
    [/^(?:rank|place)$/, 5],
  ],
  isCount,
)

export const isTime = like([
  [/^(?:created|booked|ordered|placed|purchased|reserved)(?: at| on| time| date)$/, 10],
  [/^(?:at|created|timestamp|time|date|date created|creation date)$/, 8],
])

/** What names a thing of some kind: its id, or what people call it by. */
export const isNameOf =
  (noun: string): Likeness =>
  (place) => {
    if (!isTextOrCount(place)) return 0
    const isWithin =
      place.around === '' || place.around === noun || /^(?:data|result|response|payload)$/.test(place.around)
    const bare = place.phrase.startsWith(`${noun} `) ? place.phrase.slice(noun.length + 1) : place.phrase
    const score = ids.get(bare) ?? 0
    return isWithin ? score : score - 6
  }

const ids: ReadonlyMap<string, number> = new Map([
  ['id', 10],
  ['uuid', 9],
  ['reference', 9],
  ['ref', 8],
  ['number', 7],
  ['reference number', 8],
  ['confirmation number', 8],
  ['confirmation code', 8],
  ['booking reference', 9],
  ['identifier', 8],
  ['code', 6],
  ['sku', 6],
  ['slug', 5],
  ['key', 4],
])

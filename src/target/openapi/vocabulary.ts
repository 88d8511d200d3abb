import type { Weights } from './words.ts'

/*
 * What booking systems call their things. A number says how surely a word stands for that thing.
 */

/** What a booking is called where it is made. */
export const bookingWords: Weights = {
  booking: 12,
  reservation: 12,
  book: 12,
  reserve: 12,
  buy: 12,
  order: 11,
  purchase: 11,
  checkout: 12,
  rsvp: 10,
  appointment: 9,
  enrollment: 9,
  enrolment: 9,
  enroll: 9,
  enrol: 9,
  sale: 8,
  claim: 8,
  allocation: 8,
  ticket: 8,
  registration: 7,
  attendee: 6,
  hold: 6,
  participant: 5,
}

/** What else makes a booking where an event is named, and something else where none is. */
export const joiningWords: Weights = { register: 8, join: 8, attend: 8, signup: 8, acquire: 7, take: 6, grab: 6 }

/** What makes a booking of what was held before. */
export const confirmingWords: Weights = { confirm: 13, commit: 13, complete: 13, finalize: 13, finalise: 13 }

/** Verbs in names of operations that make something. */
export const makingWords: ReadonlySet<string> = new Set(
  'create place make book reserve buy purchase order add submit new issue post start checkout'.split(' '),
)

/** What is done beside bookings, or to them later. */
export const otherWords: ReadonlySet<string> = new Set(
  (
    'cancel cancellation refund return delete remove search query quote price estimate validate validation verify check ' +
    'preview webhook callback notify notification login logout export import bulk batch transfer update edit note comment ' +
    'attachment invoice receipt status history report ship shipment fulfil fulfill fulfillment resend remind reminder ' +
    'print scan redeem item line payment pay waitlist type template hook invite invitation review rating message discount ' +
    'coupon voucher promo promotion report statistic analytic assign approve reject reschedule release expire'
  ).split(' '),
)

/** What can be booked, and how surely it is that. */
export const eventWords: Weights = {
  event: 10,
  show: 9,
  gig: 9,
  concert: 9,
  performance: 9,
  screening: 9,
  slot: 9,
  timeslot: 9,
  product: 8,
  room: 8,
  flight: 8,
  trip: 8,
  departure: 8,
  session: 7,
  course: 7,
  class: 7,
  tour: 7,
  workshop: 7,
  match: 7,
  game: 7,
  festival: 7,
  activity: 7,
  experience: 7,
  sku: 7,
  item: 6,
  article: 6,
  variant: 6,
  inventory: 6,
  stock: 6,
  listing: 6,
  offer: 6,
  offering: 6,
  resource: 6,
  drop: 6,
  space: 6,
  table: 6,
  unit: 5,
  property: 5,
  service: 4,
  venue: 3,
  type: 2,
}

/** What stands before a booking, and is made on the way to it. */
export const basketWords: ReadonlySet<string> = new Set([
  'cart',
  'basket',
  'bag',
  'hold',
  'lock',
  'quote',
  'checkout',
  'draft',
])
export const heldWords: ReadonlySet<string> = new Set(['hold', 'lock', 'draft', 'quote'])
export const lineWords: ReadonlySet<string> = new Set(['item', 'line', 'entry', 'product', 'ticket', 'add'])

export const userWords: ReadonlySet<string> = new Set([
  'user',
  'customer',
  'account',
  'member',
  'client',
  'guest',
  'buyer',
  'attendee',
  'passenger',
])

/** What is somebody's own, and so not everybody's. */
export const ownWords: ReadonlySet<string> = new Set(['me', 'my', 'mine', 'self', 'own'])

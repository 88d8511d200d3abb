import { phraseOf } from './words.ts'

/** What a code, or the words about an answer, may say of a booking that was refused. */
export type Refusal = 'soldOut' | 'conflict' | 'inFlight'

const thing = '(?:seat|ticket|place|spot|room|stock|availability|capacity|inventory|slot|vacancy|unit|item|quantity)'

const soldOut = new RegExp(
  [
    'sold out',
    'out of stock',
    `no (?:more |free )?${thing}`,
    `(?:insufficient|not enough|too few|fewer|inadequate) (?:available |remaining )?${thing}`,
    `${thing} (?:unavailable|exhausted)`,
    '(?:not|no longer|none) available',
    'unavailable',
    '(?:fully|already) (?:booked|reserved|taken)',
    'full$',
    'capacity (?:exceeded|reached)',
    'exceed(?:ed)? (?:the )?(?:available|remaining|stock|inventory)',
    '(?:none|nothing) (?:is |are )?left',
  ].join('|'),
)
const conflict =
  /version|conflict|concurrent|modified|stale|precondition|optimistic|\block(?:ed)?\b|\brace|changed|try again|retry|deadlock|serializ|somebody else|someone else|another (?:process|request|user|client)/
const inFlight =
  /in flight|in progress|still (?:being )?processed|being processed|already processing|key (?:is )?(?:in use|locked|busy)/
/** What only looks like one of them. */
const neither =
  /(?:service|temporarily) unavailable|idempotency key (?:reused|mismatch|conflict)|key (?:reused|mismatch)|already (?:exist|registered|cancelled|canceled)/

/** What a code of a refusal means, or null where it is a refusal like any other. */
export function meaningOfCode(code: string): Refusal | null {
  const phrase = phraseOf(code)
  if (inFlight.test(phrase)) return 'inFlight'
  if (neither.test(phrase)) return null
  if (soldOut.test(phrase)) return 'soldOut'
  return conflict.test(phrase) ? 'conflict' : null
}

/** All that a description of an answer speaks of. */
export function meaningsOfText(text: string): ReadonlySet<Refusal> {
  // A sentence ends what was said in it: "full" at its end is an event that is full.
  const phrases = text.split(/[.;:!?]\s|\n|$/).map(phraseOf)
  return new Set([
    ...(phrases.some((phrase) => soldOut.test(phrase) && !neither.test(phrase)) ? (['soldOut'] as const) : []),
    // The word alone is the name of the status, and says nothing.
    ...(phrases.some((phrase) => phrase !== 'conflict' && conflict.test(phrase)) ? (['conflict'] as const) : []),
  ])
}

/** Finds in a body, as a contract writes it, that there is nothing left. */
export const soldOutPattern =
  '[Ss]old.?[Oo]ut|SOLD.?OUT|[Uu]navailable|[Nn]o longer available|[Oo]ut of stock|[Ii]nsufficient|[Nn]ot enough|[Ff]ully booked'

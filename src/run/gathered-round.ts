import type { LedgerEntry } from '../booking/ledger.ts'
import type { EventRead, RoundFacts } from '../judge/facts.ts'
import { counted, listed } from '../judge/words.ts'
import { UsageError } from '../operator/errors.ts'
import type { Cancellation } from '../record/cancellation.ts'
import type { AttemptLine, CancelLine, EntryLine, LedgerLine, ReadLine, RoundLine } from '../record/history-lines.ts'
import type { Echo } from '../record/plain-lines.ts'
import { cancellationOf } from './gathered-cancellation.ts'
import { GatheredAttempts, type Complain } from './gathered-attempts.ts'
import { closingOf, entryOf, ledgerOf, openingOf, type ToldLedger } from './gathered-ledger.ts'
import { nameAccounts } from './name-accounts.ts'
import { seatsAsked, type SeatsAsked } from './seats-asked.ts'

/** A round as a file tells of it. */
export interface ToldRound {
  readonly name: string
  readonly repetition: number
  /** Seats that every user asked for, or null where they asked for different numbers. */
  readonly asked: number | null
  readonly facts: RoundFacts
  /** Why the file does not tell all of the round, in words for whoever reads the verdict; null where it does. */
  readonly cutOff: string | null
}

interface Opened {
  readonly line: RoundLine
  /** Which round of the file it is, from 1. */
  readonly number: number
  /** The file and the line where it begins. */
  readonly place: string
}

/** Gathers the lines of one round into the facts that it is judged by. */
export class GatheredRound {
  readonly name: string
  readonly #line: RoundLine
  readonly #place: string
  readonly #attempts: GatheredAttempts
  readonly #reads: EventRead[] = []
  readonly #cancellations: Cancellation[] = []
  readonly #entries: LedgerEntry[] = []
  #closing: LedgerLine | null = null

  constructor({ line, number, place }: Opened) {
    this.name = line.name ?? `round ${number}`
    this.#line = line
    this.#place = place
    this.#attempts = new GatheredAttempts(line.asked)
  }

  /** True where the file has a ledger of this round, or a part of one. */
  get hasLedger(): boolean {
    return this.#entries.length > 0 || (this.#closing !== null && this.#closing.unavailable === undefined)
  }

  /** What the lines of a user have said so far. */
  accountOf(user: number): string | null {
    return this.#attempts.toldAccountOf(user)
  }

  /** What the entry of a version is likely to say. */
  echoOf(version: number): Echo | null {
    return this.#attempts.echoOf(version)
  }

  add(line: AttemptLine | ReadLine | CancelLine | EntryLine | LedgerLine, complain: Complain): void {
    switch (line.type) {
      case 'attempt':
        return this.#attempts.add(line, complain)
      case 'read':
        return this.#addRead(line, complain)
      case 'cancel':
        this.#attempts.learnAccount(line, complain)
        return void this.#cancellations.push(cancellationOf(line, complain))
      case 'entry':
        return void this.#entries.push(entryOf(line))
      case 'ledger':
        return this.#close(line, complain)
    }
  }

  /**
   * @param given the ledger of a file of its own, or null
   * @param isCutOff whether the file ends within this round, as far as the end of its text tells
   */
  tell(given: ToldLedger | null, isCutOff: boolean): ToldRound {
    const { repetition = 1, interrupted = false } = this.#line
    const attempts = this.#attempts
    const { ledger: told, accountOf, keyOf } = nameAccounts(attempts, given ?? this.#ledger())
    const opening = openingOf({ ...this.#line, name: this.name }, told)
    const openedUs = this.#line.openedUs ?? this.#earliestUs()
    const cutOff = this.#cutOff(isCutOff)
    const ledger = told === null ? null : ledgerOf(told, opening)
    const history = attempts.history(openedUs)
    const { mayHold = history.beganUs !== undefined } = this.#line
    const users = this.#users()
    const asked = this.#asked(told)
    return {
      name: this.name,
      repetition,
      asked: asked.byEach,
      cutOff,
      facts: {
        opening,
        ledger: ledger ?? { unavailable: this.#whyNoLedger(cutOff) },
        closing: closingOf(this.#closing?.closing ?? given?.closing, { opening, ledger, history }),
        history,
        reads: this.#reads
          .map((read) => ({ ...read, sentUs: read.sentUs - openedUs, endedUs: read.endedUs - openedUs }))
          .toSorted((a, b) => a.endedUs - b.endedUs),
        cancellations: this.#cancellations
          .map((cancellation) => ({
            ...cancellation,
            sentUs: cancellation.sentUs - openedUs,
            endedUs: cancellation.endedUs - openedUs,
          }))
          .toSorted((a, b) => a.endedUs - b.endedUs),
        planned: { users, seatsOf: asked.seatsOf },
        launchedAttempts: this.#launched(history.length, cutOff === null ? 0 : (told?.entries.length ?? 0)),
        accountOf,
        keyOf,
        quietMs: this.#closing?.quietMs ?? 0,
        lateMs: this.#closing?.lateMs ?? 0,
        // What is cut off cannot show that nothing else happened, any more than what was stopped.
        interrupted: interrupted || cutOff !== null,
        ...(mayHold ? { mayHold } : {}),
        mayLackCancellations: cutOff !== null && this.#cancellations.length < (this.#line.cancellations ?? Infinity),
      },
    }
  }

  #close(line: LedgerLine, complain: Complain): void {
    if (this.#closing !== null) complain(`type is "ledger" a second time in ${this.name}; allowed is one a round`)
    const { closing } = line
    if (closing !== undefined && closing.available === undefined && closing.unavailable === undefined)
      complain('closing.available is missing; allowed is a whole number, or closing.unavailable with why there is none')
    this.#closing = line
  }

  #addRead({ user, sentUs, endedUs, available, version }: ReadLine, complain: Complain): void {
    if (endedUs < sentUs) complain(`endedUs is ${endedUs}; allowed is a time from sentUs on, which is ${sentUs}`)
    this.#reads.push({ user, sentUs, endedUs, available, version: version ?? null })
  }

  /** Entries that no line closes may not be all of them, and to judge by some would accuse the innocent. */
  #ledger(): ToldLedger | null {
    if (this.#closing === null || this.#closing.unavailable !== undefined || this.#lacksEntries) return null
    return { entries: this.#entries, event: this.#closing.event ?? {} }
  }

  #whyNoLedger(cutOff: string | null): string {
    return this.#closing?.unavailable ?? (cutOff === null ? 'the file has none' : 'the file is cut off before its end')
  }

  get #lacksEntries(): boolean {
    return this.#entries.length < (this.#line.entries ?? 0)
  }

  #cutOff(isCutOff: boolean): string | null {
    const { attempts = 0, reads = 0, cancellations = 0 } = this.#line
    const found = this.#attempts.length
    if (found < attempts) return `it says ${counted(attempts, 'attempt')} and has ${found.toLocaleString('en')}`
    if (this.#reads.length < reads) return `it says ${counted(reads, 'read')} and has ${this.#reads.length}`
    if (this.#cancellations.length < cancellations)
      return `it says ${counted(cancellations, 'cancellation')} and has ${this.#cancellations.length}`
    if (this.#lacksEntries || (this.#entries.length > 0 && this.#closing === null))
      return 'its ledger has entries and no end'
    return isCutOff ? 'its last line breaks off' : null
  }

  /**
   * Of a file that is cut off nobody knows how many requests are missing, unless it says so itself: enough for
   * everything in the ledger that its attempts do not explain.
   */
  #launched(found: number, atMostMissing: number): number {
    const { launched, attempts } = this.#line
    return launched ?? Math.max(found, attempts ?? found + atMostMissing)
  }

  #earliestUs(): number {
    const earliest = [...this.#reads, ...this.#cancellations].reduce(
      (least, { sentUs }) => Math.min(least, sentUs),
      this.#attempts.earliestUs,
    )
    return Number.isFinite(earliest) ? earliest : 0
  }

  #asked(ledger: ToldLedger | null): SeatsAsked {
    const asked = seatsAsked(this.#attempts, { byAll: this.#line.asked, ledger })
    if (!('differing' in asked)) return asked
    throw new UsageError(
      `${this.#place}: asked is missing, and ${listed(asked.differing.map(String))} seats were booked; allowed is how many ` +
        'were asked for, in the line of the round or in those of the attempts',
    )
  }

  #users(): number {
    const { users } = this.#line
    if (users !== undefined) return users
    const { highestUser, firstSilentUser } = this.#attempts
    if (firstSilentUser > highestUser) return highestUser + 1
    throw new UsageError(
      `${this.#place}: users is missing, and there are attempts of user ${highestUser} but none of user ` +
        `${firstSilentUser}; allowed is how many users there were, or users numbered from 0 without gaps`,
    )
  }
}

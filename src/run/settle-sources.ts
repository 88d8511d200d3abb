import { setTimeout as wait } from 'node:timers/promises'
import type { EventState } from '../booking/event.ts'
import type { Ledger, LedgerEntry } from '../booking/ledger.ts'
import type { Unsettled } from '../judge/unsettled.ts'
import { PolledSource, type Poll } from './polled-source.ts'

/** What a target tells once it was asked again and again, or why it does not tell. */
export interface Sources {
  readonly ledger: Ledger | { readonly unavailable: string }
  /** The event as a look of its own shows it. */
  readonly closing: EventState | { readonly unavailable: string }
}

export interface Settling {
  readonly readLedger: () => Promise<Ledger>
  readonly readEvent: () => Promise<EventState>
  /** What these sources leave open, as far as they and the history can tell. */
  readonly unsettled: (sources: Sources) => Unsettled
  /** How long all has to stay as it is before open operations count as never carried out. */
  readonly quietMs: number
  /** How long all has to stay as it is before what is late counts as missing, and a source that fails as unreadable. */
  readonly settleMs: number
}

export interface Settled extends Sources {
  /** How long all had been unchanged, where something was open or late; otherwise 0. */
  readonly quietMs: number
  /** How long after the beginning the ledger was still seen to change. */
  readonly lateMs: number
  /** Why nobody answers any more; null where somebody does, whatever the answer. */
  readonly gone: string | null
}

const firstWaitMs = 5
const longWaitMs = 50
const longestWaitMs = 500

/** What still changes after so many times the wait is used by somebody else, or shown by copies that differ. */
const waitsAtMost = 12

/**
 * Reads the ledger, and looks at the event, until both say all that they will say: two readings agree, and for a while
 * nothing has changed where requests may still be at work, or where something is missing that may come late.
 */
export async function settleSources(settling: Settling): Promise<Settled> {
  const { quietMs, settleMs } = settling
  const beganMs = performance.now()
  const ledgers = new PolledSource({ read: settling.readLedger, isSame: isSameLedger, limitMs: settleMs })
  const looks = new PolledSource({ read: settling.readEvent, isSame: isSameEvent, limitMs: settleMs })
  let waitMs = firstWaitMs
  for (;;) {
    // In this order, so that a look which shows less than the ledger is known to be behind.
    const ledger = await ledgers.poll()
    const look = await looks.poll()
    const nowMs = performance.now()
    const unchangedMs = nowMs - Math.max(ledgers.changedMs, looks.changedMs)
    if (hasSettled(ledger) && hasSettled(look)) {
      const sources = { ledger: toldBy(ledger), closing: toldBy(look) }
      const { openOperations, isLate } = settling.unsettled(sources)
      const neededMs = Math.max(openOperations > 0 ? quietMs : 0, isLate ? settleMs : 0)
      const watchedMs = neededMs === 0 ? 0 : Math.round(unchangedMs)
      if (unchangedMs >= neededMs) {
        return { ...sources, quietMs: watchedMs, lateMs: ledgers.lateMs, gone: whyGone([ledger, look]) }
      }
    }
    if (nowMs - beganMs > waitsAtMost * settleMs + quietMs) {
      const restless = `it was still changing after ${Math.round((nowMs - beganMs) / 1000)} s`
      const stillMs = Math.max(settleMs, quietMs)
      return {
        ledger: nowMs - ledgers.changedMs < stillMs ? { unavailable: restless } : toldBy(ledger),
        closing: nowMs - looks.changedMs < stillMs ? { unavailable: restless } : toldBy(look),
        quietMs: 0,
        lateMs: ledgers.lateMs,
        gone: null,
      }
    }
    await wait(Math.max(waitMs, pauseOf(ledger), pauseOf(look)))
    waitMs = Math.min(longestWaitMs, Math.max(longWaitMs, waitMs * 1.2))
  }
}

type Told<Value> = Exclude<Poll<Value>, { againInMs: number }>

function hasSettled<Value>(poll: Poll<Value>): poll is Told<Value> {
  return 'unavailable' in poll || ('value' in poll && !poll.isNew)
}

function toldBy<Value>(poll: Poll<Value>): Value | { readonly unavailable: string } {
  if ('value' in poll) return poll.value
  return { unavailable: 'unavailable' in poll ? poll.unavailable : 'it was now to be read, and now not' }
}

const pauseOf = (poll: Poll<unknown>): number => ('againInMs' in poll ? poll.againInMs : 0)

function whyGone(polls: readonly Poll<unknown>[]): string | null {
  const ended = polls.flatMap((poll) => ('unavailable' in poll ? poll : []))
  return ended.length === polls.length ? (ended.find(({ isGone }) => isGone)?.unavailable ?? null) : null
}

function isSameLedger(a: Ledger, b: Ledger): boolean {
  return (
    a.entries.length === b.entries.length &&
    isSameEvent(a.event, b.event) &&
    // A row may become another where it stands, such as a booking that is cancelled.
    a.entries.every((entry, index) => isSameEntry(entry, b.entries[index]))
  )
}

const isSameEntry = (a: LedgerEntry, b: LedgerEntry | undefined): boolean =>
  a.kind === b?.kind && a.reference === b.reference && a.version === b.version && a.seats === b.seats

const isSameEvent = (a: EventState, b: EventState): boolean =>
  a.version === b.version && a.available === b.available && a.capacity === b.capacity

import { listed } from '../target/contract/compile.ts'
import type { ContractDefinition, Steps } from '../target/contract/definition.ts'
import type { ReadStep } from '../target/contract/step-reading.ts'

/** The steps of a contract by what they are for, in the order in which they are taken; none where functions do it. */
export interface ContractSteps {
  readonly account: readonly ReadStep[]
  readonly signIn: readonly ReadStep[]
  readonly probe: readonly ReadStep[]
  readonly event: readonly ReadStep[]
  readonly look: readonly ReadStep[]
  readonly book: readonly ReadStep[]
  readonly cancel: readonly ReadStep[]
  /** One, which is taken for every page. */
  readonly ledger: readonly ReadStep[]
  readonly counter: readonly ReadStep[]
}

export function contractSteps({ users, event, book, cancel, ledger, counter }: ContractDefinition): ContractSteps {
  const { create, signIn, probe } = users
  const { look } = event
  const lookStep: readonly ReadStep[] =
    look === undefined
      ? []
      : [{ ...plain(look, ['event', 'look']), glimpse: { fields: look, path: ['event', 'look'] } }]
  return {
    account:
      create === undefined || typeof create === 'function'
        ? []
        : [{ ...plain(create, ['users', 'create']), each: create.each }],
    signIn: signIn === undefined || typeof signIn === 'function' ? [] : plainList(signIn, ['users', 'signIn']),
    probe: probe === undefined ? [] : [plain(probe, ['users', 'probe'])],
    event:
      event.create === undefined || typeof event.create === 'function'
        ? []
        : plainList(event.create, ['event', 'create']),
    look: lookStep,
    book: flow(book, ['book']),
    cancel: cancel === undefined ? [] : flow(cancel, ['cancel']),
    ledger: ledgerStep(ledger),
    counter:
      counter === undefined
        ? lookStep
        : typeof counter === 'function' || 'sql' in counter
          ? []
          : [{ ...plain(counter, ['counter']), glimpse: { fields: counter, path: ['counter'] } }],
  }
}

function ledgerStep(ledger: ContractDefinition['ledger']): readonly ReadStep[] {
  if (ledger === undefined || typeof ledger === 'function' || 'sql' in ledger) return []
  const step = plain(ledger, ['ledger'])
  return [ledger.event === undefined ? step : { ...step, glimpse: { fields: ledger.event, path: ['ledger', 'event'] } }]
}

const plain = (step: ReadStep['step'], path: readonly string[]): ReadStep => ({ step, path, mayLeadOn: true })

const plainList = (steps: Steps, path: readonly string[]): readonly ReadStep[] =>
  listed(steps, path).map(({ step, path: own }) => ({ step, path: own, mayLeadOn: true }))

function flow<Meaning extends string>(steps: Steps<Meaning>, path: readonly string[]): readonly ReadStep[] {
  const all = listed(steps, path)
  return all.map(({ step, path: own }, index) => ({
    step,
    path: own,
    mayLeadOn: index < all.length - 1,
  }))
}

import type { InvariantRuling } from '../judge/judge.ts'
import type { Witness } from '../judge/rule.ts'
import type { RoundResult } from '../report/result.ts'

/** A ruling as a result carries it. */
export const invariantResult = ({
  evidence,
  ...rest
}: InvariantRuling): RoundResult['verdict']['invariants'][number] => ({ ...rest, evidence: evidence.map(copyOf) })

const copyOf = ({ claim, attempts, entries, looks }: Witness) => ({
  claim,
  attempts: [...attempts],
  entries: [...entries],
  ...(looks === undefined ? {} : { looks: [...looks] }),
})

/**
 * Who goes when: turn by turn in another order, so that nobody is always the first after a pause or always follows
 * the same neighbour.
 */
export function orderOf<Participant>(participants: readonly Participant[], turn: number): readonly Participant[] {
  const first = turn % participants.length
  const rotated = [...participants.slice(first), ...participants.slice(0, first)]
  return Math.floor(turn / participants.length) % 2 === 0 ? rotated : rotated.toReversed()
}

/** What was measured of each participant, by its name. */
export type Samples<Sample> = ReadonlyMap<string, readonly Sample[]>

/** Measures every participant once a turn. */
export async function inTurn<Participant extends { readonly name: string }, Sample>(
  participants: readonly Participant[],
  turns: number,
  measure: (participant: Participant) => Promise<Sample>,
): Promise<Samples<Sample>> {
  const samples = new Map<string, Sample[]>(participants.map(({ name }) => [name, []]))
  for (let turn = 0; turn < turns; turn++) {
    for (const participant of orderOf(participants, turn)) {
      samples.get(participant.name)?.push(await measure(participant))
    }
  }
  return samples
}

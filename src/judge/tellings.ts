import { acknowledgedAt, type Acknowledgement, type History } from '../record/history.ts'
import { placesWhere } from '../record/places-where.ts'
import { countingSort, type Numbered } from './counting-sort.ts'

/** Every answer that acknowledged something, in columns: the answers to one operation stand side by side. */
export interface Tellings {
  readonly history: History
  readonly length: number
  /** Of which attempt each is the answer, as an index into the history. */
  readonly place: Uint32Array
  /** The number of its operation. */
  readonly operation: Uint32Array
  readonly said: readonly Acknowledgement[]
  /** By operation, where its answers begin; one more than there are operations, so that each has an end. */
  readonly start: Uint32Array
}

/** @param operationAt by attempt, the number of its operation */
export function gatherTellings(history: History, operationAt: Uint32Array, operations: number): Tellings {
  const places = placesWhere(history.told, (told) => told !== 0)
  const { order, start }: Numbered = countingSort(
    places.map((place) => operationAt[place] ?? 0),
    operations,
  )
  const place = order.map((index) => places[index] ?? 0)
  const said: Acknowledgement[] = []
  for (const index of place) said.push(saidAt(history, index))
  return { history, length: place.length, place, operation: place.map((index) => operationAt[index] ?? 0), said, start }
}

/** @param telling its number */
export function saidIn({ said }: Tellings, telling: number): Acknowledgement {
  const answer = said[telling]
  if (!answer) throw new RangeError(`there is no answer ${telling} of ${said.length}`)
  return answer
}

function saidAt(history: History, place: number): Acknowledgement {
  const said = acknowledgedAt(history, place)
  if (!said) throw new RangeError(`a history has no acknowledgement of attempt ${place}`)
  return said
}

import { acknowledgedAt, type Acknowledgement, type History } from './history.ts'

/**
 * Makes a history of what another clock timed and another hand put in order: its times count from the opening of the
 * gate, and its attempts stand in the order in which they ended, those of the same instant as they stood.
 * @param openedUs when the gate opened, by the clock of the history
 */
export function alignHistory(history: History, openedUs: number): History {
  return inOrderOfEnd(openedUs === 0 ? history : countedFrom(history, openedUs))
}

function countedFrom(history: History, openedUs: number): History {
  const since = (times: Float64Array) => times.map((us) => us - openedUs)
  const { plannedUs, sentUs, beganUs, endedUs } = history
  return {
    ...history,
    plannedUs: since(plannedUs),
    sentUs: since(sentUs),
    ...(beganUs === undefined ? {} : { beganUs: since(beganUs) }),
    endedUs: since(endedUs),
  }
}

function inOrderOfEnd(history: History): History {
  const { endedUs } = history
  const isInOrder = endedUs.every((us, index) => index === 0 || us >= (endedUs[index - 1] ?? us))
  if (isInOrder) return history
  const order = Uint32Array.from(endedUs.keys()).sort((a, b) => (endedUs[a] ?? 0) - (endedUs[b] ?? 0) || a - b)
  return reordered(history, order)
}

/** @param order for each new place, the place where its attempt stood; attempts without one are left out */
export function reordered(history: History, order: Uint32Array): History {
  const { beganUs } = history
  const acknowledgements: Acknowledgement[] = []
  const told = new Uint32Array(order.length)
  for (const [to, from] of order.entries()) {
    const acknowledged = acknowledgedAt(history, from)
    if (acknowledged) told[to] = acknowledgements.push(acknowledged)
  }
  return {
    length: order.length,
    codes: history.codes,
    told,
    acknowledgements,
    user: Uint32Array.from(order, (from) => history.user[from] ?? 0),
    attempt: Uint32Array.from(order, (from) => history.attempt[from] ?? 0),
    operation: Uint32Array.from(order, (from) => history.operation[from] ?? 0),
    step: Uint8Array.from(order, (from) => history.step[from] ?? 0),
    outcome: Uint8Array.from(order, (from) => history.outcome[from] ?? 0),
    status: Uint16Array.from(order, (from) => history.status[from] ?? 0),
    cause: Uint8Array.from(order, (from) => history.cause[from] ?? 0),
    code: Uint16Array.from(order, (from) => history.code[from] ?? 0),
    plannedUs: Float64Array.from(order, (from) => history.plannedUs[from] ?? 0),
    sentUs: Float64Array.from(order, (from) => history.sentUs[from] ?? 0),
    ...(beganUs === undefined ? {} : { beganUs: Float64Array.from(order, (from) => beganUs[from] ?? 0) }),
    endedUs: Float64Array.from(order, (from) => history.endedUs[from] ?? 0),
  }
}

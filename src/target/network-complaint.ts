const complaints: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'there is no such host',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer within 5 s',
}

/** Why something on the network could not be reached, in words. */
export function networkComplaint(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = errorCode(error)
  if (/^ERR_SSL|^EPROTO$/.test(code)) return 'it does not speak TLS there'
  return complaints[code] ?? ((error.message.split('\n')[0] ?? '') || code)
}

/** Whether it is the system that says so, and not whoever is at the other end: `ECONNRESET`, `EPIPE`. */
export const isOfTheSystem = (error: unknown): boolean => error instanceof Error && /^E[A-Z_]+$/.test(errorCode(error))

const errorCode = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '')

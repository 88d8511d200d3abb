import { Problem } from './problem.ts'

/** What Fastify, its plugins and its validator throw; everything is optional, because anything can be thrown. */
export interface ThrownError extends Error {
  readonly code?: string
  readonly statusCode?: number
  readonly validation?: readonly Complaint[]
  readonly validationContext?: string
}

/** One complaint of the validator, as far as it is read here. */
interface Complaint {
  readonly instancePath: string
  readonly message?: string
  readonly params: Readonly<Record<string, unknown>>
}

/** The refusal that an error stands for; a failure of our own becomes `INTERNAL`, and says nothing about its inside. */
export function problemFromError(error: ThrownError): Problem {
  if (error instanceof Problem) return error
  const [complaint] = error.validation ?? []
  if (complaint !== undefined) return fromComplaint(complaint, error.validationContext ?? 'request')
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem('BODY_TOO_LARGE')
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Problem('UNSUPPORTED_MEDIA_TYPE')
  const { statusCode = 500 } = error
  return statusCode < 500 ? new Problem('INVALID', error.message) : new Problem('INTERNAL')
}

function fromComplaint({ instancePath, message = 'is not valid', params }: Complaint, part: string): Problem {
  const { missingProperty, additionalProperty } = params
  if (typeof missingProperty === 'string') return invalid(part, `${instancePath}/${missingProperty}`, 'is missing')
  if (typeof additionalProperty === 'string')
    return invalid(part, `${instancePath}/${additionalProperty}`, 'is unknown')
  return invalid(part, instancePath, message)
}

function invalid(part: string, pointer: string, complaint: string): Problem {
  return new Problem('INVALID', `${part}${pointer} ${complaint}`, pointer === '' ? part : pointer)
}

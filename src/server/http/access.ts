import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest, HookHandlerDoneFunction, FastifyReply } from 'fastify'
import type { UserId } from '../../booking/event.ts'
import { Problem, type ProblemCode } from './problem.ts'
import type { Tokens } from './tokens.ts'

/** Who may call a route. */
export type Access = 'public' | 'user' | 'admin'

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly access?: Access
    /** The refusals of a route's own; those of its access and its schemas follow by themselves. */
    readonly problems?: readonly ProblemCode[]
  }
  interface FastifyRequest {
    /** Set on the routes of users, once the token has been verified. */
    userId: UserId | null
  }
}

type Guard = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void

/** Lets users through, and notes which one it is. */
export function guardForUsers(tokens: Tokens): Guard {
  return (request, _reply, done) => {
    request.userId = tokens.verify(bearerOf(request))
    done(request.userId === null ? new Problem('UNAUTHORIZED') : undefined)
  }
}

/** Lets the admin through; a user who tries learns that the token is good, but not good enough. */
export function guardForAdmin(tokens: Tokens, adminToken: string): Guard {
  // Digests, because a comparison in constant time needs two values of one length.
  const expected = digest(adminToken)
  return (request, _reply, done) => {
    const token = bearerOf(request)
    if (timingSafeEqual(digest(token), expected)) return done()
    return done(new Problem(tokens.verify(token) === null ? 'UNAUTHORIZED' : 'FORBIDDEN'))
  }
}

/** The user of a request on a route of users. */
export function userOf(request: FastifyRequest): UserId {
  if (request.userId === null) throw new Problem('UNAUTHORIZED')
  return request.userId
}

function bearerOf({ headers }: FastifyRequest): string {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

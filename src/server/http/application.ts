import type { FastifyReply } from 'fastify'
import type { SelfSigned } from '../certificate.ts'
import { answerBrokenRequest } from './broken-request.ts'
import { guardRoutes, type GuardOptions } from './guard-routes.ts'
import { createListener, type Listener } from './listener.ts'
import { problemFromError, type ThrownError } from './problem-from-error.ts'
import { sendProblem } from './problem.ts'
import { registerRoutes } from './register-routes.ts'
import type { RouteTools } from './route-tools.ts'

/**
 * The HTTP side: every route, who may call it, and one form for every refusal. It does not listen yet.
 * @param identity what it speaks HTTP/2 with; null for HTTP/1.1 in the clear
 */
export async function createApplication(
  tools: RouteTools,
  guards: GuardOptions,
  identity: SelfSigned | null,
): Promise<Listener> {
  const listener = createListener(identity, {
    bodyLimit: 16 * 1024,
    // A request that comes while the server closes is still answered, and its connection closed.
    return503OnClosing: false,
    // Each HEAD route would compile the schemas of its GET once more, and delay the start.
    exposeHeadRoutes: false,
    // The schemas are ours. They are checked whenever the document is generated; at each start, it would cost a tenth of it.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, validateSchema: false } },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, _request, reply) => {
      answerError(error, reply)
    },
  })
  const { app } = listener
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler<ThrownError>((error, _request, reply) => answerError(error, reply))
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'NOT_FOUND'))
  await guardRoutes(app, tools.tokens, guards)
  registerRoutes(app, tools)
  return listener
}

function answerError(error: ThrownError, reply: FastifyReply): void {
  const problem = problemFromError(error)
  // Where the connection was closed first, such as at the end of a run, there is nothing to be warned of.
  if (problem.code === 'INTERNAL' && !reply.raw.destroyed) process.emitWarning(error)
  void sendProblem(reply, problem.code, problem.message, problem.field)
}

import type { SwaggerTransform } from '@fastify/swagger'
import { fastify, type FastifyInstance } from 'fastify'
import type { Access } from './access.ts'
import { problems, problemType, type ProblemCode } from './problem.ts'

const problemSchema = {
  $id: 'Problem',
  type: 'object',
  description: 'Why a request was refused (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: Object.keys(problems) },
    field: { type: 'string', description: 'The JSON pointer or the name of what is wrong.' },
  },
}

/**
 * Generates the document from the schemas of the routes, on an instance of its own that never listens: what this needs
 * takes as long to load as a third of the server, and few ever ask for it.
 */
export async function describeApi(registerAll: (app: FastifyInstance) => void): Promise<object> {
  const { default: swagger } = await import('@fastify/swagger')
  const app = fastify({ exposeHeadRoutes: false })
  app.addSchema(problemSchema)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'bookload booking server',
        version: '1',
        description: 'A booking API whose every change installs a version, and which keeps a ledger of what it sold.',
      },
      components: {
        securitySchemes: {
          user: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: "A user's token." },
          admin: { type: 'http', scheme: 'bearer', description: 'The token that the server was started with.' },
        },
      },
    },
    refResolver: {
      buildLocalReference: ({ $id }, _baseUri, _fragment, i) => (typeof $id === 'string' ? $id : `def-${i}`),
    },
    transform: describeRefusals,
  })
  registerAll(app)
  await app.ready()
  return app.swagger()
}

/** Adds what a route may be refused with. The routes do not list it, since a refusal needs no serialiser of its own. */
const describeRefusals: SwaggerTransform = ({ schema, url, route }) => {
  const { access = 'public', problems: own = [] } = route.config ?? {}
  const hasInput = ['body', 'headers', 'querystring'].some((part) => part in schema)
  const codes = [
    ...(hasInput ? (['INVALID'] as const) : []),
    ...('body' in schema ? (['BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const) : []),
    ...codesOfAccess[access],
    ...own,
    'INTERNAL' as const,
  ]
  const response = Object.assign({}, schema.response, refusalsByStatus(codes))
  return { schema: { ...schema, response, ...securityOf(access) }, url }
}

const codesOfAccess: Readonly<Record<Access, readonly ProblemCode[]>> = {
  public: [],
  user: ['UNAUTHORIZED', 'RATE_LIMITED'],
  admin: ['UNAUTHORIZED', 'FORBIDDEN'],
}

const securityOf = (access: Access) => (access === 'public' ? {} : { security: [{ [access]: [] }] })

function refusalsByStatus(codes: readonly ProblemCode[]): Record<number, object> {
  const statuses = new Set(codes.map((code) => problems[code].status))
  return Object.fromEntries(
    [...statuses].map((status) => {
      const named = codes.filter((code) => problems[code].status === status)
      const description = named.map((code) => `\`${code}\`: ${problems[code].detail}`).join(' ')
      return [status, { description, content: { [problemType]: { schema: { $ref: 'Problem#' } } } }]
    }),
  )
}

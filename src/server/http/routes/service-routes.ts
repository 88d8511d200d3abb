import type { FastifyInstance } from 'fastify'
import { Metrics } from '../metrics.ts'
import { describeApi } from '../openapi.ts'
import type { RouteTools } from '../route-tools.ts'

const health = {
  operationId: 'health',
  summary: 'Whether the server answers',
  tags: ['service'],
  response: {
    200: {
      description: 'It does.',
      type: 'object',
      required: ['status'],
      properties: { status: { type: 'string', const: 'ok' } },
    },
  },
}

const metricsText = {
  operationId: 'metrics',
  summary: 'Counters and timings for Prometheus',
  tags: ['service'],
  response: { 200: { description: 'Text in the exposition format of Prometheus.', type: 'string' } },
}

const contract = {
  operationId: 'openapi',
  summary: 'This document',
  tags: ['service'],
  response: { 200: { description: 'OpenAPI 3.1.', type: 'object', additionalProperties: true } },
}

/** @param registerAll registers every route of the API, these included, on an instance that only describes them */
export function registerServiceRoutes(
  api: FastifyInstance,
  { tally }: RouteTools,
  registerAll: (app: FastifyInstance) => void,
): void {
  let description: Promise<object> | undefined
  const metrics = new Metrics(tally)

  api.get('/health', { schema: health, config: { access: 'public' } }, (_request, reply) =>
    reply.send({ status: 'ok' }),
  )

  api.get('/metrics', { schema: metricsText, config: { access: 'public' } }, async (_request, reply) => {
    const { contentType, text } = await metrics.write()
    return reply.header('content-type', contentType).send(text)
  })

  api.get('/openapi.json', { schema: contract, config: { access: 'public' } }, async () => {
    description ??= describeApi(registerAll)
    return description
  })
}

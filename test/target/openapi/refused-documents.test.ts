import { describe, expect, test } from 'vitest'
import { UsageError } from '../../../src/operator/errors.ts'
import { askedWith, documentWith, proposeChecked } from './checked-proposal.ts'

const text = { type: 'string' }

describe('what is no document to propose from is refused in a sentence', () => {
  test.each([
    [null, 'it is no OpenAPI document; allowed is OpenAPI 3.0 or 3.1'],
    ['openapi: 3.0.0', 'it is no OpenAPI document; allowed is OpenAPI 3.0 or 3.1'],
    [
      { swagger: '2.0', paths: {} },
      'it is Swagger 2.0; allowed is OpenAPI 3.0 or 3.1, to which converters such as swagger2openapi bring it',
    ],
    [{ openapi: '4.0.0' }, 'it is OpenAPI "4.0.0"; allowed is OpenAPI 3.0 or 3.1'],
    [{ paths: {} }, 'it says of no version of OpenAPI that it is written in it; allowed is OpenAPI 3.0 or 3.1'],
  ])('%j', (document, complaint) => {
    expect(() => proposeChecked(document)).toThrow(new UsageError(complaint))
  })

  test('a document without a booking', () => {
    const document = documentWith({
      '/articles': { get: {}, post: askedWith({ title: text }) },
      '/users': { post: {} },
    })
    expect(() => proposeChecked(document)).toThrow(
      /^no operation in it looks like a booking; allowed is a document with one such as POST \/bookings/,
    )
  })
})

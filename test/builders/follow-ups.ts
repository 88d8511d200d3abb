import * as fc from 'fast-check'
import { bookWhos, cancelBys, cancelWhats, repeatAs } from '../../src/scenario/follow-up.ts'
import type { FollowUpField } from '../../src/scenario/schema.ts'

const times = fc.integer({ min: 1, max: 4 })
const cancel = fc.record({ what: fc.constantFrom(...cancelWhats), by: fc.constantFrom(...cancelBys), times })
const repeat = fc.record({ as: fc.constantFrom(...repeatAs), times })
const book = fc.record({ who: fc.constantFrom(...bookWhos), times })

/** Follow-ups as a scenario file has them: one of the three at least, each with all that can be said of it. */
export const followUpFields: fc.Arbitrary<FollowUpField> = fc.oneof(
  fc.record({ cancel, repeat, book }, { requiredKeys: ['cancel'] }),
  fc.record({ cancel, repeat, book }, { requiredKeys: ['repeat'] }),
  fc.record({ cancel, repeat, book }, { requiredKeys: ['book'] }),
)

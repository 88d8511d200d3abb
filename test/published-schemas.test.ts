import { expect, test } from 'vitest'
import { historyJsonSchema } from '../src/record/history-lines.ts'
import { resultJsonSchema } from '../src/report/schema.ts'
import { scenarioJsonSchema } from '../src/scenario/schema.ts'
import { contractJsonSchema } from '../src/target/contract/schema.ts'

// The schemas in docs/schema are what editors and other tools read. After a change of a definition, `vitest -u` writes
// them anew; in CI a schema that was forgotten fails here.
test.each([
  ['scenario.v1.json', scenarioJsonSchema()],
  ['result.v1.json', resultJsonSchema()],
  ['history.v1.json', historyJsonSchema()],
  ['contract.v1.json', contractJsonSchema()],
])('docs/schema/%s is what the definition in the code says', async (name, schema) => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(`../docs/schema/${name}`)
})

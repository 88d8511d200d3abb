import { defineConfig } from 'vitest/config'

/**
 * For `npm run mutate`: the judge's own tests and nothing to build. Each runs thousands of times, so properties try few
 * of their cases, and always the same ones. That can only make mutants survive.
 */
// oxlint-disable-next-line import/no-default-export
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['judge/**/*.test.ts'],
    // Hundreds of drawn lotteries and simulated sales, each of which deals out its wins 10,000 times: minutes with the
    // counting, and a mutant that loops is given as long. What they ask of the whole, others ask of each part.
    exclude: ['judge/fairness/{group-bias,simulated}.test.ts'],
    env: { BOOKLOAD_SHARE_OF_CASES: '0.03' },
    // A busy machine kills no mutants.
    testTimeout: 60_000,
    isolate: false,
    setupFiles: ['./builders/same-cases.ts'],
  },
})

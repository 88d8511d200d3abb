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
    env: { BOOKLOAD_SHARE_OF_CASES: '0.03' },
    // The draws of a lottery are not cut short, and take their time in code that counts what it reaches.
    testTimeout: 300_000,
    isolate: false,
    setupFiles: ['./builders/same-cases.ts'],
  },
})

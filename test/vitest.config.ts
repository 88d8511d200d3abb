import { defineConfig } from 'vitest/config'

// The one default export that vitest asks for.
// oxlint-disable-next-line import/no-default-export
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // The CLI tests run the built program, so it is built from the sources under test first.
    globalSetup: ['./build-once.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})

import { defineConfig } from 'vitest/config';

/** Other people's programs against the simulated account. They are installed from their registry, so that npm test stays without a network. */
export default defineConfig({
  test: {
    include: ['test/peers/*.test.ts'],
    globalSetup: ['test/support/built.ts'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/durability/*.test.ts'],
    globalSetup: ['test/support/built.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});

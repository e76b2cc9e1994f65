import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The long ones; npm test has the others.
    include: [
      'test/durability/actions-in-turn.test.ts',
      'test/durability/denied-in-turn.test.ts',
      'test/durability/every-write.test.ts',
      'test/durability/faults-in-turn.test.ts',
      'test/durability/kill-nine.test.ts',
      'test/durability/undo-in-turn.test.ts',
    ],
    globalSetup: ['test/support/built.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});

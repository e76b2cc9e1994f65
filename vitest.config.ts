import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // These stop the program, or refuse its calls, hundreds of times; npm run test:durability and .ci/run run them.
    exclude: [
      ...configDefaults.exclude,
      // This one needs a network; npm run test:peers runs it.
      'test/peers/**',
      'test/durability/actions-in-turn.test.ts',
      'test/durability/denied-in-turn.test.ts',
      'test/durability/every-write.test.ts',
      'test/durability/faults-in-turn.test.ts',
      'test/durability/kill-nine.test.ts',
      'test/durability/undo-in-turn.test.ts',
    ],
    globalSetup: ['test/support/built.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});

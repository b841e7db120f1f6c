import config from './jest.config.js'

/** Set by scripts/mutation.ts: the suites that can tell these mutants apart. */
const suites = process.env.MUTATION_SUITES?.split(',') ?? ['*']

export default {
  ...config,
  testMatch: suites.map(name => `**/__tests__/${name}.test.ts`),
  maxWorkers: 1,
  bail: 1,
  testTimeout: 10_000,
  testSequencer: './__tests__/support/mutation-sequencer.cjs',
  testEnvironment: './__tests__/support/mutation-environment.cjs'
}

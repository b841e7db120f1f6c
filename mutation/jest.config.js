import config from '../jest.config.js'

/** Of the file under mutation, set by run.ts: unit tests run src/ in their own process, where Stryker sees it. */
const { MUTATION_TEST: test = '*' } = process.env

export default {
  ...config,
  rootDir: '..',
  testMatch: [`<rootDir>/__tests__/unit/${test}.test.ts`],
  globalSetup: undefined,
  setupFilesAfterEnv: [],
  bail: 1,
  testTimeout: 10_000
}

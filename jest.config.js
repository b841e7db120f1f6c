export default {
  testMatch: ['**/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': './__tests__/support/strip-types.js' },
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/.stryker-tmp/'],
  maxConcurrency: 16,
  maxWorkers: '100%',
  testTimeout: 30_000
}

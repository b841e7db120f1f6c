export default {
  testMatch: ['**/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/__tests__/support/strip-types.js' },
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/mutation/'],
  globalSetup: '<rootDir>/scripts/fresh-dist.ts',
  coverageProvider: 'v8',
  coverageReporters: ['text-summary'],
  // What these two do is measured in dist/, by whole runs.
  collectCoverageFrom: ['src/**/*.ts', '!src/main.ts', '!src/index.ts'],
  coverageThreshold: { global: { branches: 95 } },
  maxConcurrency: 16,
  maxWorkers: '100%',
  testTimeout: 30_000
}

export default {
  testMatch: ['**/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': './__tests__/support/strip-types.js' },
  modulePathIgnorePatterns: ['<rootDir>/stubs/', '<rootDir>/.stryker-tmp/'],
  testTimeout: 30_000
}

import config from './jest.config.js'

// The tests that tell mutants apart by what the action does, not by how quick, small or documented it is.
export default { ...config, maxWorkers: 1, testPathIgnorePatterns: ['bundle', 'contract', 'demo', 'certificates', 'github\\.test', 'proxy\\.test', 'runner-commands', 'simulator', 'limits'] }

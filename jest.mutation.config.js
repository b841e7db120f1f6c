import config from './jest.config.js'

// The tests that tell mutants apart by what the action does, not by how quick, small or documented it is. Those of
// lost answers run side by side, so a mutation run cannot tell which of them met a mutant.
export default { ...config, maxWorkers: 1, testPathIgnorePatterns: ['bundle', 'contract', 'demo', 'certificates', 'github\\.test', 'proxy\\.test', 'runner-commands', 'simulator', 'limits', 'lost-answers'] }

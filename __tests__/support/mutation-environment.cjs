// In a mutation run the first test that fails has told the mutant apart: those behind it are left out.
const { TestEnvironment } = require('jest-environment-node')

module.exports = class extends TestEnvironment {
  #failed = false

  handleTestEvent({ name, test }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.#failed = true
    if (name === 'test_start' && this.#failed) test.mode = 'skip'
  }
}

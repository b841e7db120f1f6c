// In a mutation run the suites go in the order they are named in: what tells most mutants apart, and soonest, comes first.
const { default: Sequencer } = require('@jest/test-sequencer')
const names = process.env.MUTATION_SUITES.split(',')

module.exports = class extends Sequencer {
  sort(tests) {
    const place = ({ path }) => names.findIndex(name => path.endsWith(`${name}.test.ts`))
    return [...tests].sort((one, other) => place(one) - place(other))
  }
}

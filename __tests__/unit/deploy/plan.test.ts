import { expect, test } from '@jest/globals'
import { createPlan } from '../../../src/deploy/plan.ts'

test('a plan has a wave for each environment, with every group, in the orders given', () => {
  const plan = createPlan({ groups: ['Pay', 'Loan'], environments: ['test', 'production'] })

  expect(plan).toEqual([
    {
      environment: 'test',
      targets: [
        { group: 'Pay', environment: 'test' },
        { group: 'Loan', environment: 'test' }
      ]
    },
    {
      environment: 'production',
      targets: [
        { group: 'Pay', environment: 'production' },
        { group: 'Loan', environment: 'production' }
      ]
    }
  ])
})

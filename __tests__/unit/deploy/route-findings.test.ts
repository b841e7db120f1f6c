import { describe, expect, test } from '@jest/globals'
import { readRouteHealth } from '../../../src/apinizer/parse-lists.ts'
import { classifyRoutes, type RouteFinding } from '../../../src/deploy/route-findings.ts'

/** Worker pods as `w1+ w2- w3:refused`: one that serves, one that does not, one with an error. */
function readPods(pods: string) {
  return pods.split(' ').flatMap(word => {
    const [, podName, sign = '', error] = /^(\w+)([+-]?):?(.*)$/.exec(word) ?? []
    const one = {
      podName,
      workerPodIp: `http://${podName ?? ''}:8091`,
      error: error?.replace('_', ' ')
    }
    return podName === undefined ? [] : [{ ...one, routeActive: sign === '+' }]
  })
}

/** A route as the Manager sends it; all worker pods that are listed respond. */
function createRoute(deployedInManager: boolean | undefined, text: string, fields = {}) {
  const pods = readPods(text)
  const podsActive = pods.filter(({ routeActive }) => routeActive).length
  const routeActive = podsActive === pods.length
  return { deployedInManager, routeActive, podsResponded: pods.length, podsActive, pods, ...fields }
}

interface Row {
  name: string
  pods: string
  /** Of a second API Proxy’s route. */
  others?: string
  /** Whether the Manager says that the API Proxy is deployed by itself. */
  own?: boolean | 'not told'
  fields?: object
  isProof?: boolean
  says?: RegExp
}

function testRows(isDeployed: boolean, state: RouteFinding['state'], rows: Row[]): void {
  test.each(rows)(`${state}: $name`, row => {
    const { pods, others, own = isDeployed, fields, isProof = false, says = /^$/ } = row
    const deployed = own === 'not told' ? undefined : own
    const routes = [createRoute(deployed, pods, fields)]
    if (others !== undefined) {
      routes.push(createRoute(true, others))
    }
    const result = classifyRoutes(routes.map(readRouteHealth), { isDeployed, isProof })

    expect(result.state).toBe(state)
    expect(result.finding).toMatch(says)
    expect(result.proof).toBe('')
    expect(result.isOrphan).toBe(/orphan/.test(result.finding) ? true : undefined)
  })
}

describe('after a deployment', () => {
  const own = false
  testRows(true, 'confirmed', [
    { name: 'all serve it', pods: 'w1+ w2+' },
    { name: 'all serve it, not told', pods: 'w1+ w2+', own: 'not told' },
    { name: 'worst: served', pods: 'w1-', own, others: 'w1+' }
  ])
  testRows(true, 'contradicted', [
    { name: 'one does not', pods: 'w1+ w2-', says: /^w2 does not serve/ },
    { name: 'none does', pods: 'w1- w2-', says: /^w1, w2 do not serve/ },
    { name: 'not loaded', pods: 'w1+ w2:not_loaded', says: /^w2 does not serve/ },
    { name: 'serves, with an error', pods: 'w1+:not_found w2+', says: /^w1 does not/ },
    { name: 'failed and not asked', pods: 'w1- w2:refused', says: /^w1 does not/ },
    { name: 'disagree', pods: 'w1+', fields: { inconsistent: true }, says: /not confirm/ },
    { name: 'the sum: no', pods: 'w1+', fields: { routeActive: false }, says: /not confirm/ },
    { name: 'not all', pods: 'w1+', fields: { podsResponded: 3 }, says: /not confirm/ },
    { name: 'orphan', pods: 'w1+ w2+', own, says: /^w1, w2 still serve it.*orphan/ },
    { name: 'orphan of one', pods: 'w1+ w2-', own, says: /^w1 still serves it/ },
    { name: 'orphan of the sum', pods: '', own, says: /^a worker pod still/ },
    { name: 'worst: not served', pods: 'w1+', others: 'w1-', says: /serve/ },
    { name: 'worst: no pod, not served', pods: '', others: 'w1-', says: /serve/ }
  ])
  testRows(true, 'inconclusive', [
    { name: 'no pod', pods: '', says: /no worker pod/ },
    { name: 'none listed', pods: '', fields: { podsResponded: 2 }, says: /no worker/ },
    { name: 'none came', pods: 'w1+', fields: { podsResponded: 0 }, says: /no worker/ },
    { name: 'not asked', pods: 'w1+ w2:refused', says: /^w2 could .*: refused/ },
    { name: 'not told', pods: 'w1- w2-', own: 'not told', says: /by itself/ },
    { name: 'worst: no pod', pods: 'w1+', others: '', says: /no worker pod/ }
  ])
  testRows(true, 'neutral', [
    { name: 'not by itself', pods: 'w1- w2-', own },
    { name: 'not by itself, no pod', pods: '', fields: { routeActive: false }, own },
    { name: 'orphan, proof', pods: 'w1+', own, isProof: true }
  ])
})

describe('after an undeployment', () => {
  testRows(false, 'confirmed', [
    { name: 'none serves it', pods: 'w1- w2-' },
    { name: 'none serves it, not told', pods: 'w1-', own: 'not told' },
    { name: 'deployed by itself', pods: 'w1+', own: true },
    { name: 'not loaded', pods: 'w1:not_deployed' }
  ])
  testRows(false, 'contradicted', [{ name: 'orphan', pods: 'w1+', says: /orphan/ }])
  testRows(false, 'inconclusive', [
    { name: 'one not asked', pods: 'w1- w2:refused', says: /^w2 could not .*: refused$/ },
    { name: 'none asked', pods: 'w1:a w2:b', says: /^w1 .*: a, w2 .*: b$/ },
    { name: 'no pod', pods: '', fields: { routeActive: false }, says: /no worker pod/ },
    { name: 'served, not told', pods: 'w1+ w2+', own: 'not told', says: /does not tell/ }
  ])
})

test('no route shows nothing', () => {
  const { state, finding } = classifyRoutes([], { isDeployed: true })
  expect([state, finding]).toEqual(['inconclusive', expect.stringMatching(/no route/)])
})

describe('worker pods that the deployment reported', () => {
  /** As `name/ip`. */
  const readReported = (pods: string) =>
    pods.split(' ').flatMap(pod => {
      const [name = '', ip = ''] = pod.split('/')
      return pod === '' ? [] : [{ name, ip, success: true, message: '' }]
    })
  const rows: { name: string; reported: string; says?: RegExp; proof?: RegExp }[] = [
    { name: 'none', reported: '' },
    { name: 'the same, by address', reported: 'a/w1 b/w2' },
    { name: 'the same, by name', reported: 'w1/10.0.0.1 w2' },
    { name: 'the same twice', reported: 'w1 w1' },
    { name: 'silent ones', reported: 'a/w1 c/10.0.0.3 d', says: /^c 10.0.0.3, d did not/ },
    { name: 'one silent twice', reported: 'w1 d d', says: /^d did not respond$/ },
    { name: 'others, more', reported: 'x/10.0.0.1', proof: /^2 .*reported 1; .*compared\.$/ },
    { name: 'others, as many', reported: 'x y', proof: /reported 2/ },
    { name: 'others, fewer', reported: 'x y z', says: /^2 worker pods .*reported 3$/ }
  ]
  test.each(rows)('$name: $says', ({ reported, says, proof = /^$/ }) => {
    const expectation = { isDeployed: true, reportedPods: readReported(reported) }
    const result = classifyRoutes([readRouteHealth(createRoute(true, 'w1+ w2+'))], expectation)

    expect(result.state).toBe(says === undefined ? 'confirmed' : 'inconclusive')
    expect(result.finding).toMatch(says ?? /^$/)
    expect(result.proof).toMatch(proof)
    expect(result.pods).toBe(says === undefined ? 2 : undefined)
  })
})

describe('a worker pod that does not serve it', () => {
  const reported = { name: 'worker-1', success: true, message: '' }
  const rows = [
    { name: 'has its name', podName: 'w1', ip: '10.0.0.1', expected: /^w1 does/ },
    {
      name: 'has the reported name',
      podName: undefined,
      ip: '10.0.0.1',
      expected: /^worker-1 10.0.0.1 does/
    },
    { name: 'has its address', podName: undefined, ip: '10.0.0.2', expected: /^10.0.0.1 does/ }
  ]
  test.each(rows)('$name', ({ podName, ip, expected }) => {
    const pods = [{ podName, workerPodIp: '10.0.0.1', routeActive: false }]
    const route = readRouteHealth({ ...createRoute(true, 'w1-'), pods })
    const reportedPods = [
      { ...reported, name: 'other', ip: '10.0.0.9' },
      { ...reported, ip }
    ]
    const { finding, idleHosts } = classifyRoutes([route], { isDeployed: true, reportedPods })

    expect(finding).toMatch(expected)
    expect(idleHosts).toEqual(['10.0.0.1'])
  })
})

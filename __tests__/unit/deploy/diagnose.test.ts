import { describe } from '@jest/globals'
import { empty, text, type Row, listNames, refuse, testRuns } from './script.ts'

const notFound = 'Pay is not found or user does not have privilege to access it!'
const notDiagnosed = /^No\. Check the names/

describe('a refusal', () => {
  const failed = { sent: 1, status: 'failed' }
  const rows: Row[] = [
    {
      name: 'for a project that does not exist',
      script: { change: refuse(400, notFound), projects: listNames('Payment') },
      expected: {
        ...failed,
        reason: 'rejected',
        text: text(
          /^Pay is .*! The .*sees no project Payments\. Did you mean Payment\? Available: Payment\.$/
        )
      }
    },
    {
      name: 'for a name in another Unicode form',
      script: { change: refuse(400), groups: listNames('Caf\u00e9') },
      settings: { groups: ['Cafe\u0301'] },
      expected: { ...failed, text: text(/^No\. The name exists in another Unicode form/) }
    },
    {
      name: 'although all names exist, for a missing privilege',
      script: { change: refuse(400, notFound) },
      expected: { ...failed, text: text(/environment exist: give .*MANAGE and DEPLOY_UNDEPLOY/) }
    },
    {
      name: 'although all names exist, to a check',
      script: { environments: refuse(400, notFound) },
      settings: { operation: 'check' },
      expected: { sent: 0, text: text(/environment exist: give .*VIEW/) }
    },
    {
      name: 'although all names exist, to a verification',
      script: { environments: refuse(400, notFound) },
      settings: { operation: 'verify', verify: 'environment' },
      expected: { sent: 0, text: text(/environment exist: give .*VIEW/) }
    },
    {
      name: 'although all names exist, for another cause',
      script: { change: refuse(400, 'Disk full') },
      expected: { ...failed, text: text(/environment exist: the names are not the cause.*log/) }
    },
    {
      name: 'while lists stay silent: for three seconds, side by side',
      script: {
        change: refuse(400),
        groups: { afterMs: Infinity },
        projects: { afterMs: Infinity },
        projectEnvironments: { afterMs: Infinity }
      },
      expected: { ...failed, endedAt: 3_000, text: text(notDiagnosed) }
    },
    {
      name: 'that names a permission needs no lists',
      script: { change: refuse(400, 'No permission'), groups: listNames() },
      expected: { ...failed, requests: { length: 2 }, text: text(/Give .*DEPLOY_UNDEPLOY/) }
    },
    {
      name: 'by a server that knows no project, either',
      script: { environments: empty(404), change: empty(404), projects: empty(404) },
      expected: {
        ...failed,
        docs: 'responses-that-are-not-the-managers',
        text: text(/^No Apinizer API responds.*path prefix/)
      }
    },
    {
      name: 'by a server that knows projects',
      script: { environments: empty(404), change: empty(404), groups: listNames('Pays') },
      expected: { ...failed, text: text(/Did you mean Pays/) }
    },
    {
      name: 'by a server that refuses to list projects',
      script: { environments: empty(404), change: empty(404), projects: refuse(403) },
      expected: { ...failed, text: text(/responded with 404.*Check the names/) }
    },
    {
      name: 'by a page: 404',
      script: { change: { status: 404, body: '<html>' }, projects: empty(404) },
      expected: { ...failed, text: text(/responded with 404.*Check the names/) }
    },
    ...['a/b', 'a\\b', '50%', 'a;b'].map(name => ({
      name: `of ${name}, which many servers refuse`,
      script: { change: refuse(400) },
      settings: { groups: [name] },
      expected: {
        ...failed,
        requests: { length: 2 },
        text: text(/^No\. Many servers refuse.*Check the names/)
      }
    }))
  ]
  testRuns(rows)
})

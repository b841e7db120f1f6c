import { describe, expect, test } from '@jest/globals'
import { readFile } from '../support/repository.ts'

/** The promises of SECURITY.md, and of each a test that fails without it: its file below __tests__/, and its name. */
const promises: Record<string, { file: string; name: string }[]> = {
  'The token goes to the Manager alone': [
    {
      file: 'scenarios/deployment.test.ts',
      name: 'the token is in the Authorization header of each request and nowhere else'
    },
    { file: 'scenarios/connection.test.ts', name: 'a %i is not followed' }
  ],
  'Secrets are not shown.': [
    { file: 'unit/runner/secrets.test.ts', name: 'redact' },
    { file: 'scenarios/secrets.test.ts', name: 'never shows the passwords in the list' },
    {
      file: 'scenarios/proxy.test.ts',
      name: 'the credentials of a proxy are used, and stay secret'
    },
    {
      file: 'scenarios/tls.test.ts',
      name: 'accepts certificate and key as text, and the key is masked'
    }
  ],
  'Redirects are not followed.': [
    { file: 'scenarios/connection.test.ts', name: 'a %i is not followed' }
  ],
  'TLS is always verified.': [
    {
      file: 'scenarios/tls.test.ts',
      name: 'is checked in spite of NODE_TLS_REJECT_UNAUTHORIZED=0, which is warned of'
    },
    {
      file: 'scenarios/inputs.test.ts',
      name: 'a url with plain HTTP to another host needs allow-http'
    }
  ],
  'A server’s text has no effect.': [
    {
      file: 'scenarios/hostile-server.test.ts',
      name: 'a server’s text is shown as text, whatever it contains:'
    }
  ],
  'A name cannot lead to another path.': [
    {
      file: 'scenarios/inputs.test.ts',
      name: 'a name that could lead to another path is refused:'
    }
  ],
  'A deployment is sent at most once': [
    {
      file: 'scenarios/lost-response.test.ts',
      name: 'a lost response without proof leaves the outcome unknown, and nothing is sent again:'
    },
    {
      file: 'scenarios/doubtful-refusals.test.ts',
      name: 'a refusal of what the deploy history contains is recovered, and sent once:'
    }
  ],
  'Success must be proven.': [
    {
      file: 'scenarios/responses.test.ts',
      name: 'a response that confirms nothing leaves the outcome unknown:'
    },
    { file: 'scenarios/lost-response.test.ts', name: 'a record is no proof by itself:' }
  ],
  'Requests are bounded.': [
    { file: 'unit/apinizer/http.test.ts', name: 'a byte above 16 MiB' },
    {
      file: 'scenarios/hostile-server.test.ts',
      name: 'a huge response has an honest result, with little memory and time:'
    }
  ],
  'Nothing else is contacted': [
    { file: 'scenarios/github-deployments.test.ts', name: 'without a token GitHub is not called' },
    { file: 'scenarios/deployment.test.ts', name: 'a deployment takes two requests:' }
  ],
  'What runs is what you can read.': [
    { file: 'repository/bundle.test.ts', name: 'is not minified, and has no HTTP library' },
    {
      file: '../scripts/check-dist.ts',
      name: 'Checks that dist/ is, byte for byte, what src/ builds'
    }
  ]
}

describe('SECURITY.md', () => {
  test('promises what is tested here, and nothing else', () => {
    const [, section = ''] =
      /## What the action promises\n(.*?)\n## /s.exec(readFile('SECURITY.md')) ?? []
    const promised = Array.from(section.matchAll(/^- \*\*(.+?)\*\*/gm), ([, text = '']) =>
      text.replaceAll("'", '’')
    )

    expect(promised).toEqual(Object.keys(promises))
  })

  test.each(Object.values(promises).flat())('$name is a test in $file', ({ file, name }) => {
    expect(readFile(`__tests__/${file}`)).toContain(name)
  })
})

import type { Fault, Gateway } from './types.ts'

/** What a gateway responds, and whether it had passed the request on to the Manager by then. */
export interface GatewayBehavior {
  forwards: boolean
  /** What is left out is the Manager's own response. */
  response: NonNullable<Fault['response']>
}

const varnishPage = `<!DOCTYPE html>
<html>
  <head><title>503 Backend fetch failed</title></head>
  <body>
    <h1>Error 503 Backend fetch failed</h1>
    <h3>Guru Meditation:</h3>
    <p>XID: 32771</p>
    <hr><p>Varnish cache server</p>
  </body>
</html>
`

const loginPage = `<!DOCTYPE html>
<html><head><title>Sign in</title></head>
<body>
<form method="post" action="/login">
<input name="username"><input name="password" type="password">
</form>
</body></html>
`

/** Each gateway as it behaves by its defaults. */
export const gateways: Record<Gateway, GatewayBehavior> = {
  'nginx-502': { forwards: false, response: nginx(502, '502 Bad Gateway') },
  'nginx-503': { forwards: true, response: nginx(503, '503 Service Temporarily Unavailable') },
  'nginx-504': { forwards: true, response: nginx(504, '504 Gateway Time-out') },
  'nginx-429': {
    forwards: false,
    response: nginx(429, '429 Too Many Requests', { 'retry-after': '1' })
  },
  'varnish-503': {
    forwards: true,
    response: {
      status: 503,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'retry-after': '5',
        server: 'Varnish',
        age: '0'
      },
      body: varnishPage
    }
  },
  'login-page': {
    forwards: false,
    response: {
      status: 200,
      headers: { 'content-type': 'text/html;charset=UTF-8' },
      body: loginPage
    }
  },
  'waf-403': { forwards: false, response: nginx(403, '403 Forbidden') },
  cache: { forwards: false, response: { headers: { age: '120', 'x-cache': 'HIT' } } }
}

function nginx(
  status: number,
  title: string,
  headers: Record<string, string> = {}
): NonNullable<Fault['response']> {
  const body = `<html>
<head><title>${title}</title></head>
<body>
<center><h1>${title}</h1></center>
<hr><center>nginx</center>
</body>
</html>
`
  return { status, headers: { 'content-type': 'text/html', server: 'nginx', ...headers }, body }
}

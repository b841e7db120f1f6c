import type { Fault, Gateway } from './types.ts'

/** What a gateway responds, and whether it had passed the request on to the Manager by then. */
export interface GatewayBehavior {
  forwards: boolean
  /** What is left out is the Manager's own response. */
  respond: (method: string) => NonNullable<Fault['response']>
}

const HTML = { 'content-type': 'text/html' }

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

const envoyText =
  'upstream connect error or disconnect/reset before headers. reset reason: connection termination'

/**
 * Each gateway as it behaves by its defaults; 502 and 504 turned into something else need
 * `error_page`.
 */
export const gateways: Record<Gateway, GatewayBehavior> = {
  'nginx-502': always(false, nginx(502, '502 Bad Gateway')),
  'nginx-503': always(true, nginx(503, '503 Service Temporarily Unavailable')),
  'nginx-504': always(true, nginx(504, '504 Gateway Time-out')),
  'nginx-429': always(false, nginx(429, '429 Too Many Requests', { 'retry-after': '1' })),
  'varnish-503': always(true, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'retry-after': '5',
      server: 'Varnish',
      age: '0'
    },
    body: varnishPage
  }),
  'apache-502': always(true, apache(502, 'Proxy Error')),
  'apache-ajp': {
    forwards: true,
    respond: method =>
      method === 'POST' ? apache(500, 'Internal Server Error') : apache(503, 'Service Unavailable')
  },
  'envoy-503': always(true, {
    status: 503,
    headers: { 'content-type': 'text/plain', server: 'envoy' },
    body: envoyText
  }),
  'sorry-page': always(
    true,
    nginx(302, '302 Found', { location: 'https://www.example.com/sorry.html' })
  ),
  'https-redirect': always(
    false,
    nginx(308, '308 Permanent Redirect', { location: 'https://manager.example.com/' })
  ),
  'login-page': always(false, {
    status: 200,
    headers: { 'content-type': 'text/html;charset=UTF-8' },
    body: loginPage
  }),
  'waf-403': always(false, nginx(403, '403 Forbidden')),
  cache: always(false, { headers: { age: '120', 'x-cache': 'HIT' } })
}

function always(forwards: boolean, response: NonNullable<Fault['response']>): GatewayBehavior {
  return { forwards, respond: () => response }
}

function nginx(
  status: number,
  title: string,
  headers: Record<string, string> = {}
): NonNullable<Fault['response']> {
  return { status, headers: { ...HTML, server: 'nginx', ...headers }, body: nginxPage(title) }
}

function nginxPage(title: string): string {
  return `<html>
<head><title>${title}</title></head>
<body>
<center><h1>${title}</h1></center>
<hr><center>nginx</center>
</body>
</html>
`
}

function apache(status: number, title: string): NonNullable<Fault['response']> {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=iso-8859-1', server: 'Apache' },
    body: `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head>
<title>${status} ${title}</title>
</head><body>
<h1>${title}</h1>
</body></html>
`
  }
}

// What a careful person writes by hand: a POST for each group, its response read and checked, no more.
// `by-hand.mjs <fetch|https> <targets> <at once>`
const { INPUT_URL, INPUT_TOKEN } = process.env
const [how, targets, atOnce] = process.argv.slice(2)
const headers = { authorization: `Bearer ${INPUT_TOKEN}` }
const post = how === 'fetch' ? postWithFetch : await createHttpsPost()
let next = 0

await Promise.all(Array.from({ length: Number(atOnce) }, deployInTurn))

async function deployInTurn() {
  while (next < Number(targets)) {
    next += 1
    const path = `/apiops/projects/Payments/apiProxyGroups/group-${next}/environments/production/`
    const { status, body } = await post(INPUT_URL + path)
    if (status !== 200 || JSON.parse(body).status !== 'SUCCESS') {
      throw new Error(body)
    }
  }
}

async function postWithFetch(address) {
  const response = await fetch(address, { method: 'POST', headers })
  return { status: response.status, body: await response.text() }
}

async function createHttpsPost() {
  const { Agent, request } = await import('node:https')
  // Each request has a connection of its own.
  const agent = new Agent({ keepAlive: false })
  return address =>
    new Promise((resolve, reject) => {
      const sent = request(address, { method: 'POST', headers, agent }, response => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', chunk => (body += chunk))
        response.on('end', () => resolve({ status: response.statusCode, body }))
      })
      sent.on('error', reject).end()
    })
}

// The least that many deployments cost here: one agent, nothing checked, no log. `bare-many.mjs <targets> <at once>`.
const http = process.getBuiltinModule('node:http')
const { INPUT_URL, INPUT_TOKEN } = process.env
const [targets, atOnce] = process.argv.slice(2).map(Number)
const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce })
let next = 0

const deploy = group =>
  new Promise((resolve, reject) => {
    const address = `${INPUT_URL}/apiops/projects/Payments/apiProxyGroups/group-${group}/environments/production/`
    const request = http.request(
      address,
      { method: 'POST', agent, headers: { authorization: `Bearer ${INPUT_TOKEN}` } },
      response => {
        response.resume()
        response.on('end', () => {
          resolve(response.statusCode)
        })
      }
    )
    request.on('error', reject)
    request.end()
  })

await Promise.all(
  Array.from({ length: atOnce }, async () => {
    while (next < targets) {
      next += 1
      if ((await deploy(next)) !== 200) {
        throw new Error('not deployed')
      }
    }
  })
)
process.exit()

// What a careful person writes by hand: one POST, its response read and checked, no more.
import http from 'node:http'

const { INPUT_URL, INPUT_TOKEN } = process.env
const address = `${INPUT_URL}/apiops/projects/Payments/apiProxyGroups/group-1/environments/production/`
const request = http.request(
  address,
  { method: 'POST', headers: { authorization: `Bearer ${INPUT_TOKEN}` } },
  response => {
    let body = ''
    response.setEncoding('utf8')
    response.on('data', chunk => {
      body += chunk
    })
    response.on('end', () => {
      const deployed = response.statusCode === 200 && JSON.parse(body).status === 'SUCCESS'
      console.log(deployed ? 'Deployed' : body)
      process.exitCode = deployed ? 0 : 1
    })
  }
)
request.on('error', error => {
  throw error
})
request.end()

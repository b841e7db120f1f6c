// bare-post.mjs with the built-in fetch.
const { INPUT_URL, INPUT_TOKEN } = process.env
const address = `${INPUT_URL}/apiops/projects/Payments/apiProxyGroups/group-1/environments/production/`
const response = await fetch(address, {
  method: 'POST',
  headers: { authorization: `Bearer ${INPUT_TOKEN}` }
})
const body = await response.text()
const deployed = response.status === 200 && JSON.parse(body).status === 'SUCCESS'
console.log(deployed ? 'Deployed' : body)
process.exitCode = deployed ? 0 : 1

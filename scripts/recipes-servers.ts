/** The servers, other than the Manager, that the recipes talk to: Slack, GitHub, an API to test, and a proxy. */
import { once } from 'node:events'
import fs from 'node:fs'
import http, { type RequestListener, type Server } from 'node:http'
import https from 'node:https'
import net, { type AddressInfo, type Socket } from 'node:net'
import path from 'node:path'
import { pipeline } from 'node:stream'
import { text } from 'node:stream/consumers'
import { makeAuthority, type KeyPair } from '../tools/certificates.ts'

export interface Neighbours extends Disposable {
  /** Takes the messages for Slack, and the GitHub Deployments. */
  url: string
  /** The bodies of its requests, in order. */
  posted: string[]
  /** The API behind the Manager, which the smoke test calls. */
  apiUrl: string
  /** What that API responds with. */
  healthStatus: number
  /** A proxy that connects to `tunnelTo`, whatever host it is asked for. */
  proxyUrl: string
  /** A port of this computer. */
  tunnelTo: number
  /** The private CA's certificate. */
  caFile: string
  /** The certificate of https://apinizer.example.com, and whose clients it accepts. */
  managerTls: KeyPair & { clientAuthority: string }
  client: KeyPair
}

/**
 * Starts the servers on free ports of 127.0.0.1.
 * @param folder where the CA's certificate is written
 */
export async function startNeighbours(folder: string): Promise<Neighbours> {
  const ca = await makeAuthority('Company CA')
  const caFile = path.join(folder, 'company.pem')
  fs.writeFileSync(caFile, ca.cert)
  const manager = await ca.issue({ host: 'apinizer.example.com' })
  const posted: string[] = []
  const web = http.createServer(recordPosts(posted))
  const api = https.createServer(await ca.issue(), (_, response) => {
    response.writeHead(neighbours.healthStatus).end()
  })
  const proxy = http.createServer()
  proxy.on('connect', (_, client: Socket) => {
    tunnel(client, neighbours.tunnelTo)
  })
  const [webPort, apiPort, proxyPort] = await Promise.all([web, api, proxy].map(listen))
  const neighbours: Neighbours = {
    url: `http://127.0.0.1:${webPort}`,
    posted,
    apiUrl: `https://127.0.0.1:${apiPort}`,
    healthStatus: 200,
    proxyUrl: `http://127.0.0.1:${proxyPort}`,
    tunnelTo: 0,
    caFile,
    managerTls: { ...manager, clientAuthority: ca.cert },
    client: await ca.issue({ client: true, name: 'runner' }),
    [Symbol.dispose]: () => {
      for (const server of [web, api, proxy]) {
        server.close()
        server.closeAllConnections()
      }
    }
  }
  return neighbours
}

/** Accepts everything, with what GitHub returns for a new deployment or status. */
function recordPosts(posted: string[]): RequestListener {
  return (request, response) => {
    void text(request).then(body => {
      posted.push(body)
      response.writeHead(201, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ id: posted.length, state: 'success' }))
    })
  }
}

function tunnel(client: Socket, port: number): void {
  const server = net.connect(port, '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
  })
  // Where one of them ends or fails, so does the other.
  pipeline(client, server, client, () => undefined)
}

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

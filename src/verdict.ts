import type { NoAnswer, TlsProblem } from './apinizer/errors.ts'
import type { Answer, Reply } from './apinizer/http.ts'
import {
  describeNonJson,
  isGatewaysGuess,
  readDeployment,
  readError
} from './apinizer/responses.ts'
import type { Findings, Verdict } from './outcome.ts'
import { reasons, type FailureReason } from './reasons.ts'

/** What a reply to a deployment or undeployment proves, before anything else is looked up. */
export type Judgement = Verdict & Findings

/**
 * Judges the reply to a deployment or undeployment of one environment. Fails closed.
 * @param done the reason of a success
 */
export function judge(
  reply: Reply,
  environment: string,
  done: 'deployed' | 'undeployed'
): Judgement {
  if (!reply.answered) return judgeNoAnswer(reply)
  if (reply.status !== 200) return judgeRefusal(reply)
  const { verdict, said, pods, missing } = readDeployment(reply.body, environment)
  const findings = { said, pods, httpStatus: reply.status }
  switch (verdict) {
    case 'confirmed':
      return {
        ...findings,
        status: 'succeeded',
        reason: done,
        told: said === '' ? confirmation(pods.length) : ''
      }
    case 'denied':
      return {
        ...findings,
        status: 'failed',
        reason: 'deployment-failed',
        told: joined(podTally(pods), reasons['deployment-failed'].remedy)
      }
    case 'unclear':
      return {
        ...findings,
        status: 'unknown',
        reason: 'unexpected-response',
        told: joined(missing, reasons['unexpected-response'].remedy)
      }
  }
}

function confirmation(pods: number): string {
  return pods === 0
    ? 'The server confirmed it.'
    : `The server confirmed it for ${pods} worker pod${pods === 1 ? '' : 's'}.`
}

function podTally(pods: { success: boolean }[]): string {
  const failed = pods.filter(pod => !pod.success).length
  return failed === 0 ? '' : `${failed} of ${pods.length} worker pods failed.`
}

const byStatus: Record<number, FailureReason> = {
  400: 'rejected',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  422: 'rejected',
  429: 'rate-limited'
}

/** The reason for an answer that is no 200. */
export function reasonOfStatus(status: number): FailureReason {
  if (status >= 300 && status < 400) return 'redirected'
  return (
    byStatus[status] ??
    (status >= 500 ? 'server-error' : status >= 400 ? 'rejected' : 'unexpected-response')
  )
}

/** For what Apinizer's reference does not list, such as 405, 408 or 413. */
const oddRefusal =
  'Rather a gateway’s refusal than the Manager’s: check `url`, and look into the gateway’s log.'

/**
 * Judges an answer that is no 200: a refusal, a redirect, a gateway's answer, or a 2xx that confirms nothing.
 * @param remedies what to do about a refusal, where it is not what one does about a refused deployment
 */
export function judgeRefusal(
  answer: Answer,
  remedies: Partial<Record<FailureReason, string>> = {}
): Judgement {
  const { status, body } = answer
  const reason = reasonOfStatus(status)
  const said = readError(body)
  const findings = { said, httpStatus: status }
  const remedy =
    reason === 'rejected' && status !== 400 && status !== 422
      ? oddRefusal
      : (remedies[reason] ?? reasons[reason].remedy)
  const told = joined(
    said === '' ? `The server answered ${status}. ${describeNonJson(body)}` : '',
    remedy
  )
  if (status < 300) return { ...findings, status: 'unknown', reason, told }
  if (reason === 'redirected') return judgeRedirect(answer)
  // A gateway that got no answer from the Manager does not know what the Manager did.
  if (isGatewaysGuess(answer))
    return {
      ...findings,
      status: 'unknown',
      reason,
      told: joined(
        `A gateway answered ${status}: it had no answer from the Manager, which may have carried the request out.`,
        reasons['connection-lost'].remedy
      )
    }
  return { ...findings, status: 'failed', reason, told }
}

function judgeRedirect({ status, headers: { location } }: Answer): Judgement {
  const { remedy } = reasons.redirected
  if (location === undefined)
    return {
      status: 'failed',
      reason: 'redirected',
      httpStatus: status,
      said: '',
      told: `The server answered ${status}, a redirect without a target. ${remedy} Check \`url\`.`
    }
  const base = location.replace(/\/apiops\/.*$/s, '')
  const advice =
    base !== location && /^https?:/i.test(base)
      ? `Redirect to ${location}: set url to ${base}`
      : `Redirect to ${location}`
  return {
    status: 'failed',
    reason: 'redirected',
    httpStatus: status,
    said: advice,
    told: `${remedy} Set \`url\` to the Manager’s own address, if you trust that one.`
  }
}

const proxyRemedy = 'Check https_proxy (or http_proxy) and no_proxy on the runner.'

const tlsRemedies: Record<TlsProblem, string> = {
  'unknown-authority':
    'The server’s certificate is signed by an authority that this runner does not know. Give that authority’s certificate (PEM, or the path of a file) in `ca-certificate`.',
  expired:
    'The server’s certificate has expired or is not valid yet. Renew it on the server, and check the runner’s clock.',
  'other-host':
    'The server’s certificate is for another host name. Set `url` to a name that the certificate holds.',
  'client-certificate':
    'The server did not accept our side’s certificate. Set `client-certificate` and `client-key` to a pair that the server trusts.',
  'not-tls': 'The port does not speak TLS. Check scheme and port of `url`.',
  other:
    'The TLS handshake failed. Check `url`, `ca-certificate`, `client-certificate` and `client-key`.'
}

/** Judges a request that ended without a whole answer: `failed` when nothing was sent, else `unknown`. */
export function judgeNoAnswer(reply: NoAnswer): Judgement {
  const findings = {
    said: reply.detail,
    ...(reply.httpStatus !== undefined && { httpStatus: reply.httpStatus })
  }
  const status = reply.sent ? 'unknown' : 'failed'
  switch (reply.ending) {
    case 'refused':
      return {
        ...findings,
        status,
        reason: 'connection-failed',
        told: reasons['connection-failed'].remedy
      }
    case 'proxy':
      return {
        ...findings,
        status,
        reason: 'connection-failed',
        told: `The proxy did not connect us to the server${reply.httpStatus === 407 ? ': it wants other credentials, or any' : ', or could not be reached'}. Nothing was sent. ${proxyRemedy}`
      }
    case 'tls':
      return {
        ...findings,
        status,
        reason: 'tls',
        told: `Nothing was sent. ${tlsRemedies[reply.tlsProblem ?? 'other']}`
      }
    case 'deadline':
      return {
        ...findings,
        status,
        reason: 'timeout',
        told: reply.sent
          ? `No whole answer came within \`timeout\`; the server may still be working on it. ${reasons['connection-lost'].remedy} ${reasons.timeout.remedy}`
          : 'No connection came about within `timeout`, and nothing was sent. Check `url`, the proxy’s settings, and that the runner can reach that host and port.'
      }
    case 'cancelled':
      return reply.sent
        ? { ...findings, status, reason: 'cancelled', told: reasons.cancelled.remedy }
        : {
            ...findings,
            status: 'not-attempted',
            reason: 'cancelled',
            told: 'Nothing was sent: the workflow run was cancelled.'
          }
    case 'garbled':
      return {
        ...findings,
        status,
        reason: 'unexpected-response',
        told: reasons['unexpected-response'].remedy
      }
    case 'reset':
    case 'closed':
    case 'cut':
      return {
        ...findings,
        status,
        reason: 'connection-lost',
        told: `The connection was lost before the whole answer came. ${reasons['connection-lost'].remedy}`
      }
  }
}

function joined(...sentences: string[]): string {
  return sentences.filter(Boolean).join(' ')
}

/**
 * Words of the vendor’s pages and of HTTP, which may be written down because they are nobody’s. All else that a server
 * sends is reduced to its type, its length, and what it is equal to.
 */

const fields = `success status resultMessage resultList resultCount deploymentResult message environmentResults
  environmentName responseTime detailList envName podName podIp detail firstFromApiResultList error
  error_description validation_errors field retry_after timestamp path title instance id name type
  description accessUrl deployed redeployRequired revision username date environment deploy persistent
  apiProxyDeployList routeActive servedPath methods apinizerRootContext podsResponded podsActive
  deployedInManager inconsistent pods workerPodIp`

export const documentedFields = new Set(fields.split(/\s+/))

/** Fields with a fixed vocabulary. */
export const fixedWords: Readonly<Record<string, string>> = {
  status: 'SUCCESS FAILURE UNPUBLISHED PUBLISHED REPUBLISH_REQUIRED',
  type: 'PRODUCTION SANDBOX TEST KUBERNETES',
  methods: 'GET POST PUT PATCH DELETE HEAD OPTIONS TRACE ALL',
  error:
    'bad_request validation_failed invalid_parameter unauthorized_client invalid_token token_expired forbidden ' +
    'access_denied not_found resource_not_found conflict duplicate_name internal_error server_error rate_limit_exceeded'
}

/** The Manager's documented sentences; `(…)` stands for a name in brackets. */
const sentences = [
  'API Proxy Group (…) is not found or user does not have privilege to access it!',
  'Environment (…) is not found or user does not have privilege to access it!',
  'Project (…) is not found or user does not have privilege to access it!',
  'Project (…) is not found!',
  'Project(…) was not found or user does not have privilege to access it!',
  'ApiProxy (…) was not found!',
  'User does not have required permission for this operation!',
  'User does not have required permission to deploy/undeploy API Proxy!',
  'Empty Key! Client must be authenticated to access this resource.',
  'Token is not valid!',
  'Token was expired!',
  'Invalid or expired token',
  'Token can not be validated!',
  'Deployment completed successfully',
  'Deployed successfully',
  'Deployed by APIOPS Api',
  'Undeployed by APIOPS Api'
]

const patterns = sentences.map(sentence => {
  const escaped = sentence.replaceAll(/[()/!.]/g, '\\$&').replace('…', '[^]*')
  return { sentence, pattern: new RegExp(`^${escaped}$`) }
})

/** Which documented sentence a text is, without the name in it; undefined for any other text. */
export function findSentence(text: string): string | undefined {
  return patterns.find(({ pattern }) => pattern.test(text.trim()))?.sentence
}

const headers = `accept-ranges access-control-allow-origin age allow alt-svc cache-control cf-ray connection
  content-disposition content-encoding content-language content-length content-security-policy content-type
  cross-origin-embedder-policy cross-origin-opener-policy cross-origin-resource-policy date etag expires keep-alive
  last-modified location permissions-policy pragma proxy-authenticate referrer-policy retry-after server set-cookie
  strict-transport-security trailer transfer-encoding upgrade vary via warning www-authenticate x-amz-cf-id x-cache
  x-cache-lookup x-content-type-options x-correlation-id x-envoy-upstream-service-time x-frame-options
  x-kong-proxy-latency x-kong-upstream-latency x-powered-by x-request-id x-served-by x-squid-error x-varnish
  x-xss-protection`

export const knownHeaders = new Set(headers.split(/\s+/))

const products =
  'nginx openresty envoy haproxy traefik kong apache varnish squid cloudflare cloudfront awselb ' +
  'microsoft-iis big-ip jetty tomcat undertow apinizer'

/** The products that texts such as a `Server` header mention, of a fixed list. */
export function findProducts(texts: readonly string[]): string[] {
  const text = texts.join(' ').toLowerCase()
  return products.split(' ').filter(product => text.includes(product))
}
